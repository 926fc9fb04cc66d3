/// How far a long command is, as one line of text.
package struct ProgressText: Equatable, Sendable {
    /// What is being done, for example "tracking the face".
    package var stage: String
    /// 0…1 of the stage, or nil when nobody can tell.
    package var fraction: Double?
    /// Seconds since the stage began.
    package var elapsed: Double

    package init(stage: String, fraction: Double? = nil, elapsed: Double = 0) {
        self.stage = stage
        self.fraction = fraction
        self.elapsed = elapsed
    }

    /// Seconds to the end of the stage at the mean speed so far; nil below 2 % or 2 s, when it would be a guess.
    package var timeLeft: Double? {
        guard let fraction, fraction >= 0.02, fraction < 1, elapsed >= 2 else { return nil }
        return elapsed * (1 - fraction) / fraction
    }

    /// While it runs: `tracking the face   42 %   0:31 left`.
    package var running: String {
        var text = stage.padded(to: 34)
        if let fraction { text += "\(Int(min(max(fraction, 0), 1) * 100)) %".paddedLeft(to: 6) }
        if let timeLeft { text += "   \(Self.clock(timeLeft)) left" }
        return text
    }

    /// When it is over: `tracking the face      1:12`.
    package var finished: String { stage.padded(to: 34) + Self.clock(elapsed).paddedLeft(to: 6) }

    /// Minutes and seconds, rounded to a second: `1:05`.
    package static func clock(_ seconds: Double) -> String {
        let whole = Int(max(seconds, 0).rounded())
        let rest = whole % 60
        return "\(whole / 60):" + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}

extension String {
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
    package func paddedLeft(to width: Int) -> String { String(repeating: " ", count: max(width - count, 0)) + self }
}
