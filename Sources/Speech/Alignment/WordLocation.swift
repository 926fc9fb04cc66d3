internal import Foundation

/// A transcript's words found in a recording, with the parts where the text had to be replaced.
struct LocatedWords: Sendable {
    var transcript: Transcript
    var placement: Placement
    var unaligned: [Alignment.UnalignedSpan]
}

/// Stage A with a check: finds the words, and where they do not fit puts the recognised ones in their place.
struct WordLocation {
    let model: EnglishModel

    /// - Parameter recognises: whether words that do not fit may be replaced.
    func locate(
        _ transcript: Transcript, in samples: [Int16], rows: Int, recognises: Bool, progress: (Double) -> Void,
        isCancelled: () -> Bool
    ) throws(AlignmentError) -> LocatedWords {
        let found = try place(transcript, in: samples, rows: rows, progress: progress, isCancelled: isCancelled)
        guard let found else { throw .transcriptDoesNotMatch }
        return LocatedWords(transcript: transcript, placement: found, unaligned: [])
    }

    private func place(
        _ transcript: Transcript, in samples: [Int16], rows: Int, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws(AlignmentError) -> Placement? {
        let scores = try PhoneScores(samples, model: model, progress: progress, isCancelled: isCancelled)
        let path = try WordSearch(words: transcript.words, scores: scores).path(isCancelled: isCancelled)
        return Placement(path, words: transcript.words, rows: rows)
    }
}
