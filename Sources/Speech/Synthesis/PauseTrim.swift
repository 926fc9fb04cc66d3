/// Shortens the pauses at both ends of a clause to what joins clauses into running speech, and puts the phone
/// times onto exact sample positions.
///
/// Flite wraps every text in pauses of about 0.2 s, which would delay the first sound and break up clauses.
struct PauseTrim {
    var samples: [Float]
    /// Seconds, one per segment: contiguous, from 0 to the end of `samples`.
    var spans: [Range<Double>]

    /// Seconds kept before the first sound. Lips move ahead of their sound by about this much.
    static let lead = 0.08
    /// Seconds of rest after a sentence, a phrase, and a cut without punctuation.
    static func rest(after ending: Clause.Ending) -> Double {
        switch ending {
        case .sentence: 0.40
        case .phrase: 0.18
        case .none: 0.06
        }
    }

    /// - Returns: Nil when there is no sound between the pauses.
    init?(segments: [FliteUtterance.Segment], samples: [Float], ending: Clause.Ending) {
        let rate = Double(SpokenClauses.sampleRate)
        let ends = segments.map { min(Int(($0.end * rate).rounded()), samples.count) }
        guard let first = segments.firstIndex(where: { !$0.isPause }),
            let last = segments.lastIndex(where: { !$0.isPause }), ends[last] > 0
        else { return nil }
        let soundStart = first == 0 ? 0 : ends[first - 1]
        let lower = max(0, soundStart - Int(Self.lead * rate))
        let wanted = ends[last] + Int(Self.rest(after: ending) * rate)
        let upper = min(samples.count, wanted)
        self.samples = Array(samples[lower..<upper])
        if last + 1 < segments.count { self.samples += Array(repeating: 0, count: wanted - upper) }
        let count = self.samples.count
        var start = 0
        spans = []
        for (index, end) in ends.enumerated() {
            let isFinal = index == ends.count - 1
            let stop = isFinal ? count : max(start, min(end - lower, count))
            spans.append(Double(start) / rate..<Double(stop) / rate)
            start = stop
        }
    }
}
