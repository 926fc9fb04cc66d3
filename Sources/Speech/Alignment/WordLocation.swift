internal import Foundation

/// A transcript's words found in a recording, with the parts where the text had to be replaced.
struct LocatedWords: Sendable {
    var transcript: Transcript
    var placement: Placement
    var unaligned: [Alignment.UnalignedSpan]
    /// 0…1, of the text that was given.
    var confidence: Float
}

/// Stage A with a check: finds the words, and where they do not fit puts what is heard in their place.
struct WordLocation {
    /// Below this mean word confidence the text is another one.
    private static let leastConfidence: Float = 0.33
    /// A replacement must fit this much better per frame to be taken.
    private static let leastGain: Float = 4

    let model: EnglishModel

    /// - Parameter source: written words that do not fit give way to recognised ones, and a text that fits nowhere is
    ///   refused; recognised words that do not fit give way to the bare phones.
    func locate(
        _ transcript: Transcript, in samples: [Int16], rows: Int, source: Alignment.Source, progress: (Double) -> Void,
        isCancelled: () -> Bool
    ) throws(AlignmentError) -> LocatedWords {
        let scores = try PhoneScores(
            samples, model: model, progress: { progress($0 * 0.6) }, isCancelled: isCancelled)
        func place(_ transcript: Transcript) throws(AlignmentError) -> Placement? {
            let path = try WordSearch(words: transcript.words, scores: scores).path(isCancelled: isCancelled)
            return Placement(path, words: transcript.words, rows: rows)
        }
        guard let placement = try place(transcript) else { throw .transcriptDoesNotMatch }
        let confidence = Self.confidence(placement.wordFits(count: transcript.words.count))
        guard confidence >= Self.leastConfidence || source == .recognition else { throw .transcriptDoesNotMatch }
        progress(0.7)
        var located = LocatedWords(
            transcript: transcript, placement: placement, unaligned: [], confidence: confidence)
        let deviations = TranscriptRepair.deviations(in: placement, count: transcript.words.count)
        guard !deviations.isEmpty, deviations.count <= TranscriptRepair.limit else { return located }

        let repair = TranscriptRepair(model: model, scores: scores, samples: samples)
        let recogniser = source == .transcript ? try WordFinder(model) : nil
        var changes: [(words: Range<Int>, by: Transcript)] = []
        for (index, deviation) in deviations.enumerated() {
            if isCancelled() { throw .cancelled }
            changes.append((deviation.words, try repair.replacement(for: deviation, by: recogniser)))
            progress(0.7 + 0.3 * Double(index + 1) / Double(deviations.count))
        }
        // Each change is kept only where it fits better than what was written.
        let tried = try place(transcript.replacing(changes))
        let kept = deviations.map { deviation in
            guard let tried else { return false }
            return tried.fit(in: deviation.rows) >= placement.fit(in: deviation.rows) + Self.leastGain
        }
        let accepted = zip(changes, kept).filter(\.1).map(\.0)
        let repaired = transcript.replacing(accepted)
        if !accepted.isEmpty, let again = accepted.count == changes.count ? tried : try place(repaired) {
            located.transcript = repaired
            located.placement = again
        }
        located.unaligned = zip(deviations, zip(changes, kept)).map { deviation, change in
            Alignment.UnalignedSpan(
                start: Double(deviation.rows.lowerBound) / Cepstra.rowsPerSecond,
                end: Double(deviation.rows.upperBound) / Cepstra.rowsPerSecond,
                written: transcript.text(of: deviation.words),
                heard: change.1 ? change.0.by.text(of: 0..<change.0.by.words.count) : "")
        }
        return located
    }

    /// Mean over all words, those left out counting nothing.
    private static func confidence(_ fits: [Float?]) -> Float {
        let total = fits.reduce(Float(0)) { $0 + ($1.map(Fit.confidence) ?? 0) }
        return fits.isEmpty ? 0 : total / Float(fits.count)
    }
}
