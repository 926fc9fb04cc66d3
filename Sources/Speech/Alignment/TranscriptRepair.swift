internal import Foundation

/// Finds where a transcript is not what is said, and says what to put there.
struct TranscriptRepair {
    /// Consecutive words, possibly none, of a transcript and the rows they would fill.
    struct Deviation: Equatable, Sendable {
        var words: Range<Int>
        var rows: Range<Int>
        /// Some of it is speech that no word of the transcript took.
        var hasExtra: Bool
    }
    /// Deviations repaired in one recording; more mean that the text is another.
    static let limit = 40
    /// Speech shorter than this cannot hold a word, in rows.
    private static let shortest = 24

    /// Words that fit badly (together with their neighbours) or were left out, and speech between words.
    static func deviations(in placement: Placement, count: Int) -> [Deviation] {
        let fits = placement.wordFits(count: count)
        var rows = [Range<Int>?](repeating: nil, count: count)
        // extra[i]: speech before word i.
        var extra = [Range<Int>?](repeating: nil, count: count + 1)
        var next = 0
        for stretch in placement.stretches {
            if let word = stretch.word {
                rows[word] = (rows[word]?.lowerBound ?? stretch.rows.lowerBound)..<stretch.rows.upperBound
                next = word + 1
            } else if stretch.isExtra, stretch.rows.count >= shortest {
                extra[next] = stretch.rows
            }
        }
        // In noise every word fits worse; only those far below the rest deviate.
        let sorted = fits.compactMap { $0 }.sorted()
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        let threshold = min(Fit.doubtful, median - 12)
        let bad = (0..<count).map { word -> Bool in
            guard let own = fits[word] else { return true }
            let near = (max(0, word - 1)...min(count - 1, word + 1)).compactMap { fits[$0] }
            return own < threshold && near.reduce(0, +) / Float(near.count) < threshold + 6 || own < threshold - 35
        }
        var deviations: [Deviation] = []
        var word = 0
        var end = 0
        while word <= count {
            var last = word
            var hasExtra = extra[word] != nil
            while last < count, bad[last] || extra[last] != nil || (last + 1 < count && last > word && bad[last + 1]) {
                // Speech before a good word belongs to the deviation, the word does not.
                if !bad[last], last + 1 >= count || !bad[last + 1] { break }
                last += 1
                if extra[last] != nil { hasExtra = true }
            }
            let spoken = rows[word..<last].compactMap { $0?.count }
            // A single short word that is there may fit badly by chance.
            let chance = !hasExtra && last == word + 1 && spoken.contains { $0 < shortest }
            if (last > word || hasExtra) && !chance {
                let start = word > 0 ? rows[..<word].compactMap { $0 }.last?.upperBound ?? 0 : 0
                let stop =
                    rows[last...].compactMap { $0 }.first?.lowerBound ?? placement.stretches.last?.rows.upperBound ?? 0
                deviations.append(
                    .init(words: word..<last, rows: max(start, end)..<max(start, end, stop), hasExtra: hasExtra))
                end = stop
            }
            word = max(last, word) + 1
        }
        return deviations
    }

    let model: EnglishModel
    let scores: PhoneScores
    let samples: [Int16]

    /// The words heard in `deviation`, or, where the recogniser finds none, its bare phones as one unwritten word.
    /// - Parameter recogniser: `nil` asks for the phones alone.
    func replacement(
        for deviation: Deviation, by recogniser: WordFinder?
    ) throws(AlignmentError) -> Transcript {
        var heard = Transcript(tokens: [], words: [])
        guard deviation.rows.count >= Self.shortest else { return heard }
        if let recogniser {
            let first = max(0, deviation.rows.lowerBound * Cepstra.hop - Self.margin)
            let last = min(samples.count, deviation.rows.upperBound * Cepstra.hop + Self.margin)
            let text = try recogniser.words(in: Array(samples[min(first, last)..<last])).map(\.text)
            if let words = try? EnglishFrontEnd.transcript(of: text.joined(separator: " "), lexicon: model.lexicon) {
                return words
            }
        }
        let frames = deviation.rows.lowerBound / 2..<deviation.rows.upperBound / 2
        let phones = PhoneLoop(scores: scores).phones(in: frames)
        guard phones.count >= 2 else { return heard }
        let sounds = phones.map { Sound(symbol: $0, stress: PhoneSet.vowels.contains($0) ? 1 : 0) }
        heard.tokens.append(.init(text: "", endsPhrase: false))
        heard.words.append(.init(token: 0, variants: [sounds]))
        return heard
    }

    /// 0.1 s of what lies around a deviation, in samples.
    private static let margin = 1600
}

extension Transcript {
    /// The text of `words`, as written.
    func text(of words: Range<Int>) -> String {
        var written: [String] = []
        var last: Int?
        for word in words where self.words[word].token != last {
            last = self.words[word].token
            written.append(tokens[self.words[word].token].text)
        }
        return written.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The same text with other words in the place of some. `changes` are in order and do not overlap.
    func replacing(_ changes: [(words: Range<Int>, by: Transcript)]) -> Transcript {
        var result = Transcript(tokens: [], words: [])
        func append(_ words: Range<Int>, of source: Transcript) {
            var last: Int?
            for word in words {
                if source.words[word].token != last {
                    last = source.words[word].token
                    result.tokens.append(source.tokens[source.words[word].token])
                }
                result.words.append(.init(token: result.tokens.count - 1, variants: source.words[word].variants))
            }
        }
        var next = 0
        for change in changes {
            append(next..<change.words.lowerBound, of: self)
            append(0..<change.by.words.count, of: change.by)
            next = change.words.upperBound
        }
        append(next..<words.count, of: self)
        return result
    }
}
