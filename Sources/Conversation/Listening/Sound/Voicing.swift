/// Whether sound has a pitch between 70 and 400 Hz: the peak of the normalised autocorrelation at 4 kHz over 40 ms
/// (Rabiner 1977, "On the use of autocorrelation analysis for pitch detection", without clipping).
struct Voicing {
    private static let decimation = 4
    private static let lags = 10...57
    private static let threshold: Float = 0.6

    private var window = [Float](repeating: 0, count: 2 * SoundFrame.length / decimation)

    /// - Parameter frame: 20 ms.
    mutating func isVoiced(_ frame: [Float]) -> Bool {
        let new = stride(from: 0, to: frame.count, by: Self.decimation).map { start in
            frame[start..<min(start + Self.decimation, frame.count)].reduce(0, +)
        }
        window.removeFirst(new.count)
        window += new
        return peak > Self.threshold
    }

    private var peak: Float {
        let count = window.count - Self.lags.upperBound
        return window.withUnsafeBufferPointer { window in
            var energy: Float = 1e-3
            for index in 0..<count { energy += window[index] * window[index] }
            var best: Float = 0
            for lag in Self.lags {
                var product: Float = 0
                var shifted: Float = 1e-3
                for index in 0..<count {
                    product += window[index] * window[index + lag]
                    shifted += window[index + lag] * window[index + lag]
                }
                best = max(best, product / (energy * shifted).squareRoot())
            }
            return best
        }
    }
}
