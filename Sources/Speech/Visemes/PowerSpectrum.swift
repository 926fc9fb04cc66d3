internal import Foundation

/// Power spectrum of a real block by a radix-2 FFT (Cooley & Tukey 1965), single precision.
struct PowerSpectrum {
    let size: Int
    private let twiddles: [SIMD2<Float>]
    private let reversed: [Int]
    private var buffer: [SIMD2<Float>]

    /// - Parameter size: A power of two.
    init(size: Int) {
        precondition(size.nonzeroBitCount == 1)
        self.size = size
        twiddles = (0..<size / 2).map { index in
            let angle = -2 * Double.pi * Double(index) / Double(size)
            return SIMD2(Float(cos(angle)), Float(sin(angle)))
        }
        let bits = size.trailingZeroBitCount
        reversed = (0..<size).map { index in
            (0..<bits).reduce(0) { $0 | ((index >> $1) & 1) << (bits - 1 - $1) }
        }
        buffer = Array(repeating: .zero, count: size)
    }

    /// |X|² for the bins 0 … size/2 of `block`, which may be shorter than `size` (zeros follow).
    mutating func callAsFunction(_ block: [Float], into power: inout [Float]) {
        for index in 0..<size {
            let source = reversed[index]
            buffer[index] = SIMD2(source < block.count ? block[source] : 0, 0)
        }
        let size = size
        buffer.withUnsafeMutableBufferPointer { buffer in
            twiddles.withUnsafeBufferPointer { twiddles in
                var half = 1
                while half < size {
                    let stride = size / (2 * half)
                    for start in Swift.stride(from: 0, to: size, by: 2 * half) {
                        for offset in 0..<half {
                            let w = twiddles[offset * stride]
                            let odd = buffer[start + offset + half]
                            let turned = SIMD2(odd.x * w.x - odd.y * w.y, odd.x * w.y + odd.y * w.x)
                            let even = buffer[start + offset]
                            buffer[start + offset] = even + turned
                            buffer[start + offset + half] = even - turned
                        }
                    }
                    half *= 2
                }
            }
        }
        for bin in 0...(size / 2) { power[bin] = buffer[bin].x * buffer[bin].x + buffer[bin].y * buffer[bin].y }
    }
}
