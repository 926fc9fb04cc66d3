import Core
import Foundation
import Testing

@testable import Speech

@Suite("The level of a provider's voice")
struct RunningGainTests {
    private static let text =
        "The museum opens at nine in the morning. Children pay half, and on Sundays everybody gets in for nothing at all."

    /// Real speech at so many LUFS, unclipped.
    private func speech(_ voice: String, at loudness: Double, rate: Int = 24_000) async throws -> [Float] {
        let spoken = try await Voices().utterance(of: Self.text, voice: voice)
        let samples = resampled(spoken.audio.samples, from: 16_000, to: rate)
        let own = try #require(LoudnessMeter.integrated(of: AudioClip(samples: samples, sampleRate: rate)))
        let gain = Float(pow(10, (loudness - own) / 20))
        return samples.map { $0 * gain }
    }

    private func leveled(
        _ samples: [Float], _ level: RunningGain, piece: Int = 2_400
    ) -> [Float] {
        stride(from: 0, to: samples.count, by: piece).flatMap {
            level.push(Array(samples[$0..<min($0 + piece, samples.count)]))
        } + level.finish()
    }

    private func loudness(_ samples: some Sequence<Float>, rate: Int = 24_000) throws -> Double {
        try #require(LoudnessMeter.integrated(of: AudioClip(samples: Array(samples), sampleRate: rate)))
    }

    @Test(
        "is −20 LUFS ± 1 from the first text on, whatever it was",
        arguments: ["slt", "rms", "awb"], [-38.0, -27, -20, -14, -9])
    func first(voice: String, own: Double) async throws {
        let samples = try await speech(voice, at: own)
        let level = RunningGain(sampleRate: 24_000, known: nil)
        let output = leveled(samples, level)
        #expect(output.count == samples.count)
        #expect(abs(try loudness(output) + 20) <= 1)
        #expect(output.allSatisfy { abs($0) < 1 })
        #expect(abs(try #require(level.level).loudness - own) < 0.5)
    }

    @Test("does not depend on the pieces that come", arguments: [16_000, 22_050, 44_100])
    func pieces(rate: Int) async throws {
        let samples = try await speech("rms", at: -30, rate: rate)
        for piece in [333, 4_800, samples.count] {
            let output = leveled(samples, RunningGain(sampleRate: rate, known: nil), piece: piece)
            #expect(output.count == samples.count)
            #expect(abs(try loudness(output, rate: rate) + 20) <= 1)
        }
    }

    @Test("is right from the first sample on once the voice is known, and does not pump")
    func known() async throws {
        let samples = try await speech("slt", at: -32)
        let level = RunningGain(sampleRate: 24_000, known: VoiceLevel(loudness: -32, seconds: 10))
        let output = leveled(samples, level)
        #expect(abs(try loudness(output.prefix(24_000)) - (try loudness(samples.prefix(24_000)) + 12)) < 0.5)
        // The gain of each tenth of a second that is neither silent nor bent by the limiter.
        let gains = stride(from: 0, to: samples.count - 2_400, by: 2_400).compactMap { start -> Double? in
            let (before, after) = (samples[start..<start + 2_400], output[start..<start + 2_400])
            let power = before.reduce(0) { $0 + $1 * $1 }
            guard power > 2, after.allSatisfy({ abs($0) < VoiceGain.knee }) else { return nil }
            return Double(10 * log10(after.reduce(0) { $0 + $1 * $1 } / power))
        }
        #expect(gains.count > 10)
        #expect((gains.max() ?? 9) - (gains.min() ?? 0) < 1)
    }

    @Test("moves no faster than nobody hears, even when the voice has changed")
    func changed() async throws {
        let samples = try await speech("slt", at: -12)
        let level = RunningGain(sampleRate: 24_000, known: VoiceLevel(loudness: -32, seconds: 10))
        _ = leveled(samples, level)
        let after = try #require(level.level)
        #expect(after.loudness > -20 && after.seconds == VoiceLevel.most)
    }

    @Test("a short word is leveled at its end, silence and nothing stay as they are")
    func short() async throws {
        let word = Array(try await speech("rms", at: -30).prefix(6_000))
        let level = RunningGain(sampleRate: 24_000, known: nil)
        #expect(level.push(word).isEmpty)
        let output = level.finish()
        #expect(output.count == word.count)
        let gain = (output.map(abs).max() ?? 0) / (word.map(abs).max() ?? 1)
        #expect(gain > 1.5 && gain < 10)
        let silent = RunningGain(sampleRate: 24_000, known: nil)
        let silence = [Float](repeating: 0, count: 20_000)
        #expect(leveled(silence, silent) == silence)
        #expect(silent.level == nil)
        #expect(RunningGain(sampleRate: 24_000, known: nil).finish().isEmpty)
    }
}
