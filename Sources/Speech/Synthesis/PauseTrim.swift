/// Shortens the pauses at both ends of a clause to what joins clauses into running speech, and puts the phone
/// times onto exact sample positions.
///
/// Engines wrap every text in pauses of their own (flite about 0.2 s), which would delay the first sound and break up
/// clauses.
struct PauseTrim: Equatable {
    /// One sound or pause of the engine's; its start is where the one before ends.
    struct Segment {
        /// Seconds in the engine's audio.
        var end: Double
        var isPause: Bool
    }

    /// What stays of the engine's audio.
    var kept: Range<Int>
    /// Samples of silence behind it.
    var padding: Int
    /// One per segment, in samples: contiguous, from 0 to `count`.
    var spans: [Range<Int>]
    var count: Int { kept.count + padding }

    /// Seconds kept before the first sound: the mouth opens a frame ahead of it.
    static let lead = 0.04
    /// Seconds of rest after a sentence, a phrase, and a cut without punctuation.
    static func rest(after ending: Clause.Ending) -> Double {
        switch ending {
        case .sentence: 0.40
        case .phrase: 0.18
        case .none: 0.06
        }
    }

    /// - Parameter sampleCount: Of the engine's audio.
    /// - Returns: Nil when there is no sound between the pauses.
    init?(segments: [Segment], sampleCount: Int, sampleRate: Int, ending: Clause.Ending) {
        let rate = Double(sampleRate)
        let ends = segments.map { min(max(Int(($0.end * rate).rounded()), 0), sampleCount) }
        guard let first = segments.firstIndex(where: { !$0.isPause }),
            let last = segments.lastIndex(where: { !$0.isPause }), ends[last] > 0
        else { return nil }
        let soundStart = first == 0 ? 0 : ends[first - 1]
        let lower = max(0, soundStart - Int(Self.lead * rate))
        let wanted = ends[last] + Int(Self.rest(after: ending) * rate)
        let upper = max(ends[last], min(sampleCount, wanted))
        kept = lower..<upper
        padding = last + 1 < segments.count ? wanted - upper : 0
        let count = kept.count + padding
        var start = 0
        spans = []
        for (index, end) in ends.enumerated() {
            let isFinal = index == ends.count - 1
            let stop = isFinal ? count : max(start, min(end - lower, count))
            spans.append(start..<stop)
            start = stop
        }
    }
}
