internal import Foundation

/// Stage B's search: the best places for all boundaries of a known phone sequence, each near where it was before.
///
/// A semi-Markov Viterbi (Ostendorf et al. 1996): phones have explicit length models, and the three states within a
/// phone are split in the best way.
struct SegmentSearch {
    struct Settings {
        /// How far a boundary may move from where it was, in rows.
        var reach = 24
        /// Weight of the length model against the (correlated) rows' densities.
        var lengthWeight: Float = 10
        /// Shortest phone, in rows: one per state.
        var shortest = 3
        /// Price of a silence where none was before, and its shortest length in rows.
        var silencePrice: Float = 20
        var shortestSilence = 6
    }
    let settings: Settings
    let model: SpeakerModel
    /// `[row][phone × 3 + state]`.
    let scores: [Float]
    let rows: Int

    /// - Parameters:
    ///   - spans: contiguous, from row 0 to `rows`; a silence may be empty.
    ///   - mouth: what the lips say, if they were seen.
    /// - Returns: as `spans`, with boundaries moved.
    /// - Complexity: O(spans × reach² + spans × reach × length).
    func refine(_ spans: [StateSpan], mouth: MouthAgreement.Prices? = nil) -> [StateSpan] {
        guard !spans.isEmpty else { return [] }
        let states = PhoneSet.symbols.count * SpeakerModel.statesPerPhone
        // windows[k]: where boundary k (the start of span k) may lie.
        var windows = spans.map { max(0, $0.start - settings.reach)...min(rows, $0.start + settings.reach) }
        windows[0] = 0...0
        windows.append(rows...rows)

        var best = [Float](repeating: 0, count: 1)
        var choices: [[(from: Int, second: Int, third: Int)]] = []
        for (index, span) in spans.enumerated() {
            let (starts, ends) = (windows[index], windows[index + 1])
            var next = [Float](repeating: -.infinity, count: ends.count)
            var choice = [(from: Int, second: Int, third: Int)](repeating: (0, 0, 0), count: ends.count)
            let silent = span.phone == PhoneSet.silence
            let wasEmpty = span.end == span.start
            let base = span.phone * SpeakerModel.statesPerPhone
            for start in starts where best[start - starts.lowerBound] > -.infinity {
                let entry = best[start - starts.lowerBound]
                if silent, wasEmpty, ends.contains(start), entry > next[start - ends.lowerBound] {
                    next[start - ends.lowerBound] = entry
                    choice[start - ends.lowerBound] = (start, start, start)
                }
                // Best score with the last row in state 0, 1, 2, and where states 1 and 2 began on that path.
                var (first, middle, final) = (Float(0), -Float.infinity, -Float.infinity)
                var (middleStart, finalStart, finalMiddle) = (0, 0, 0)
                guard start < ends.upperBound else { continue }
                for row in start..<ends.upperBound {
                    let at = row * states + base
                    let before = (first, middle)
                    if silent {
                        first += max(scores[at], scores[at + 1], scores[at + 2])
                        (final, finalMiddle, finalStart) = (first, start, start)
                    } else {
                        if before.1 >= final { (final, finalStart, finalMiddle) = (before.1, row, middleStart) }
                        final += scores[at + 2] - (mouth?.price(of: span.phone, state: 2, row: row) ?? 0)
                        if row > start, before.0 >= middle { (middle, middleStart) = (before.0, row) }
                        middle += scores[at + 1] - (mouth?.price(of: span.phone, state: 1, row: row) ?? 0)
                        first += scores[at] - (mouth?.price(of: span.phone, state: 0, row: row) ?? 0)
                    }
                    let end = row + 1
                    guard end >= ends.lowerBound, final > -.infinity else { continue }
                    let length = end - start
                    var score = entry + final
                    if silent {
                        if wasEmpty {
                            guard length >= settings.shortestSilence else { continue }
                            score -= settings.silencePrice
                        }
                    } else {
                        guard length >= settings.shortest else { continue }
                        score += settings.lengthWeight * lengthScore(length, phone: span.phone)
                    }
                    if score > next[end - ends.lowerBound] {
                        next[end - ends.lowerBound] = score
                        choice[end - ends.lowerBound] = (start, finalMiddle, finalStart)
                    }
                }
            }
            best = next
            choices.append(choice)
        }
        guard best[0] > -.infinity else { return spans }
        var refined = spans
        var end = rows
        for index in spans.indices.reversed() {
            let choice = choices[index][end - windows[index + 1].lowerBound]
            refined[index] = StateSpan(
                phone: spans[index].phone, start: choice.from, second: choice.second, third: choice.third, end: end)
            end = choice.from
        }
        return refined
    }

    /// Log density of a length in rows under the phone's log-normal length model, without its constant.
    private func lengthScore(_ length: Int, phone: Int) -> Float {
        let deviation = (log(Float(length)) - model.logLengths[phone]) / model.logLengthDeviations[phone]
        return -0.5 * deviation * deviation - log(model.logLengthDeviations[phone])
    }
}
