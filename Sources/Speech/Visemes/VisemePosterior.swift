/// What the network hears at one instant.
package struct VisemePosterior: Equatable, Sendable {
    /// Lane `Viseme.rawValue`: probability of that mouth shape; the fifteen sum to 1, lane 15 is 0.
    package var visemes: SIMD16<Float>
    /// Probability that the lips are pressed together (p, b, m), 0…1.
    package var closure: Float
    /// How far the lips part, 0 closed … 1 wide open, whatever the loudness; smoothed as lips move.
    package var openness: Float
    /// Loudness of the voice, 0 silence … 1 the speaker's own loud vowels. Noise without a voice is near 0.
    package var intensity: Float

    package init(visemes: SIMD16<Float>, closure: Float, openness: Float, intensity: Float) {
        self.visemes = visemes
        self.closure = closure
        self.openness = openness
        self.intensity = intensity
    }
}
