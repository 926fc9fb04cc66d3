import Core
import Foundation
import Testing

@testable import Avatars

@Suite("What the sound says")
struct SoundTests {
    static let rate = 8_000

    /// Speech-like sound: a buzz of 120 Hz in syllables, between `spans`; a room of quiet noise everywhere.
    static func clip(seconds: Double, speech: [TimeSpan], noise: Float = 0.0005, hum: Float = 0) -> AudioClip {
        var random: UInt32 = 1
        let samples = (0..<Int(seconds * Double(rate))).map { index -> Float in
            random = random &* 1_664_525 &+ 1_013_904_223
            let time = Double(index) / Double(rate)
            var sample = (Float(random >> 8) / Float(1 << 23) - 1) * noise
            sample += hum * Float(sin(2 * .pi * 50 * time))
            if speech.contains(where: { $0.contains(time) }) {
                let syllable = max(0, sin(2 * .pi * 2 * time))
                let phase = time * 120
                sample += 0.3 * Float(syllable * (phase - phase.rounded()))
            }
            return sample
        }
        return AudioClip(samples: samples, sampleRate: rate)
    }

    @Test("voice is where the voice is, pauses between syllables included")
    func voice() {
        let audio = AudioMeter.measure(Self.clip(seconds: 8, speech: [TimeSpan(2, 5)]))
        let heard = audio.voice(framesPerSecond: 25, count: 200)
        let first = heard.firstIndex(of: true) ?? 0
        let last = heard.lastIndex(of: true) ?? 0
        #expect(abs(first - 50) <= 2)
        #expect(last > 108 && last <= 126)
        #expect(!heard[..<47].contains(true))
        #expect((audio.speechLevel ?? -99) > -30 && audio.noiseFloor < -60)
    }

    @Test("loud noise without pitch is no voice")
    func noise() {
        var clip = Self.clip(seconds: 6, speech: [])
        var random: UInt32 = 7
        for index in 16_000..<32_000 {
            random = random &* 1_664_525 &+ 1_013_904_223
            clip.samples[index] = (Float(random >> 8) / Float(1 << 23) - 1) * 0.3
        }
        #expect(!AudioMeter.measure(clip).voice.contains(true))
    }

    @Test("hum is named with its frequency")
    func hum() {
        let clean = AudioMeter.measure(Self.clip(seconds: 6, speech: [TimeSpan(3, 5)]))
        #expect(clean.hum == nil)
        let humming = AudioMeter.measure(Self.clip(seconds: 6, speech: [TimeSpan(3, 5)], hum: 0.01))
        #expect(humming.hum?.frequency == 50)
        // A sine of amplitude .01 has a level of -43 dBFS.
        #expect(abs((humming.hum?.level ?? 0) + 43) < 2)
    }

    @Test("clipped samples are counted, silence and nothing do no harm")
    func extremes() {
        var clip = Self.clip(seconds: 2, speech: [TimeSpan(0, 2)])
        for index in 0..<160 { clip.samples[index] = 1 }
        #expect(abs(AudioMeter.measure(clip).clipped - 0.01) < 0.001)
        let silence = AudioClip(samples: [Float](repeating: 0, count: 16_000), sampleRate: Self.rate)
        #expect(AudioMeter.measure(silence).speechLevel == nil)
        #expect(AudioMeter.measure(AudioClip(samples: [], sampleRate: Self.rate)).voice.isEmpty)
    }
}
