import Core
import Testing

@testable import Speech

@Suite(.serialized) struct PocketSphinxTests {
    private static let recogniser = Result { try PocketSphinxRecogniser(decoders: 1, waiting: 1) }
    private let voices = Voices()

    private func sound(_ text: String, voice: String = "rms") async throws -> [Int16] {
        try await voices.utterance(of: text, voice: voice).audio.samples.map { Int16(min(max($0, -1), 1) * 32_000) }
    }

    private func all(_ transcription: any Transcription) async throws -> [RecognisedText] {
        var texts: [RecognisedText] = []
        for try await text in transcription.results { texts.append(text) }
        return texts
    }

    @Test("partial texts grow while sound comes, and one final text ends them")
    func partials() async throws {
        let transcription = try Self.recogniser.get().transcribe(RecognitionRequest(language: "en"))
        let samples = try await sound("The meeting starts at ten in the morning.")
        for start in stride(from: 0, to: samples.count, by: 777) {
            transcription.feed(Array(samples[start..<min(start + 777, samples.count)]))
        }
        transcription.finish()
        let texts = try await all(transcription)
        #expect(texts.last?.isFinal == true)
        #expect(texts.last?.text.contains("meeting starts at ten") == true)
        #expect(texts.last?.covers == samples.count)
        #expect(texts.filter(\.isFinal).count == 1)
    }

    @Test("the same sound gives the same text whatever was heard before, at any chunk length")
    func deterministic() async throws {
        let samples = try await sound("My mother put the warm bread on the table.")
        let other = try await sound("Nobody believed the young author at first.", voice: "slt")
        var texts: [String?] = []
        for (index, chunk) in [320, 5000, 97].enumerated() {
            if index == 1 {
                let disturbing = try Self.recogniser.get().transcribe(RecognitionRequest())
                disturbing.feed(other)
                disturbing.finish()
                _ = try await all(disturbing)
            }
            let transcription = try Self.recogniser.get().transcribe(RecognitionRequest())
            for start in stride(from: 0, to: samples.count, by: chunk) {
                transcription.feed(Array(samples[start..<min(start + chunk, samples.count)]))
            }
            transcription.finish()
            texts.append(try await all(transcription).last?.text)
        }
        #expect(texts[0] != nil && texts[0] != "")
        #expect(texts[1] == texts[0] && texts[2] == texts[0])
    }

    @Test("a short utterance is weighed between groups of phrases, a long one is not, and later texts stay the same")
    func choices() async throws {
        func final(_ sound: [Int16], _ choices: [[String]]) async throws -> RecognisedText? {
            let transcription = try Self.recogniser.get().transcribe(RecognitionRequest(language: "en"))
            transcription.feed([Int16](repeating: 3, count: 4800))
            transcription.feed(sound)
            transcription.finish(weighing: choices)
            return try await all(transcription).last
        }
        let choices = [["stop", "wait"], ["yeah", "uh huh", "okay", "no-such-word"], []]
        // Spoken once: a voice's noise is another each time.
        let sentence = try await sound("My mother put the warm bread on the table.")
        let before = try await final(sentence, [])
        let stop = try #require(try await final(sound("Stop."), choices)?.likelihoods?.groups)
        let yeah = try #require(try await final(sound("Yeah."), choices)?.likelihoods?.groups)
        #expect(stop.count == 3 && stop[0] > stop[1] && stop[2] == -.infinity)
        #expect(yeah[1] > yeah[0])
        let after = try await final(sentence, choices)
        #expect(before?.text == after?.text && after?.likelihoods == nil)
    }

    @Test("silence and nothing at all end with an empty text")
    func silence() async throws {
        for samples in [[], [Int16](repeating: 0, count: 100), [Int16](repeating: 0, count: 32_000)] {
            let transcription = try Self.recogniser.get().transcribe(RecognitionRequest())
            transcription.feed(samples)
            transcription.finish()
            #expect(try await all(transcription).last == RecognisedText(text: "", isFinal: true, covers: samples.count))
        }
    }

    @Test("utterances wait for a decoder; one too many is refused; a cancelled one gives way")
    func pool() async throws {
        let recogniser = try PocketSphinxRecogniser(decoders: 1, waiting: 1)
        let samples = try await sound("Good morning.")
        let first = recogniser.transcribe(RecognitionRequest())
        let second = recogniser.transcribe(RecognitionRequest())
        let third = recogniser.transcribe(RecognitionRequest())
        await #expect(throws: ProviderError(.listening, "pocketsphinx", .busy)) { try await all(third) }
        second.feed(samples)
        second.finish()
        first.cancel()
        first.cancel()
        #expect(try await all(first).isEmpty)
        #expect(try await all(second).last?.text.contains("morning") == true)
        // Everything was given back.
        for _ in 0..<3 {
            let again = recogniser.transcribe(RecognitionRequest())
            again.finish()
            #expect(try await all(again).last?.isFinal == true)
        }
    }

    @Test("a place in the queue is given back by cancelling")
    func cancelledInQueue() async throws {
        let recogniser = try PocketSphinxRecogniser(decoders: 1, waiting: 1)
        let first = recogniser.transcribe(RecognitionRequest())
        let second = recogniser.transcribe(RecognitionRequest())
        second.cancel()
        let third = recogniser.transcribe(RecognitionRequest())
        third.finish()
        first.finish()
        #expect(try await all(third).last?.isFinal == true)
    }

    @Test("no more than a minute is kept")
    func limit() async throws {
        let transcription = try Self.recogniser.get().transcribe(RecognitionRequest())
        for _ in 0..<70 { transcription.feed([Int16](repeating: 0, count: 16_000)) }
        transcription.finish()
        #expect(try await all(transcription).last?.covers == 60 * 16_000)
    }
}
