/// Whether the microphone hears the avatar's own voice, how late and how loud: by the correlation of how both levels
/// rise and fall, which no room and no loudspeaker changes much, and by the silence of a microphone that hears nothing of
/// her. A pure value, driven by frames of 20 ms.
///
/// It knows sooner than the canceller, which needs seconds to learn a room; from then on the canceller hears more.
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
    /// dB over the expected echo at which sound is somebody else's: perhaps, and whatever the canceller makes of it.
    private static let margin: Float = 7
    private static let evident: Float = 15
    /// dB over the loudest possible echo that some sounds of an echo may be: no loudspeaker gives all pitches alike.
    private static let uneven: Float = 10
    /// dB that the canceller must take away before it is trusted, and then lest it be mistrusted again.
    private static let trusted: Float = 9
    private static let mistrusted: Float = 5

    private(set) var finding = Finding.unknown
    private var evidence = EchoEvidence()
    private var possible: Float?
    private var without = 0
    private var lag = 0
    private var gain: Float = 0
    private var loss: Float = 0
    private(set) var isCancellerTrusted = false

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

    /// Whether a frame of this level is no more than her own voice.
    func isOwnVoice(heard: Float) -> Bool {
        switch finding {
        case .none: return false
        case .unknown:
            let loudest = evidence.sent.suffix(EchoEvidence.lags).max() ?? EchoEvidence.silence
            return heard < loudest + min(possible.map { $0 + Self.uneven } ?? 0, -3)
        case .present: return heard < expected + Self.margin
        }
    }

    /// Whether a frame of this level is somebody else's, and hardly anything in it is hers.
    func isEvidentlyAnother(heard: Float) -> Bool { finding == .present && heard > expected + Self.evident }

    /// What the canceller took away of a frame, in dB.
    mutating func cancelled(_ loss: Float, heard: Float) {
        guard finding == .present, expected > EchoEvidence.silence + 10, heard < expected + Self.margin else { return }
        self.loss += (loss - self.loss) * 0.05
        isCancellerTrusted = self.loss > (isCancellerTrusted ? Self.mistrusted : Self.trusted)
    }

    /// The level of her echo in the newest frame.
    private var expected: Float { evidence.expected(lag: lag, gain: gain) }

    private mutating func judge() {
        if finding != .none { possible = evidence.loudestPossible }
        let best = evidence.best
        if finding == .present, let possible, possible + Self.uneven < gain {
            (finding, without) = (.none, 0)
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
