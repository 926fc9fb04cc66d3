/// The last levels of what she said and of what the microphone heard, in dB below full scale, and what the two say about
/// an echo. A pure value, driven by frames of 20 ms.
struct EchoEvidence: Sendable {
    /// Frames that are compared: 1.5 s.
    private static let window = 75
    /// The longest delay: 600 ms.
    static let lags = 30
    /// Frames of her voice without which nothing is said.
    static let least = 35
    static let silence: Float = -65
    /// Frames of her voice at a delay that say what echo it leaves room for; dB over ``silence`` at which she is loud.
    private static let enough = 10
    private static let loud: Float = 30

    private(set) var sent: [Float] = []
    private(set) var heard: [Float] = []
    private var active = 0

    mutating func append(sent: Float, heard: Float) {
        self.sent.append(max(sent, Self.silence))
        self.heard.append(max(heard, Self.silence))
        if self.sent.count > Self.window + Self.lags {
            self.sent.removeFirst()
            self.heard.removeFirst()
        }
        if sent > Self.silence + 15 { active += 1 }
    }

    var isEnough: Bool { active >= Self.least && sent.count >= Self.least }

    /// The delay at which both rise and fall most alike.
    var best: (correlation: Float, lag: Int, gain: Float) {
        var best: (correlation: Float, lag: Int, gain: Float) = (-1, 0, 0)
        for lag in 0..<max(min(Self.lags, sent.count - Self.least + 1), 0) {
            let found = compare(lag)
            if found.correlation > best.correlation { best = (found.correlation, lag, found.gain) }
        }
        return best
    }

    /// The level of an echo of this delay and loudness in the newest frame; reverberation keeps it up for 100 ms.
    func expected(lag: Int, gain: Float) -> Float {
        let newest = sent.count - 1 - lag
        guard newest >= 0 else { return Self.silence }
        let loudest = sent[max(newest - 5, 0)...min(newest + 2, sent.count - 1)].max() ?? Self.silence
        return loudest + gain
    }

    /// The loudest echo there is room for, in dB over what she said: how much louder the microphone was while she was
    /// loud, the median, at that delay of all where it is most. Whatever else is heard raises it. Nil as long as an echo
    /// of the longest delay might be on its way.
    var loudestPossible: Float? {
        var loudest = -Float.infinity
        for lag in 0...Self.lags {
            var differences: [Float] = []
            for frame in max(heard.count - Self.window, lag)..<max(heard.count, lag)
            where sent[frame - lag] > Self.silence + Self.loud {
                differences.append(heard[frame] - sent[frame - lag])
            }
            guard differences.count >= Self.enough else { return nil }
            differences.sort()
            loudest = max(loudest, differences[differences.count / 2])
        }
        return loudest
    }

    /// Pearson's correlation of both levels at a delay, and how much louder the microphone's is where she is loud.
    private func compare(_ lag: Int) -> (correlation: Float, gain: Float) {
        let count = min(sent.count - lag, Self.window)
        let sent = self.sent[(self.sent.count - lag - count)..<(self.sent.count - lag)]
        let heard = self.heard.suffix(count)
        let (meanSent, meanHeard) = (sent.reduce(0, +) / Float(count), heard.reduce(0, +) / Float(count))
        var (product, powerSent, powerHeard): (Float, Float, Float) = (0, 1e-3, 1e-3)
        var (difference, loud): (Float, Float) = (0, 1e-3)
        for (one, other) in zip(sent, heard) {
            product += (one - meanSent) * (other - meanHeard)
            powerSent += (one - meanSent) * (one - meanSent)
            powerHeard += (other - meanHeard) * (other - meanHeard)
            if one > meanSent {
                difference += other - one
                loud += 1
            }
        }
        return (product / (powerSent * powerHeard).squareRoot(), difference / loud)
    }
}
