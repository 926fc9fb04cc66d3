internal import Tracking

/// Compares the mouth's opening with the voice's loudness.
enum SoundLag {
    /// Seconds looked at on both sides.
    private static let reach = 0.6
    /// Least correlation at the best lag.
    private static let resemblance: Float = 0.3

    /// Seconds by which the picture comes late (negative: early); nil when there is no clear peak.
    static func measure(_ analysis: FootageAnalysis) -> Double? {
        guard let talking = analysis.parts.talking else { return nil }
        let rate = analysis.framesPerSecond
        let pictures = analysis.pictures(in: talking)
        let levels = analysis.audio.levels
        let reach = Int(reach * rate)
        guard pictures.count > 4 * reach, analysis.mouth.count >= pictures.upperBound,
            let speech = analysis.audio.speechLevel
        else { return nil }
        /// Loudness of picture `index`, 0 in pauses … 1 at the speech level.
        func loudness(_ index: Int) -> Float {
            let first = Int(Double(index) / rate * Double(AudioStatistics.hopsPerSecond))
            let last = Int(Double(index + 1) / rate * Double(AudioStatistics.hopsPerSecond))
            guard first >= 0, last <= levels.count, first < last else { return 0 }
            let level = levels[first..<last].reduce(0, +) / Float(last - first)
            return min(max((level - speech + 30) / 30, 0), 1)
        }
        let opening = pictures.dropFirst(reach).dropLast(reach).map { analysis.mouth.opening[$0] }
        let correlations = (-reach...reach).map { lag in
            Correlation.of(opening, pictures.dropFirst(reach).dropLast(reach).map { loudness($0 - lag) })
        }
        let best = correlations.indices.max { correlations[$0] < correlations[$1] }!
        // A peak at the edge or hardly above its surroundings is no peak.
        guard correlations[best] > resemblance, best > 0, best < correlations.count - 1 else { return nil }
        return Double(best - reach) / rate
    }
}
