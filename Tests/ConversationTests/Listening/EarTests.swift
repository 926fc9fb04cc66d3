import Core
import Speech
import Testing

@testable import Conversation

/// The whole way from samples to text, with the built-in recogniser and built-in voices.
@Suite(.serialized) struct EarTests {
    private static let recogniser = Result { try BuiltInRecogniser.installed() }
    private let voices = Voices()

    private func said(_ text: String, by voice: String = "rms") async throws -> AudioClip {
        try await voices.utterance(of: text, voice: voice).audio
    }

    @Test("a question is heard, ended soon and understood")
    func question() async throws {
        let clip = try await said("What is the name of this town?")
        var sound = MicrophoneSound(seed: 1)
        sound.room(1)
        sound.speak(clip)
        sound.room(1.5)
        let events = await listen(to: sound.samples, with: try Self.recogniser.get())
        guard case .final(let text, let timing)? = events.last else {
            Issue.record("no final text: \(events)")
            return
        }
        #expect(text.lowercased().hasPrefix("what is the name"))
        #expect(abs(timing.firstSpeech - 16_000) < 3_200)
        #expect(abs(timing.lastSpeech - 16_000 - clip.samples.count) < 8_000)
        #expect(timing.decided - timing.lastSpeech < 16_000 / 2)
        let order = events.map(\.name).filter { $0 != "partial" }
        #expect(order == ["speechStarted", "likelyEnd", "speechStopped", "final"])
    }

    @Test("quiet, loud and clipped microphones are understood", arguments: [Float(0.05), 1, 3])
    func levels(gain: Float) async throws {
        let clip = try await said("Where can I find the station?")
        var sound = MicrophoneSound(seed: 2)
        sound.room(1, level: -70)
        sound.speak(clip, gain: gain, level: -70)
        sound.room(1.5, level: -70)
        let events = await listen(to: sound.samples, with: try Self.recogniser.get())
        guard case .final(let text, _)? = events.last else {
            Issue.record("no final text: \(events)")
            return
        }
        #expect(text.contains("station"))
    }

    @Test("silence, steady noise and a muted microphone say nothing")
    func nothing() async throws {
        var sound = MicrophoneSound(seed: 3)
        sound.samples = [Int16](repeating: 0, count: 5 * Ear.sampleRate)
        sound.room(5, level: -40)
        sound.samples += [Int16](repeating: 0, count: Ear.sampleRate)
        sound.room(3, level: -30)
        let events = await listen(to: sound.samples, with: try Self.recogniser.get())
        #expect(!events.contains { $0.name == "final" })
    }

    @Test("the same sound in other chunks gives the same frames")
    func chunks() async throws {
        let clip = try await said("Good morning.")
        var sound = MicrophoneSound(seed: 4)
        sound.speak(clip)
        func frames(_ size: Int) -> [SoundFrame] {
            var hearing = Hearing(EarSettings())
            var frames: [SoundFrame] = []
            for start in stride(from: 0, to: sound.samples.count, by: size) {
                hearing.append(Array(sound.samples[start..<min(start + size, sound.samples.count)]))
                while let next = hearing.next() { frames.append(next.frame) }
            }
            return frames
        }
        #expect(frames(7) == frames(320))
        #expect(frames(1 << 20) == frames(320))
    }

    @Test("nothing is told after closing, and the events end")
    func close() async throws {
        let ear = Ear(recogniser: try Self.recogniser.get())
        ear.push()
        ear.close()
        ear.close()
        ear.hear([Int16](repeating: 0, count: 16_000))
        ear.push()
        await ear.settle()
        var events: [EarEvent] = []
        for await event in ear.events { events.append(event) }
        #expect(events.map(\.name) == ["bargeIn", "speechStarted"])
    }

    @Test("a failing recogniser is told once, and the ear goes on")
    func failure() async throws {
        let clip = try await said("Good morning, how are you?")
        var sound = MicrophoneSound(seed: 5)
        for _ in 0..<2 {
            sound.room(1)
            sound.speak(clip)
            sound.room(2)
        }
        let events = await listen(to: sound.samples, with: DeafRecogniser())
        #expect(events.filter { $0.name == "failed" }.count == 2)
        #expect(!events.contains { $0.name == "final" })
    }
}

/// Fails at the end of every utterance.
private struct DeafRecogniser: SpeechRecogniser {
    let name = "deaf"
    let languages: Set<String>? = nil

    final class Nothing: Transcription {
        let results: AsyncThrowingStream<RecognisedText, any Error>
        private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
        init() { (results, continuation) = AsyncThrowingStream.makeStream() }
        func feed(_ samples: [Int16]) { continuation.yield(RecognisedText(text: "", isFinal: false, covers: 1 << 30)) }
        func finish(weighing choices: [[String]]) {
            continuation.finish(throwing: ProviderError(.listening, "deaf", .cut))
        }
        func cancel() { continuation.finish() }
    }

    func transcribe(_ request: RecognitionRequest) -> any Transcription { Nothing() }
}

extension EarEvent {
    /// The case without what it carries.
    var name: String { String("\(self)".prefix { $0 != "(" }) }
}
