import Core
import HTTP
import Speech
import StandIns
import Testing

@testable import Providers

@Suite("An audio/speech endpoint")
struct OpenAISpeechTests {
    private let client = HTTPClient(egress: Egress())

    private func source(
        _ provider: StandInProvider, model: String = "gpt-4o-mini-tts", silence: Duration = .seconds(60)
    ) -> ProvidedVoices {
        let speech = OpenAISpeech(
            client, url: provider.url + "/", model: model, key: "secret", reach: .configured,
            timeouts: SpeakingTimeouts(silence: silence))
        return ProvidedVoices(speech, list: ["alloy=en-US"], prefix: "openai", builtIn: Voices())
    }

    private func hear(
        _ source: ProvidedVoices, speed: Double = 1, emotion: String? = nil
    ) async throws -> [SpeechChunk] {
        var chunks: [SpeechChunk] = []
        let voice = VoiceChoice(id: "openai:alloy", language: "en-US", speed: speed, emotion: emotion)
        let voices = Voices(others: [source])
        for try await chunk in try voices.speech(of: SpokenFixture.text, voice: voice) { chunks.append(chunk) }
        return chunks
    }

    private func fault(
        _ script: StandInScript, silence: Duration = .seconds(60)
    ) async throws -> ProviderError.Fault? {
        let provider = try StandInProvider(script)
        defer { provider.stop() }
        do {
            _ = try await hear(source(provider, silence: silence))
            return nil
        } catch let error as ProviderError {
            #expect(error.part == .speaking && error.provider == "127.0.0.1")
            return error.fault
        }
    }

    @Test(
        "streamed PCM in pieces of any size becomes chunks with the text's phones and words, without outer silence",
        arguments: [nil, 999, 100_000])
    func streamed(size: Int?) async throws {
        let (spoken, samples) = try await SpokenFixture.speech()
        let provider = try StandInProvider(
            StandInScript(chunkBytes: size, voice: { _, _ in samples }, key: "secret"))
        defer { provider.stop() }
        let chunks = try await hear(source(provider), speed: 1.25, emotion: "calm")
        let request = try #require(provider.requests.first)
        #expect(request.path == "/v1/audio/speech")
        #expect(request.json["model"] as? String == "gpt-4o-mini-tts" && request.json["voice"] as? String == "alloy")
        #expect(request.json["response_format"] as? String == "pcm" && request.json["speed"] as? Double == 1.25)
        #expect(request.json["input"] as? String == SpokenFixture.text)
        #expect((request.json["instructions"] as? String)?.contains("calm") == true)
        #expect(chunks.allSatisfy { $0.audio.sampleRate == 24_000 })
        for (left, right) in zip(chunks, chunks.dropFirst()) {
            #expect(left.firstSample + left.audio.samples.count == right.firstSample)
        }
        #expect(chunks.map(\.text).joined() == SpokenFixture.text)
        #expect(abs(chunks.reduce(0) { $0 + $1.audio.duration } - spoken.audio.duration) < 0.12)
        let words = chunks.flatMap { $0.pronunciation?.words ?? [] }
        #expect(words.map(\.text) == spoken.pronunciation.words.map(\.text))
        let phones = chunks.flatMap { $0.pronunciation?.phones ?? [] }
        #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 })
        let errors = zip(words, spoken.pronunciation.words).map { abs($0.start - $1.start) }.sorted()
        #expect(errors[errors.count / 2] < 0.04)
    }

