import Core
import Speech

@testable import Conversation

/// Microphone sound made of built-in voices and noise; the same seed gives the same sound.
struct MicrophoneSound {
    var samples: [Int16] = []
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// White noise at so many dB below full scale.
    mutating func room(_ seconds: Double, level: Float = -60) {
        let amplitude = amplitude(level)
        for _ in 0..<Int(seconds * Double(Ear.sampleRate)) { samples.append(noise(amplitude)) }
    }

    /// Speech with the room's noise under it.
    mutating func speak(_ clip: AudioClip, gain: Float = 1, level: Float = -60) {
        let amplitude = amplitude(level)
        for sample in clip.samples {
            let value = sample * gain * 32_767 + Float(noise(amplitude))
            samples.append(Int16(min(max(value, -32_768), 32_767)))
        }
    }

    private func amplitude(_ level: Float) -> Float {
        var factor: Float = 1
        for _ in 0..<Int(-level) { factor *= 0.891_251 }
        // Uniform noise has an RMS of its peak over √3.
        return factor * 1.732 * 32_767
    }

    private mutating func noise(_ amplitude: Float) -> Int16 { Int16(Float(generator.unit() * 2 - 1) * amplitude) }
}

/// An ear that hears sound as fast as its recogniser can, and all it told.
func listen(
    to sound: [Int16], with recogniser: any SpeechRecogniser, settings: EarSettings = EarSettings(),
    avatar: [Int16] = []
) async -> [EarEvent] {
    let ear = Ear(settings, recogniser: recogniser, request: RecognitionRequest(language: "en", speaker: 1))
    for start in stride(from: 0, to: sound.count, by: 320) {
        if start < avatar.count { ear.avatarSpeaks(Array(avatar[start..<min(start + 320, avatar.count)])) }
        ear.hear(Array(sound[start..<min(start + 320, sound.count)]))
        await ear.settle()
    }
    ear.close()
    var events: [EarEvent] = []
    for await event in ear.events { events.append(event) }
    return events
}
