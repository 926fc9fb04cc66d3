/// 16-bit little-endian samples out of bytes that come in any portions.
struct PulseCode: Sendable {
    private var odd: UInt8?

    mutating func samples(_ bytes: some Sequence<UInt8>) -> [Float] {
        var samples: [Float] = []
        for byte in bytes {
            guard let low = odd else {
                odd = byte
                continue
            }
            samples.append(Float(Int16(bitPattern: UInt16(byte) << 8 | UInt16(low))) / 32_768)
            odd = nil
        }
        return samples
    }
}
