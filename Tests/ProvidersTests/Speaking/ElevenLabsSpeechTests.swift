import Core
import Foundation
import HTTP
import Speech
import StandIns
import Testing

@testable import Providers

@Suite("ElevenLabs' voices")
struct ElevenLabsSpeechTests {
    private let client = HTTPClient(egress: Egress())
    private static let voice = VoiceChoice(id: "elevenlabs:Rachel", language: "en-US")

    /// A minute is for a busy machine; who has nothing to wait for is impatient.
    private func source(_ provider: StandInProvider, isImpatient: Bool = false) -> ProvidedVoices {
        let speech = ElevenLabsSpeech(
            client, url: provider.webSocketURL + "/v1/", key: "secret", reach: .configured,
            timeouts: SpeakingTimeouts(silence: isImpatient ? .milliseconds(300) : .seconds(60)))
        return ProvidedVoices(speech, list: ["Rachel"], prefix: "elevenlabs", builtIn: Voices())
    }

    private func hear(
        _ source: ProvidedVoices, _ text: String = SpokenFixture.text, _ voice: VoiceChoice = voice
    ) async throws -> [SpeechChunk] {
        var chunks: [SpeechChunk] = []
        for try await chunk in try source.speech(of: text, voice: voice) { chunks.append(chunk) }
        return chunks
    }

    private func fault(_ script: StandInScript, isImpatient: Bool = false) async throws -> ProviderError.Fault? {
        let provider = try StandInProvider(script)
        defer { provider.stop() }
        do {
            _ = try await hear(source(provider, isImpatient: isImpatient))
            return nil
        } catch let error as ProviderError {
            #expect(error.part == .speaking && error.provider == "127.0.0.1")
            return error.fault
        }
    }

    @Test("the times of characters become words and phones", arguments: [nil, 7])
    func characters(pieces: Int?) async throws {
        let (_, samples) = try await SpokenFixture.speech(padding: 0)
        let provider = try StandInProvider(
            StandInScript(chunkBytes: pieces, voice: { _, _ in samples }, key: "secret"))
        defer { provider.stop() }
        let chunks = try await hear(source(provider))
        let words = chunks.flatMap { $0.pronunciation?.words ?? [] }
        #expect(words.map(\.text) == SpokenFixture.text.split(separator: " ").map(String.init))
        // The stand-in gives every character, the space behind the text included, the same time.
        let each = Double(samples.count) / 24_000 / Double(SpokenFixture.text.count + 1)
        var place = 0
        for word in words {
            #expect(abs(word.start - Double(place) * each) < 0.06, "\(word)")
            place += word.text.count + 1
        }
        let phones = chunks.flatMap { $0.pronunciation?.phones ?? [] }
        #expect(phones.filter { !$0.isSilence }.count > 15)
        #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 })
    }

