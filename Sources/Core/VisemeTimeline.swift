/// What the mouth should show at one instant.
package struct VisemeFrame: Equatable, Sendable {
    /// Lane `Viseme.rawValue` holds that viseme's weight, 0…1; the fifteen sum to 1 within 1 %.
    /// Lane 15 is unused and 0.
    package var weights: SIMD16<Float>
    /// Loudness of the voice, 0 (silence) … 1 (the speaker's own loud vowels).
    package var intensity: Float
    /// 0…1: how firmly the lips must be pressed together (p, b, m). 1 demands a fully closed mouth.
    package var closure: Float

    package init(weights: SIMD16<Float>, intensity: Float, closure: Float) {
        self.weights = weights
        self.intensity = intensity
        self.closure = closure
    }

    /// A mouth at rest.
    package static let rest = VisemeFrame(weights: .one(.sil), intensity: 0, closure: 0)

    package subscript(viseme: Viseme) -> Float { weights[viseme.rawValue] }
}

extension SIMD16<Float> {
    /// All weight on one viseme.
    package static func one(_ viseme: Viseme) -> Self {
        var weights = Self.zero
        weights[viseme.rawValue] = 1
        return weights
    }
}

/// The mouth over time, sampled at the middle of each frame: `frames[n]` is for the instant
/// `(n + 0.5) / framesPerSecond` on the utterance's clock, whose zero is the first audio sample.
package struct VisemeTimeline: Equatable, Sendable {
    /// Where the weights came from, best first. A renderer may hold a separate model for each.
    package enum Origin: String, Codable, Sendable {
        /// Phones with times (a synthesiser's own, or aligned to the audio).
        case phones
        /// The viseme network listening to the audio alone.
        case audio
    }
    package var origin: Origin
    /// Frames per second; 25 or 30 for output.
    package var framesPerSecond: Int
    package var frames: [VisemeFrame]

    package init(origin: Origin, framesPerSecond: Int, frames: [VisemeFrame]) {
        self.origin = origin
        self.framesPerSecond = framesPerSecond
        self.frames = frames
    }
}
