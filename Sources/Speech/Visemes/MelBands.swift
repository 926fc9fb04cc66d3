internal import Foundation

/// Triangular filters on the HTK mel scale, 60–7600 Hz, height 1 (O'Shaughnessy 1987: 2595 log10(1 + f/700)).
struct MelBands {
    static let count = 32
    private static let lowest = 60.0
    private static let highest = 7600.0

    /// Per band: the first bin and the weights from there on.
    private let filters: [(first: Int, weights: [Float])]

    init(fftSize: Int, sampleRate: Double) {
        func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
        let edges = (0..<Self.count + 2).map { index in
            let position = Double(index) / Double(Self.count + 1)
            let value = mel(Self.lowest) + (mel(Self.highest) - mel(Self.lowest)) * position
            return 700 * (pow(10, value / 2595) - 1)
        }
        filters = (0..<Self.count).map { band in
            let weights = (0...fftSize / 2).map { bin in
                let hertz = Double(bin) * sampleRate / Double(fftSize)
                let rising = (hertz - edges[band]) / (edges[band + 1] - edges[band])
                let falling = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1])
                return Float(max(0, min(rising, falling)))
            }
            let first = weights.firstIndex { $0 > 0 } ?? 0
            let last = weights.lastIndex { $0 > 0 } ?? 0
            return (first, Array(weights[first...last]))
        }
    }

    /// Band powers of one power spectrum.
    func callAsFunction(_ power: [Float]) -> [Float] {
        filters.map { filter in
            var sum: Float = 0
            for (offset, weight) in filter.weights.enumerated() { sum += weight * power[filter.first + offset] }
            return sum
        }
    }
}
