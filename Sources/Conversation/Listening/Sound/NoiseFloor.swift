/// How loud the room is when nobody speaks, in dB below full scale. Falls at once, rises slowly, so that speech does
/// not raise it and a fan that is switched on does.
struct NoiseFloor: Equatable, Sendable {
    static let range: ClosedRange<Float> = -75 ... -20
    private(set) var level: Float = -60

    /// - Parameters:
    ///   - level: Of 20 ms.
    ///   - isSpeech: What the detector holds it for: then the floor rises by 1 dB a second alone.
    mutating func update(_ level: Float, isSpeech: Bool) {
        let heard = min(max(level, Self.range.lowerBound), Self.range.upperBound)
        if heard < self.level {
            self.level += (heard - self.level) * 0.2
        } else {
            self.level += isSpeech ? min(heard - self.level, 0.02) : (heard - self.level) * 0.04
        }
    }

    /// What sounded so far was the room after all.
    mutating func adopt(_ level: Float) {
        self.level = min(max(level, self.level, Self.range.lowerBound), Self.range.upperBound)
    }
}
