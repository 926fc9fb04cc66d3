import Core
import Testing

@testable import Speech

struct CachedSpeechTests {
    private let slt = VoiceChoice(id: "slt", language: "en-US")

    private func spoken(_ source: some SpeechSource, _ text: String, _ voice: VoiceChoice) async throws -> [SpeechChunk]
    {
        var chunks: [SpeechChunk] = []
        for try await chunk in try source.speech(of: text, voice: voice) { chunks.append(chunk) }
        return chunks
    }

    @Test("what was spoken before comes again with its phones, and is counted")
    func hit() async throws {
        let metrics = Metrics()
        let speech = CachedSpeech(Voices(), cache: SpokenClauseCache(limit: 1 << 24, metrics: metrics))
        let first = try await spoken(speech, "Good morning, my friend.", slt)
        let second = try await spoken(speech, "Good morning, my friend.", slt)
        #expect(second.map(\.pronunciation) == first.map(\.pronunciation))
        #expect(second.map(\.text) == first.map(\.text) && second.map(\.firstSample) == first.map(\.firstSample))
        for (left, right) in zip(first, second) {
            #expect(zip(left.audio.samples, right.audio.samples).allSatisfy { abs($0 - $1) < 1e-4 })
        }
        #expect(metrics.value(of: "visavis_speech_cache_total", labels: ["outcome": "hit"]) == 1)
        #expect(metrics.value(of: "visavis_speech_cache_total", labels: ["outcome": "miss"]) == 1)
    }

    @Test("another voice, speed or pronunciation is another text, and what was cut short is not kept")
    func keys() async throws {
        let metrics = Metrics()
        let speech = CachedSpeech(Voices(), cache: SpokenClauseCache(limit: 1 << 24, metrics: metrics))
        var iterator = try speech.speech(of: "Hello there.", voice: slt).makeAsyncIterator()
        _ = try await iterator.next()
        for voice in [
            slt, VoiceChoice(id: "rms", language: "en-US"), VoiceChoice(id: "slt", language: "en-US", speed: 1.5),
            VoiceChoice(
                id: "slt", language: "en-US", pronunciations: PronunciationDictionary(["there": "over there"])),
        ] { _ = try await spoken(speech, "Hello there.", voice) }
        #expect(metrics.value(of: "visavis_speech_cache_total", labels: ["outcome": "hit"]) == 0)
    }

    @Test("a full cache forgets what was not asked for longest")
    func limit() async throws {
        let metrics = Metrics()
        let cache = SpokenClauseCache(limit: 800_000, metrics: metrics)
        let speech = CachedSpeech(Voices(), cache: cache)
        for number in 1...30 {
            _ = try await spoken(speech, "This is number \(number).", slt)
            _ = try await spoken(speech, "This is number 1.", slt)
            #expect(cache.bytes <= 800_000)
        }
        #expect(metrics.value(of: "visavis_speech_cache_total", labels: ["outcome": "hit"]) == 30)
        _ = try await spoken(speech, "This is number 2.", slt)
        #expect(metrics.value(of: "visavis_speech_cache_total", labels: ["outcome": "hit"]) == 30)
        _ = try await spoken(speech, String(repeating: "word ", count: 200), slt)
        #expect(cache.bytes <= 800_000)
    }
}
