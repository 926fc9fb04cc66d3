import Core
import Speech

/// Real speech as a provider would send it: flite's, at 24 kHz with silence around, and the times flite says.
enum SpokenFixture {
    static let text = "Please open the big map, my friend."

    static func speech(padding: Double = 0.3) async throws -> (spoken: Utterance, samples: [Int16]) {
        let spoken = try await Voices().utterance(of: text, voice: "rms")
        var resampler = Resampler(from: 16_000, to: 24_000, quality: .high)
        let samples = (resampler?.push(spoken.audio.samples) ?? []) + (resampler?.finish() ?? [])
        let silence = [Int16](repeating: 0, count: Int(padding * 24_000))
        return (spoken, silence + samples.map { Int16(min(max($0, -1), 1) * 32_767) } + silence)
    }

    static func bytes(_ samples: some Collection<Int16>) -> [UInt8] {
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    static func wav(_ samples: [Int16], rate: UInt32, size: UInt32? = nil) -> [UInt8] {
        func number(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let data = bytes(samples)
        let count = size ?? UInt32(data.count)
        let format = number(1, 2) + number(1, 2) + number(rate, 4) + number(rate * 2, 4) + number(2, 2) + number(16, 2)
        var file = Array("RIFF".utf8) + number(count &+ 36, 4) + Array("WAVEfmt ".utf8) + number(16, 4) + format
        file += Array("LIST".utf8) + number(4, 4) + [0, 0, 0, 0] + Array("data".utf8) + number(count, 4) + data
        return file
    }
}
