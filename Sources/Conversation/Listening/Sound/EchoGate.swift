/// Whether the microphone hears the avatar's own voice, how late and how loud: by the correlation of how both levels
/// rise and fall, which no room and no loudspeaker changes much, and by the silence of a microphone that hears nothing of
/// her. A pure value, driven by frames of 20 ms.
///
/// It knows before the canceller has learnt the room, and what the canceller leaves of an echo it takes for no more than
/// that.
struct EchoGate: Sendable {
    enum Finding: Equatable, Sendable {
        /// She has not spoken long enough.
        case unknown
        case none
        case present
    }

    /// Frames without echo before none is believed.
    private static let believed = 60
    /// Correlations that say there is an echo, or none.
    private static let surely: Float = 0.75
    private static let hardly: Float = 0.45
    /// dB over the echo that is expected, or over what the canceller leaves of it, at which somebody else is in a frame.
    /// Of 90 interruptions through the rooms of `bench conversation --rows listening` 91, 90, 81 and 62 % stop her with 5,
    /// 7, 10 and 13; by her own echo she is held, never stopped, in 10, 8, 3 and 0 of 27 rooms for 9 s.
    private static let margin: Float = 7
    /// How fast what the canceller takes away is believed to have become more, or less: less may be a visitor.
    private static let (more, less): (Float, Float) = (0.05, 0.02)
    /// dB over the loudest possible echo that some sounds of an echo may be: no loudspeaker gives all pitches alike.
    private static let uneven: Float = 10

    private(set) var finding = Finding.unknown
    private var evidence = EchoEvidence()
    private var possible: Float?
    private var without = 0
    /// Frames.
    private(set) var lag = 0
    private var gain: Float = 0
    /// What the canceller takes away of an echo, in dB.
    private var loss: Float = 0

    /// She begins to speak: what was heard during her last words says nothing about now, for headphones come and go.
    mutating func begin() {
        evidence = EchoEvidence()
        possible = nil
    }

    /// - Parameters:
    ///   - sent: Level of what she said in this frame, in dB below full scale.
    ///   - heard: Level of the microphone's frame before the canceller.
    mutating func update(sent: Float, heard: Float) {
        evidence.append(sent: sent, heard: heard)
        guard evidence.isEnough else { return }
        judge()
    }

    /// What the canceller left of a frame.
    ///
    /// - Parameters:
    ///   - heard: The frame's level.
    ///   - cleaned: The level of what is left.
    mutating func cancelled(heard: Float, cleaned: Float) {
        guard expected > EchoEvidence.silence + 10, heard < expected + Self.margin else { return }
        let new = heard - cleaned
        loss = max(loss + (new - loss) * (new > loss ? Self.more : Self.less), 0)
    }

    /// Whether a frame is no more than her own voice.
    ///
    /// - Parameter level: What the canceller left of it where an echo is ``Finding/present``, otherwise as it was heard.
    func isOwnVoice(_ level: Float) -> Bool {
        switch finding {
        case .none: return false
        case .unknown:
            let loudest = evidence.sent.suffix(EchoEvidence.lags).max() ?? EchoEvidence.silence
            return level < loudest + min(possible.map { $0 + Self.uneven } ?? 0, -3)
        case .present: return level < expected - loss + Self.margin
        }
    }

    /// The level of her echo in the newest frame before the canceller.
    private var expected: Float { evidence.expected(lag: lag, gain: gain) }

    private mutating func judge() {
        if finding != .none { possible = evidence.loudestPossible }
        let best = evidence.best
        if finding == .present, let possible, possible + Self.uneven < gain {
            // The next echo may be another room's, which the canceller has not learnt.
            (finding, without, loss) = (.none, 0, 0)
            begin()
        } else if best.correlation > Self.surely {
            (finding, lag, without) = (.present, best.lag, 0)
            gain = best.gain
        } else if best.correlation < Self.hardly {
            without += 1
            if without >= Self.believed { finding = .none }
        }
    }
}
