internal import Conversation
internal import Core
internal import Foundation
internal import Speech

/// Sound of a visitor's microphone, made of built-in voices in a room; the same seed gives the same room.
struct MicrophoneScene {
    /// 16 kHz, mono.
    private(set) var samples: [Float] = []
    private var generator: SplitMix64
    /// dB below full scale.
    private let roomLevel: Double

    init(seed: UInt64, roomLevel: Double = -60) {
        generator = SplitMix64(seed: seed)
        self.roomLevel = roomLevel
    }

    mutating func unit() -> Double { generator.unit() }

    mutating func wait(_ seconds: Double) {
        samples += [Float](repeating: 0, count: Int(seconds * Double(Ear.sampleRate)))
    }

    /// A voice at its own level, faded in and out over 5 ms so that a cut is no click.
    mutating func say(_ clip: [Float]) {
        let fade = min(Ear.sampleRate / 200, clip.count / 2)
        for (index, sample) in clip.enumerated() {
            let edge = min(index + 1, clip.count - index)
            samples.append(edge < fade ? sample * Float(edge) / Float(fade) : sample)
        }
    }

    /// Adds sound that begins at sample `start`.
    mutating func mix(_ sound: [Float], at start: Int, gain: Float) {
        for (index, sample) in sound.enumerated() where samples.indices.contains(start + index) {
            samples[start + index] += sample * gain
        }
    }

    /// As the microphone gives it, with the room's noise.
    mutating func recorded() -> [Int16] {
        let amplitude = Float(pow(10, roomLevel / 20) * 3.0.squareRoot())
        return samples.map { sample in
            let noise = Float(generator.unit() * 2 - 1) * amplitude
            return Int16(min(max((sample + noise) * 32_767, -32_768), 32_767))
        }
    }

    /// Plays sound into an ear, 20 ms at a time and as fast as the recogniser can.
    /// - Parameter avatar: What she says meanwhile; empty when she is silent.
    /// - Returns: What the ear told.
    static func play(_ sound: [Int16], avatar: [Int16] = [], into recogniser: any SpeechRecogniser) async -> [EarEvent]
    {
        let ear = Ear(recogniser: recogniser, request: RecognitionRequest(language: "en", speaker: nil))
        let step = Ear.sampleRate / 50
        for start in stride(from: 0, to: sound.count, by: step) {
            if start < avatar.count { ear.avatarSpeaks(Array(avatar[start..<min(start + step, avatar.count)])) }
            ear.hear(Array(sound[start..<min(start + step, sound.count)]))
            await ear.settle()
        }
        ear.close()
        var events: [EarEvent] = []
        for await event in ear.events { events.append(event) }
        return events
    }
}
