/// Whether the microphone hears the avatar's own voice, how late and how loud: by the correlation of how both levels
/// rise and fall, which no room and no loudspeaker changes much. A pure value, driven by frames of 20 ms.
///
/// It knows sooner than the canceller, which needs seconds to learn a room; from then on the canceller hears more.
struct EchoGate: Sendable {
    enum Finding: Equatable, Sendable {
        /// She has not spoken long enough.
        case unknown
        case none
        case present
    }

    /// Frames that are compared: 1.5 s.
    private static let window = 75
    /// Frames of her voice before the first finding, and without echo before none is believed.
    private static let least = 35
    private static let believed = 60
    /// The longest delay: 600 ms.
    private static let lags = 30
    /// Correlations that say there is an echo, or none.
    private static let surely: Float = 0.75
    private static let hardly: Float = 0.45
    /// dB over the expected echo at which sound is somebody else's.
    private static let margin: Float = 7
    private static let silence: Float = -65
    /// dB that the canceller must take away before it is trusted, and then lest it be mistrusted again.
    private static let trusted: Float = 9
    private static let mistrusted: Float = 5

    private(set) var finding = Finding.unknown
    private var sent: [Float] = []
    private var heard: [Float] = []
    private var active = 0
    private var without = 0
    private var lag = 0
    private var gain: Float = 0
    private var loss: Float = 0
    private(set) var isCancellerTrusted = false

    /// - Parameters:
    ///   - sent: Level of what she said in this frame, in dB below full scale.
    ///   - heard: Level of the microphone's frame before the canceller.
    mutating func update(sent: Float, heard: Float) {
        self.sent.append(max(sent, Self.silence))
        self.heard.append(max(heard, Self.silence))
        if self.sent.count > Self.window + Self.lags {
            self.sent.removeFirst()
            self.heard.removeFirst()
        }
        if sent > Self.silence + 15 { active += 1 }
        guard active >= Self.least, self.sent.count >= Self.least else { return }
        judge()
    }

    /// Whether a frame of this level is no more than her own voice.
    func isOwnVoice(heard: Float) -> Bool {
        switch finding {
        case .none: false
        case .unknown: heard < (sent.suffix(Self.lags).max() ?? Self.silence) - 3
        case .present: heard < expected + Self.margin
        }
    }

    /// What the canceller took away of a frame, in dB.
    mutating func cancelled(_ loss: Float, heard: Float) {
        guard finding == .present, expected > Self.silence + 10, heard < expected + Self.margin else { return }
        self.loss += (loss - self.loss) * 0.05
        isCancellerTrusted = self.loss > (isCancellerTrusted ? Self.mistrusted : Self.trusted)
    }

    /// The level of her echo in the newest frame; reverberation keeps it up for 100 ms.
    private var expected: Float {
        let newest = sent.count - 1 - lag
        guard newest >= 0 else { return Self.silence }
        let loudest = sent[max(newest - 5, 0)...min(newest + 2, sent.count - 1)].max() ?? Self.silence
        return loudest + gain
    }

    private mutating func judge() {
        var best: (correlation: Float, lag: Int, gain: Float) = (-1, 0, 0)
        for lag in 0..<min(Self.lags, sent.count - Self.least + 1) {
            let found = compare(lag)
            if found.correlation > best.correlation { best = (found.correlation, lag, found.gain) }
        }
        if best.correlation > Self.surely {
            (finding, lag, without) = (.present, best.lag, 0)
            gain = best.gain
        } else if best.correlation < Self.hardly {
            without += 1
            if without >= Self.believed { finding = .none }
        }
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
