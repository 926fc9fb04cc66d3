/// At which rate footage is taken over.
package enum OutputRate {
    /// 25 or 30: the one of which the source's rate is nearest to a whole multiple or part, so that frames are
    /// doubled or dropped most evenly (24, 25, 50 → 25; 29.97, 30, 59.94, 60 → 30). 25 when nothing is known.
    package static func forSource(_ framesPerSecond: Double) -> Int {
        guard framesPerSecond.isFinite, framesPerSecond > 0 else { return 25 }
        func misfit(_ rate: Double) -> Double {
            let ratio = max(framesPerSecond / rate, rate / framesPerSecond)
            return abs(ratio - ratio.rounded()) / ratio
        }
        return misfit(25) <= misfit(30) ? 25 : 30
    }
}
