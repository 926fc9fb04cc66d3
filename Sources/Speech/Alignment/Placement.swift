internal import Foundation

/// Stage A's path, word by word.
struct Placement: Sendable {
    /// One stretch of the path: a phone of a word, or a silence.
    struct Stretch: Equatable, Sendable {
        /// Index of the spoken word; `nil` for silence.
        var word: Int?
        var sound: Sound
        /// Rows of `Cepstra`; contiguous. A silence between words may be empty.
        var rows: Range<Int>
        /// Mean log likelihood ratio to the best sound of any kind, in the units of `PhoneScores` per frame; ≤ 0.
        var fit: Float

        /// Speech that the transcript lacks, lying where a silence might.
        var isExtra = false

        var isSilence: Bool { word == nil }
    }
    /// From row 0 to the last; between any two words lies exactly one silence, empty where there is none.
    var stretches: [Stretch]

    init?(_ path: [WordSearch.Placed], words: [SpokenWord], rows: Int) {
        let silence = Sound(symbol: "sil", stress: 0)
        var stretches: [Stretch] = []
        for (index, placed) in path.enumerated() {
            let start = stretches.last?.rows.upperBound ?? 0
            let end = index == path.count - 1 ? rows : min(rows, max(start, Self.row(after: placed.frames.upperBound)))
            if case .phone(let word, let variant, let position) = placed.kind {
                if position == 0, stretches.last?.isSilence != true {
                    stretches.append(.init(word: nil, sound: silence, rows: start..<start, fit: 0))
                }
                let sound = words[word].variants[variant][position]
                stretches.append(.init(word: word, sound: sound, rows: start..<end, fit: -placed.cost))
            } else if let last = stretches.indices.last, stretches[last].isSilence {
                stretches[last].rows = stretches[last].rows.lowerBound..<end
                stretches[last].fit = min(stretches[last].fit, -placed.cost)
                if placed.kind == .extra { stretches[last].isExtra = true }
            } else {
                stretches.append(
                    .init(
                        word: nil, sound: silence, rows: start..<end, fit: -placed.cost, isExtra: placed.kind == .extra)
                )
            }
        }
        guard stretches.contains(where: { $0.word != nil }) else { return nil }
        if stretches.last?.isSilence == false {
            stretches.append(.init(word: nil, sound: silence, rows: rows..<rows, fit: 0))
        }
        self.stretches = stretches
    }

    /// The 5 ms row at which the frame `frame` of pocketsphinx begins.
    private static func row(after frame: Int) -> Int {
        let seconds = Double(frame) / SphinxDecoder.framesPerSecond + SphinxDecoder.boundaryOffset
        return Int((seconds * Cepstra.rowsPerSecond).rounded())
    }

    var spans: [StateSpan] {
        stretches.map {
            StateSpan(phone: PhoneSet.index[$0.sound.symbol] ?? 0, start: $0.rows.lowerBound, end: $0.rows.upperBound)
        }
    }

    /// Mean fit per row of all that lies in `rows`; 0 when nothing does.
    func fit(in rows: Range<Int>) -> Float {
        var sum: Float = 0
        for stretch in stretches { sum += stretch.fit * Float(stretch.rows.clamped(to: rows).count) }
        return rows.isEmpty ? 0 : sum / Float(rows.count)
    }

    /// Mean fit per row of each placed word, `nil` for a word that was left out.
    func wordFits(count: Int) -> [Float?] {
        var sums = [Float](repeating: 0, count: count)
        var rows = [Float](repeating: 0, count: count)
        for stretch in stretches {
            guard let word = stretch.word else { continue }
            sums[word] += stretch.fit * Float(stretch.rows.count)
            rows[word] += Float(stretch.rows.count)
        }
        return (0..<count).map { rows[$0] > 0 ? sums[$0] / rows[$0] : nil }
    }
}

/// Turns a fit into a confidence.
///
/// Measured over words (5th … 95th percentile): the right text has −25…−2 on clean synthetic voices and −37…−13 at
/// 15 dB of pink noise; a wrong text −131…−13, median −51.
enum Fit {
    /// Where a word is as likely wrong as right.
    static let doubtful: Float = -33

    static func confidence(_ fit: Float) -> Float { 1 / (1 + exp(-(fit - doubtful) / 4)) }
}
