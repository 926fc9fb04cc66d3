internal import Foundation

/// Short-time features of 16 kHz speech: one row per 5 ms, centred on that step.
struct Cepstra: Sendable {
    static let sampleRate = 16_000
    /// Samples from row to row (5 ms).
    static let hop = 80
    static let rowsPerSecond = Double(sampleRate) / Double(hop)
    /// 13 mel cepstra, their slopes and the slopes' slopes.
    static let size = 39

    private static let coefficients = 13
    /// 20 ms: short enough to see a stop's release, long enough for a low voice's pitch.
    private static let window = 320
    private static let transformSize = 512
    private static let bands = 26
    /// Rows to either side in a slope's regression (±15 ms).
    private static let slopeReach = 3

    /// Row-major `[row][lane]`.
    var values: [Float]
    var rows: Int { values.count / Self.size }

    init(_ samples: [Float]) {
        let rows = samples.count / Self.hop
        let transform = Transform(size: Self.transformSize)
        let bank = Self.filterBank()
        let cosines = (0..<Self.coefficients).map { order in
            (0..<Self.bands).map { band in
                Float(cos(Double.pi * Double(order) * (Double(band) + 0.5) / Double(Self.bands)))
                    * Float((2 / Double(Self.bands)).squareRoot())
            }
        }
        let taper = (0..<Self.window).map {
            Float(0.54 - 0.46 * cos(2 * Double.pi * (Double($0) + 0.5) / Double(Self.window)))
        }
        var statics = [Float](repeating: 0, count: rows * Self.coefficients)
        var frame = [Float](repeating: 0, count: Self.transformSize)
        var power = [Float](repeating: 0, count: Self.transformSize / 2 + 1)
        var logs = [Float](repeating: 0, count: Self.bands)
        for row in 0..<rows {
            let first = row * Self.hop + Self.hop / 2 - Self.window / 2
            for offset in 0..<Self.window {
                let index = first + offset
                let now = index >= 0 && index < samples.count ? samples[index] : 0
                let before = index > 0 && index <= samples.count ? samples[index - 1] : 0
                frame[offset] = (now - 0.97 * before) * taper[offset]
            }
            for offset in Self.window..<Self.transformSize { frame[offset] = 0 }
            transform.power(of: frame, into: &power)
            for band in 0..<Self.bands {
                var sum: Float = 0
                for (offset, weight) in bank[band].weights.enumerated() {
                    sum += weight * power[bank[band].first + offset]
                }
                // The floor lies below 16-bit quantisation noise.
                logs[band] = log(sum + 1e-7)
            }
            for order in 0..<Self.coefficients {
                var sum: Float = 0
                for band in 0..<Self.bands { sum += cosines[order][band] * logs[band] }
                statics[row * Self.coefficients + order] = sum
            }
        }
        let slopes = Self.slopes(of: statics, rows: rows)
        let curvatures = Self.slopes(of: slopes, rows: rows)
        values = [Float](repeating: 0, count: rows * Self.size)
        for row in 0..<rows {
            for order in 0..<Self.coefficients {
                values[row * Self.size + order] = statics[row * Self.coefficients + order]
                values[row * Self.size + Self.coefficients + order] = slopes[row * Self.coefficients + order]
                values[row * Self.size + 2 * Self.coefficients + order] = curvatures[row * Self.coefficients + order]
            }
        }
    }

    /// Regression slope over ±`slopeReach` rows, ends repeated (HTK book, eq. 5.16).
    private static func slopes(of statics: [Float], rows: Int) -> [Float] {
        var slopes = [Float](repeating: 0, count: statics.count)
        let norm = Float(2 * (1...slopeReach).reduce(0) { $0 + $1 * $1 })
        for row in 0..<rows {
            for step in 1...slopeReach {
                let after = min(row + step, rows - 1) * coefficients
                let before = max(row - step, 0) * coefficients
                for order in 0..<coefficients {
                    slopes[row * coefficients + order] +=
                        Float(step) * (statics[after + order] - statics[before + order]) / norm
                }
            }
        }
        return slopes
    }

    /// Triangles evenly spaced on the mel scale (O'Shaughnessy 1987) from 80 Hz to 7.6 kHz.
    private static func filterBank() -> [(first: Int, weights: [Float])] {
        func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
        func hertz(_ mel: Double) -> Double { 700 * (pow(10, mel / 2595) - 1) }
        let (low, high) = (mel(80), mel(7600))
        let edges = (0..<bands + 2).map {
            hertz(low + (high - low) * Double($0) / Double(bands + 1)) * Double(transformSize) / Double(sampleRate)
        }
        return (0..<bands).map { band in
            let (left, peak, right) = (edges[band], edges[band + 1], edges[band + 2])
            let first = Int(left.rounded(.up))
            let weights = (first...max(first, Int(right))).map { bin -> Float in
                let place = Double(bin)
                return Float(max(0, place <= peak ? (place - left) / (peak - left) : (right - place) / (right - peak)))
            }
            return (first, weights)
        }
    }
}

/// Power spectrum by a radix-2 fast Fourier transform (Cooley and Tukey 1965).
private struct Transform {
    let size: Int
    private let cosine: [Float]
    private let sine: [Float]
    private let reversed: [Int]

    init(size: Int) {
        self.size = size
        cosine = (0..<size / 2).map { Float(cos(2 * Double.pi * Double($0) / Double(size))) }
        sine = (0..<size / 2).map { Float(-sin(2 * Double.pi * Double($0) / Double(size))) }
        let bits = size.trailingZeroBitCount
        reversed = (0..<size).map { index in
            (0..<bits).reduce(0) { $0 | ((index >> $1) & 1) << (bits - 1 - $1) }
        }
    }

    /// `power` takes `size / 2 + 1` values.
    func power(of frame: [Float], into power: inout [Float]) {
        var real = [Float](repeating: 0, count: size)
        var imaginary = [Float](repeating: 0, count: size)
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                for index in 0..<size { real[index] = frame[reversed[index]] }
                var half = 1
                while half < size {
                    let stride = size / (2 * half)
                    var block = 0
                    while block < size {
                        for offset in 0..<half {
                            let (wr, wi) = (cosine[offset * stride], sine[offset * stride])
                            let (top, bottom) = (block + offset, block + offset + half)
                            let re = real[bottom] * wr - imaginary[bottom] * wi
                            let im = real[bottom] * wi + imaginary[bottom] * wr
                            real[bottom] = real[top] - re
                            imaginary[bottom] = imaginary[top] - im
                            real[top] += re
                            imaginary[top] += im
                        }
                        block += 2 * half
                    }
                    half *= 2
                }
                for bin in 0...size / 2 { power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin] }
            }
        }
    }
}
