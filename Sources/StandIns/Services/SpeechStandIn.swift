/// OpenAI's `/v1/audio/speech`: 16-bit mono at the script's rate, bare (`pcm`) or as a WAV file whose length is not known
/// yet, as servers stream it.
extension StandInExchange {
    func speech() -> Bool {
        let text = request.json["input"] as? String ?? ""
        let isWAV = request.json["response_format"] as? String == "wav"
        if script.fault == .garbage {
            return stream((0..<10).map { Self.noise(seed: $0, count: 4_800) }, type: "audio/pcm; rate=24000")
        }
        let rate = script.fault == .wrongSampleRate ? 8000 : script.sampleRate
        let samples = script.fault == .empty ? [] : script.voice(text, rate)
        var pieces = Self.pieces(of: samples, sampleRate: rate)
        if isWAV { pieces.insert(Self.header(sampleRate: rate), at: 0) }
        return stream(pieces, type: isWAV ? "audio/wav" : "audio/pcm; rate=\(rate)")
    }

    /// Bytes that are nothing in particular (a linear congruential generator: Knuth, TAOCP 3.3.4, line 26).
    static func noise(seed: Int, count: Int) -> [UInt8] {
        var state = UInt64(seed)
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
    }

    /// 100 ms each, little-endian.
    static func pieces(of samples: [Int16], sampleRate: Int) -> [[UInt8]] {
        stride(from: 0, to: samples.count, by: sampleRate / 10).map { start in
            samples[start..<min(start + sampleRate / 10, samples.count)].flatMap { sample in
                [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8)]
            }
        }
    }

    private static func header(sampleRate: Int) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 255) } }
        return Array("RIFF".utf8) + number(0xFFFF_FFFF, 4) + Array("WAVEfmt ".utf8) + number(16, 4) + number(1, 2)
            + number(1, 2) + number(sampleRate, 4) + number(sampleRate * 2, 4) + number(2, 2) + number(16, 2)
            + Array("data".utf8) + number(0xFFFF_FFFF, 4)
    }
}
