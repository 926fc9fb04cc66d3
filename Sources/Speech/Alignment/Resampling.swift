internal import Core
internal import Foundation

extension AudioClip {
    /// The same sound at `rate` Hz, by a windowed sinc (Hann, 16 zero crossings on each side) cut at the lower
    /// of the two Nyquist frequencies. Time 0 stays time 0.
    /// - Complexity: O(samples × 32 × max(1, sampleRate / rate)).
    func resampled(to rate: Int) -> AudioClip {
        guard rate != sampleRate, !samples.isEmpty else { return AudioClip(samples: samples, sampleRate: rate) }
        // The kernel repeats after `phases` output samples.
        let divisor = greatestCommonDivisor(rate, sampleRate)
        let phases = rate / divisor
        let step = sampleRate / divisor
        let cutoff = min(1, Double(rate) / Double(sampleRate))
        let reach = Int((16 / cutoff).rounded(.up))
        let kernels = (0..<phases).map { phase in
            let fraction = Double(phase * step % phases) / Double(phases)
            let taps = (-reach...reach).map { tap -> Float in
                let distance = Double(tap) - fraction
                guard abs(distance) < Double(reach) else { return 0 }
                let angle = Double.pi * distance * cutoff
                let sinc = abs(angle) < 1e-9 ? 1 : sin(angle) / angle
                return Float(sinc * (0.5 + 0.5 * cos(Double.pi * distance / Double(reach))))
            }
            let sum = taps.reduce(0, +)
            return taps.map { $0 / sum }
        }
        let count = samples.count * rate / sampleRate
        var output = [Float](repeating: 0, count: count)
        samples.withUnsafeBufferPointer { samples in
            for index in 0..<count {
                let centre = index * step / phases
                kernels[index % phases].withUnsafeBufferPointer { kernel in
                    var sum: Float = 0
                    let first = max(centre - reach, 0)
                    let last = min(centre + reach, samples.count - 1)
                    if first <= last {
                        for source in first...last { sum += samples[source] * kernel[source - centre + reach] }
                    }
                    output[index] = sum
                }
            }
        }
        return AudioClip(samples: output, sampleRate: rate)
    }

    /// 16-bit PCM, clipped.
    var pcm16: [Int16] { samples.map { Int16(max(-1, min(1, $0)) * 32767) } }
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
}
