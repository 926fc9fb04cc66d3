import Core
import Foundation
import Testing

@testable import Speech

@Suite("What is taken for sound")
struct SoundCheckTests {
    private func heard(_ samples: [Float], rate: Int = 24_000, piece: Int = 1_000) -> SoundCheck.Verdict {
        var check = SoundCheck(sampleRate: rate)
        var sound: [Float] = []
        for start in stride(from: 0, to: samples.count, by: piece) {
            switch check.push(Array(samples[start..<min(start + piece, samples.count)])) {
            case .sound(let samples): sound += samples
            case .garbage(let detail): return .garbage(detail: detail)
            }
        }
        guard case .sound(let rest) = check.finish() else { return .garbage(detail: "at the end") }
        return .sound(sound + rest)
    }

    private func isGarbage(_ samples: [Float], rate: Int = 24_000) -> Bool {
        if case .garbage = heard(samples, rate: rate) { true } else { false }
    }

    private func samples(_ bytes: some Collection<UInt8>) -> [Float] {
        let bytes = Array(bytes)
        return stride(from: 0, to: bytes.count - 1, by: 2).map {
            Float(Int16(bitPattern: UInt16(bytes[$0 + 1]) << 8 | UInt16(bytes[$0]))) / 32_768
        }
    }

    @Test("every built-in voice passes, softly and as loud as can be, at every rate", arguments: ["slt", "rms", "awb"])
    func voices(voice: String) async throws {
        let text = "She sells seashells: fresh fish, six thick thistle sticks. Shh! Yes, sir, it hisses and fizzes."
        let spoken = try await Voices().utterance(of: text, voice: voice).audio.samples
        let peak = spoken.map(abs).max() ?? 1
        var whitest = 0.0
        let ways: [(Int, Float)] = [(16_000, 0.05), (16_000, 1 / peak), (24_000, 1 / peak), (24_000, 6), (48_000, 6)]
        for (rate, gain) in ways {
            let sound = resampled(spoken, from: 16_000, to: rate).map { min(max($0 * gain, -1), 1) }
            #expect(heard(sound, rate: rate) == .sound(sound))
            let window = rate / 10
            for start in stride(from: 0, to: sound.count - window, by: window) {
                let piece = sound[start..<start + window]
                guard piece.reduce(0, { $0 + $1 * $1 }) > 0.04 * Float(window) else { continue }
                whitest = max(whitest, SoundCheck.flatness(of: piece))
            }
        }
        #expect(whitest < 0.45, "\(whitest)")
    }

    @Test("noise of any kind of bytes is refused before any of it is heard")
    func noise() async throws {
        var random = SplitMix64(seed: 3)
        let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(isGarbage(samples(bytes)))
        #expect(isGarbage(Array(samples(bytes).prefix(1_000))))
        let packed = (Data(repeating: 7, count: 10) + Data(bytes)).base64EncodedData()
        #expect(isGarbage(samples(packed)))
        #expect(isGarbage(samples(Data(String(repeating: "{\"error\": \"quota\"}\n", count: 500).utf8))))
        let spoken = try await Voices().utterance(of: "Good morning, everybody.", voice: "slt").audio.samples
        let swapped = spoken.map { Float(Int16($0 * 32_767).byteSwapped) / 32_768 }
        #expect(isGarbage(swapped, rate: 16_000))
        let floats = samples(spoken.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 255) } })
        #expect(isGarbage(floats, rate: 16_000))
        let unsigned = samples(spoken.map { UInt8(clamping: Int($0 * 127) + 128) })
        #expect(isGarbage(unsigned, rate: 16_000))
        let later = [Float](repeating: 0, count: 24_000) + samples(bytes)
        #expect(isGarbage(later))
    }

    @Test("tones, silence, clicks and nothing are sound")
    func sound() {
        let tone = (0..<24_000).map { sin(Float($0) * 0.1) }
        #expect(heard(tone) == .sound(tone))
        let silence = [Float](repeating: 0, count: 9_999)
        #expect(heard(silence) == .sound(silence))
        var click = silence
        click[5_000] = 1
        #expect(heard(click) == .sound(click))
        #expect(heard([]) == .sound([]))
        let brief: [Float] = [0.1, -0.2]
        #expect(heard(brief) == .sound(brief))
    }
}