    @Test("an emotion is an instruction where the model takes any, and noted where not")
    func emotion() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let old = source(provider, model: "tts-1-hd")
        let voice = VoiceChoice(id: "openai:alloy", language: "en-US", stability: 0.5, emotion: "broadcaster")
        #expect(old.note(on: voice) == "The voice openai:alloy has no emotion, stability: ignored.")
        #expect(source(provider).note(on: voice) == "The voice openai:alloy has no stability: ignored.")
        _ = try await hear(old, emotion: "calm")
        _ = try await hear(source(provider), emotion: "broadcaster")
        _ = try await hear(source(provider))
        let instructions = provider.requests.map { $0.json["instructions"] as? String }
        #expect(instructions == [nil, "Speak like somebody who reads the news.", nil])
    }

    @Test("a WAV file is read, whatever size its header says", arguments: [nil, 0, UInt32.max])
    func wav(size: UInt32?) async throws {
        let (_, samples) = try await SpokenFixture.speech()
        let file = SpokenFixture.wav(samples, rate: 24_000, size: size)
        let provider = try StandInProvider(
            StandInScript(chunkBytes: 21, reply: .init(file, type: "audio/wav", isWhole: true)))
        defer { provider.stop() }
        #expect(try await hear(source(provider)).reduce(0) { $0 + $1.audio.duration } > 1)
    }

    @Test("a WAV file at another rate is taken at its word", arguments: [16_000, 22_050, 44_100])
    func wavRate(rate: Int) async throws {
        let (spoken, samples) = try await SpokenFixture.speech()
        var resampler = Resampler(from: 24_000, to: rate, quality: .high)
        let sound = samples.map { Float($0) / 32_768 }
        let other = (resampler?.push(sound) ?? []) + (resampler?.finish() ?? [])
        let file = SpokenFixture.wav(other.map { Int16(min(max($0, -1), 1) * 32_767) }, rate: UInt32(rate))
        let provider = try StandInProvider(StandInScript(reply: .init(file, type: "audio/wav")))
        defer { provider.stop() }
        let chunks = try await hear(source(provider))
        #expect(chunks.allSatisfy { $0.audio.sampleRate == rate })
        #expect(abs(chunks.reduce(0) { $0 + $1.audio.duration } - spoken.audio.duration) < 0.12)
    }

    @Test(
        "each way to fail is told as what it is",
        arguments: [
            (StandInScript.Fault.refused, ProviderError.Fault.unreachable), (.unauthorized, .unauthorized),
            (.rateLimited(retryAfter: 7), .rateLimited(retryAfter: .seconds(7))),
            (.serverFailed, .serverFailed(status: 500)), (.rejected, .rejected(status: 404)), (.cut, .cut),
            (.empty, .empty), (.wrongSampleRate, .wrongSampleRate(8_000)),
        ])
    func faults(fault: StandInScript.Fault, told: ProviderError.Fault) async throws {
        #expect(try await self.fault(StandInScript(fault: fault)) == told)
    }

    @Test("a service that is slow is given up", arguments: [StandInScript.Fault.slow, .stalled])
    func slow(fault: StandInScript.Fault) async throws {
        let time = Duration.milliseconds(300)
        #expect(try await self.fault(StandInScript(fault: fault), silence: time) == .timedOut(time))
    }

    @Test("bytes that are no speech are never heard")
    func garbage() async throws {
        let (_, samples) = try await SpokenFixture.speech()
        func name(_ bytes: some Sequence<UInt8>, _ type: String = "audio/pcm") async throws -> String? {
            try await fault(StandInScript(reply: .init(bytes, type: type)))?.name
        }
        #expect(try await fault(StandInScript(fault: .garbage))?.name == "garbage")
        #expect(try await name([UInt8]()) == "empty")
        #expect(try await name([UInt8](repeating: 0, count: 50_000)) == "empty")
        #expect(try await name("ID3 and so on".utf8) == "garbage")
        #expect(try await name("{\"error\": \"no such voice\"}".utf8) == "garbage")
        #expect(try await name("{}".utf8, "application/json") == "garbage")
        let page = "<!DOCTYPE html><title>Grüße</title>" + String(repeating: "<p>Willkommen</p>", count: 900)
        #expect(try await name(page.utf8) == "garbage")
        #expect(try await name("\u{FEFF}\(page)".utf8) == "garbage")
        // Samples of another size or order.
        let swapped = samples.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        #expect(try await name(swapped) == "garbage")
        // Undeclared: what lasts a third of its text is at a third of the rate.
        let third = stride(from: 0, to: samples.count, by: 3).map { samples[$0] }
        #expect(try await name(SpokenFixture.bytes(third)) == "wrong_sample_rate")
        #expect(try await name(SpokenFixture.bytes(samples), "audio/L16; rate=16000") == "wrong_sample_rate")
    }
}