    @Test("settings go into each context, and the model into the address")
    func settings() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let source = source(provider)
        var voice = Self.voice
        (voice.speed, voice.pitch, voice.stability, voice.similarity, voice.style) = (2, 3, 0.25, 0.75, 0.5)
        (voice.speakerBoost, voice.emotion, voice.model) = (false, "calm", "eleven_multilingual_v2")
        #expect(source.note(on: voice) == "The voice elevenlabs:Rachel has no emotion, pitch: ignored.")
        _ = try await hear(source, "Good morning to you.", voice)
        let sent = provider.messages.map { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any] }
        let messages = sent.compactMap(\.self)
        #expect(messages.count == 3)
        #expect(Set(messages.map { $0["context_id"] as? String }).count == 1)
        let settings = try #require(messages.first?["voice_settings"] as? [String: Any])
        #expect(messages[0]["text"] as? String == " ")
        #expect(settings["speed"] as? Double == 1.2 && settings["stability"] as? Double == 0.25)
        #expect(settings["similarity_boost"] as? Double == 0.75 && settings["style"] as? Double == 0.5)
        #expect(settings["use_speaker_boost"] as? Bool == false)
        #expect(messages[1]["text"] as? String == "Good morning to you. " && messages[1]["flush"] as? Bool == true)
        #expect(messages[2]["close_context"] as? Bool == true)
        let request = try #require(provider.requests.first)
        #expect(request.path == "/v1/text-to-speech/Rachel/multi-stream-input")
        #expect(request.query("model_id") == "eleven_multilingual_v2" && request.query("output_format") == "pcm_24000")
        #expect(request.headers["xi-api-key"] == "secret")
    }

    @Test("clauses share a connection, one after the other and side by side")
    func shared() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let source = source(provider)
        for text in ["Good morning.", "How are you?", "Come in."] { #expect(try await !hear(source, text).isEmpty) }
        #expect(provider.requests.count == 1)
        let sounds = try await withThrowingTaskGroup(of: Double.self) { group in
            for text in ["One.", "Two and three.", "Four, five and six."] {
                group.addTask { try await hear(source, text).reduce(0) { $0 + $1.audio.duration } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // 60 ms for each character.
        #expect(sounds.sorted().count == 3 && Set(sounds.map { Int($0 * 10) }).count == 3)
        #expect(provider.requests.count == 1)
    }

    @Test("a kept connection that is gone is opened anew")
    func stale() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let source = source(provider)
        _ = try await hear(source)
        provider.follow(StandInScript(fault: .refused))
        provider.follow(StandInScript())
        #expect(try await !hear(source).isEmpty)
        #expect(provider.requests.count == 2)
    }

    @Test("whoever stops listening leaves the connection to others")
    func cancelled() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let source = source(provider)
        var sounds = try source.speech(of: "This is the first of two.", voice: Self.voice).makeAsyncIterator()
        _ = try await sounds.next()
        sounds = try source.speech(of: "And this is the second.", voice: Self.voice).makeAsyncIterator()
        #expect(try await sounds.next() != nil)
        #expect(provider.requests.count == 1)
    }

    @Test(
        "each way to fail is told as what it is",
        arguments: [
            (StandInScript.Fault.refused, "unreachable"), (.slow, "timed_out"), (.stalled, "timed_out"),
            (.unauthorized, "unauthorized"), (.rateLimited(retryAfter: 3), "rate_limited"),
            (.serverFailed, "server_failed"), (.rejected, "rejected"), (.cut, "cut"), (.garbage, "garbage"),
            (.errorInStream, "rate_limited"), (.empty, "empty"),
        ])
    func faults(fault: StandInScript.Fault, name: String) async throws {
        let isSilent = fault == .slow || fault == .stalled
        #expect(try await self.fault(StandInScript(fault: fault), isImpatient: isSilent)?.name == name)
    }

    @Test("a key that is wrong is told")
    func key() async throws {
        #expect(try await fault(StandInScript(key: "another")) == .unauthorized)
    }

    @Test("reads what comes under either of its names, and times that count from the first sound")
    func names() throws {
        let first = #"{"audio":"AAAA","alignment":{"chars":["a"],"charsStartTimesMs":[0],"charsDurationsMs":[9]}}"#
        #expect(try ElevenLabsWire.Reply(first).alignment?.durations == [9])
        let last = try ElevenLabsWire.Reply(#"{"is_final":true,"context_id":"c"}"#)
        #expect(last.isFinal && last.context == "c" && last.fault == nil)
        var reader = ElevenLabsWire.Reader()
        let second = Data(repeating: 0, count: 48_000).base64EncodedString()
        func message(_ start: Int) -> String {
            #"{"audio":"\#(second)","alignment":{"chars":["x"],"charStartTimesMs":[\#(start)],"charDurationsMs":[50]}}"#
        }
        #expect(try reader.read(.init(message(0)))?.characters.first?.start == 0)
        #expect(try reader.read(.init(message(100)))?.characters.first?.start == 1.1)
        #expect(try reader.read(.init(message(2_100)))?.characters.first?.start == 2.1)
        #expect(throws: SoundFault.self) { try reader.read(.init(#"{"audio":"***"}"#)) }
        #expect(throws: SoundFault(.serverFailed(status: 500))) {
            try reader.read(.init(#"{"message":"oops","error":"internal","code":1011}"#))
        }
    }
}
