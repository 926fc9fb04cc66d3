/// Samples as a WAV file: RIFF, one `fmt ` chunk of 16-bit PCM, one `data` chunk.
enum WAV {
    static func bytes(of samples: [Int16], sampleRate: Int) -> [UInt8] {
        let count = samples.count * 2
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44 + count)
        bytes += "RIFF".utf8
        append(36 + count, 4)
        bytes += "WAVEfmt ".utf8
        append(16, 4)
        append(1, 2)  // PCM
        append(1, 2)  // channels
        append(sampleRate, 4)
        append(sampleRate * 2, 4)  // bytes per second
        append(2, 2)  // bytes per sample of all channels
        append(16, 2)  // bits per sample
        bytes += "data".utf8
        append(count, 4)
        for sample in samples { append(Int(sample), 2) }
        return bytes

        func append(_ value: Int, _ size: Int) {
            for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
        }
    }
}
