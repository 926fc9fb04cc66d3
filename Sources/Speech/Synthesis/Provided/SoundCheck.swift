internal import Foundation

/// Tells bytes of something else that were taken for samples from sound, 100 ms at a time, before any of it is heard.
///
/// Compressed, encrypted or random bytes, samples of another size or byte order make noise that is both loud and white,
/// text makes samples on one side of zero; no voice does either. What is measured:
/// - the mean's share of the power, which of sound is next to nothing;
/// - spectral flatness as the share of the power that linear prediction of order 16 leaves (Markel & Gray, "Linear
///   Prediction of Speech", 1976, §6.2): 1 for white noise; at most 0.45 in speech of the built-in voices as loud as this.
struct SoundCheck {
    enum Verdict: Equatable {
        /// What may be heard now.
        case sound([Float])
        /// What came instead.
        case garbage(detail: String)
    }

    private let window: Int
    private var pending: [Float] = []
    private var held: [Float] = []
    private var hasBegun = false

    /// Seconds.
    private static let length = 0.1
    /// RMS of full scale below which nothing is judged: −14 dB for noise, −26 dB for one-sided samples.
    private static let (loud, audible): (Double, Double) = (0.2, 0.05)
    private static let whitest = 0.75
    private static let order = 16

    init(sampleRate: Int) { window = max(Int(Self.length * Double(sampleRate)), 4 * Self.order) }

    mutating func push(_ samples: [Float]) -> Verdict {
        pending += samples
        var start = 0
        while pending.count - start >= window {
            if let detail = Self.fault(in: pending[start..<start + window]) { return .garbage(detail: detail) }
            start += window
        }
        if start > 0 { hasBegun = true }
        pending.removeFirst(start)
        held += samples
        guard hasBegun else { return .sound([]) }
        defer { held = [] }
        return .sound(held)
    }

    /// Sound shorter than one window is judged by what there is.
    mutating func finish() -> Verdict {
        if !hasBegun, held.count >= window / 4, let detail = Self.fault(in: held[...]) {
            return .garbage(detail: detail)
        }
        defer { held = [] }
        return .sound(held)
    }

    private static func fault(in samples: ArraySlice<Float>) -> String? {
        let count = Double(samples.count)
        let mean = samples.reduce(0.0) { $0 + Double($1) } / count
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / count
        guard power > audible * audible else { return nil }
        if mean * mean > 0.8 * power { return "samples on one side of zero, as text has them" }
        return power > loud * loud && flatness(of: samples) > whitest ? "noise, as bytes that are no samples make" : nil
    }

    /// What is left of the power after prediction, 0…1, by the recursion of Levinson and Durbin.
    static func flatness(of samples: ArraySlice<Float>) -> Double {
        let values = samples.map(Double.init)
        let correlation = (0...order).map { lag in
            (lag..<values.count).reduce(0.0) { $0 + values[$1] * values[$1 - lag] }
        }
        guard correlation[0] > 0 else { return 0 }
        var (error, filter) = (correlation[0], [Double](repeating: 0, count: order + 1))
        for step in 1...order {
            let sum = (1..<step).reduce(correlation[step]) { $0 - filter[$1] * correlation[step - $1] }
            let reflection = sum / error
            let before = filter
            filter[step] = reflection
            for index in 1..<step { filter[index] = before[index] - reflection * before[step - index] }
            error *= 1 - reflection * reflection
            guard error > 0 else { return 0 }
        }
        return error / correlation[0]
    }
}
