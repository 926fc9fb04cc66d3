import Core
import Foundation
import HTTP
import Speech
import Synchronization
import Testing

@testable import Providers

/// Against stand-ins that speak ElevenLabs' `stream-input` protocol as its reference says.
struct ElevenLabsSpeechTests {
    private let client = HTTPClient(egress: Egress())

    /// What a stand-in was sent.
    private final class Inbox: Sendable {
        private let list = Mutex<(messages: [String], key: String?)>(([], nil))
        var messages: [String] { list.withLock { $0.messages } }
        var key: String? { list.withLock { $0.key } }
        func add(_ message: String) { list.withLock { $0.messages.append(message) } }
        func setKey(_ key: String?) { list.withLock { $0.key = key } }
    }

    private typealias Reply = @Sendable (WebSocketConnection) async throws -> Void

    private func router(_ inbox: Inbox = Inbox(), _ reply: @escaping Reply) -> Router {
        var router = Router()
        router.addWebSocket("/v1/text-to-speech/{voice}/stream-input") { request in
            inbox.setKey(request.headers["xi-api-key"])
            return .accepted { socket in
                do {
                    for try await message in socket.messages {
                        guard case .text(let text) = message else { continue }
                        inbox.add(text)
                        if text == #"{"text":""}"# { break }
                    }
                    try await reply(socket)
                } catch {}
            }
        }
        return router
    }

    private func hear(
        _ port: Int, sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) async throws -> [SpeechChunk] {
        let provider = ElevenLabsSpeech(
            client, url: "ws://127.0.0.1:\(port)/v1", key: "secret", reach: .configured, sleep: sleep)
        let source = ProvidedVoices(provider, list: ["Rachel"], prefix: "elevenlabs", builtIn: Voices())
        var chunks: [SpeechChunk] = []
        let voice = VoiceChoice(
            id: "elevenlabs:Rachel", language: "en-US", speed: 2, pitch: 3, stability: 0.25, similarity: 0.75,
            style: 0.5)
        #expect(source.note(on: voice) == "The voice elevenlabs:Rachel has no pitch: ignored.")
        for try await chunk in try source.speech(of: SpokenFixture.text, voice: voice) { chunks.append(chunk) }
        return chunks
    }

    private struct Timed {
        var character: Character
        /// Milliseconds.
        var start: Double
        var length: Double
    }

    private static func message(_ samples: ArraySlice<Int16>, _ timed: [Timed]) -> String {
        let audio = Data(SpokenFixture.bytes(samples)).base64EncodedString()
        let chars = timed.map { "\"\($0.character)\"" }.joined(separator: ",")
        let starts = timed.map { "\(Int($0.start))" }.joined(separator: ",")
        let lengths = timed.map { "\(Int($0.length))" }.joined(separator: ",")
        return """
            {"audio":"\(audio)","isFinal":null,"normalizedAlignment":null,\
            "alignment":{"chars":[\(chars)],"charStartTimesMs":[\(starts)],"charsDurationsMs":[\(lengths)]}}
            """
    }

    @Test(
        "characters' times become words and phones, whether they count from the message or from the beginning",
        arguments: [true, false])
    func characters(fromMessage: Bool) async throws {
        let (spoken, samples) = try await SpokenFixture.speech(padding: 0.2)
        // A word's characters share its time.
        var timed: [Timed] = []
        for word in spoken.pronunciation.words {
            let share = (word.end - word.start) * 1_000 / Double(word.text.count)
            for (index, character) in word.text.enumerated() {
                timed.append(
                    .init(
                        character: character, start: (word.start + 0.2) * 1_000 + share * Double(index), length: share))
            }
            timed.append(.init(character: " ", start: (word.end + 0.2) * 1_000, length: 0))
        }
        let middle = samples.count / 2
        let limit = Double(middle) / 24
        let later = timed.filter { $0.start >= limit }.map {
            Timed(character: $0.character, start: $0.start - (fromMessage ? limit : 0), length: $0.length)
        }
        let messages = [
            Self.message(samples[..<middle], timed.filter { $0.start < limit }),
            Self.message(samples[middle...], later),
        ]
        let inbox = Inbox()
        let standIn = router(inbox) { socket in
            for message in messages { try await socket.send(text: message) }
            try await socket.send(text: #"{"isFinal":true}"#)
        }
        try await withSpeakingStandIn(standIn) { port in
            let chunks = try await hear(port)
            #expect(inbox.key == "secret" && inbox.messages.count == 3)
            for part in [#""stability":0.25"#, #""speed":1.2"#, #""similarity_boost":0.75"#, #""text":" ""#] {
                #expect(inbox.messages[0].contains(part))
            }
            #expect(inbox.messages[1].contains(SpokenFixture.text))
            let words = chunks.flatMap { $0.pronunciation?.words ?? [] }
            #expect(words.map(\.text) == spoken.pronunciation.words.map(\.text))
            for (word, truth) in zip(words, spoken.pronunciation.words) {
                #expect(abs(word.start - truth.start) < 0.06)
            }
            let phones = chunks.flatMap { $0.pronunciation?.phones ?? [] }
            #expect(
                phones.filter { !$0.isSilence }.map(\.symbol)
                    == spoken.pronunciation.phones.filter { !$0.isSilence }.map(\.symbol))
            #expect(zip(phones, phones.dropFirst()).allSatisfy { abs($0.end - $1.start) < 1e-6 })
        }
    }

    @Test("each way to fail is told as what it is")
    func faults() async throws {
        let (_, samples) = try await SpokenFixture.speech()
        let some = Self.message(samples[..<24_000], [])
        func says(_ text: String) -> Reply { { try await $0.send(text: text) } }
        func closes(_ code: UInt16) -> Reply { { await $0.close(WebSocketClosure(code: code, reason: "so")) } }
        let cases: [(ProviderError.Fault, Reply)] = [
            (.unauthorized, says(#"{"message":"Invalid API key","error":"invalid_api_key","code":1008}"#)),
            (.rateLimited(retryAfter: nil), says(#"{"message":"over","error":"quota_exceeded","code":1008}"#)),
            (.cut, says(some)), (.serverFailed(status: 500), closes(1011)), (.rejected(status: 1008), closes(1008)),
            (.empty, says(#"{"isFinal":true}"#)),
            (.garbage(detail: "a message that is not the documented JSON"), says("<html>")),
            (.garbage(detail: "sound that is not base64"), says(#"{"audio":"***","isFinal":null}"#)),
            (.garbage(detail: "a binary message"), { try await $0.send(binary: [1, 2, 3]) }),
        ]
        for (fault, reply) in cases {
            try await withSpeakingStandIn(router(Inbox(), reply)) { port in
                await #expect(throws: ProviderError(.speaking, "127.0.0.1", fault)) { try await hear(port) }
            }
        }
    }

    @Test(
        "a handshake that is refused tells why",
        arguments: [(401, ProviderError.Fault.unauthorized), (503, .serverFailed(status: 503))])
    func refused(status: Int, fault: ProviderError.Fault) async throws {
        let server = try PieceServer([.text("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n")])
        await #expect(throws: ProviderError(.speaking, "127.0.0.1", fault)) { try await hear(server.port) }
    }

    @Test("a service that says nothing is given up")
    func silent() async throws {
        let standIn = router { socket in for try await _ in socket.messages {} }
        try await withSpeakingStandIn(standIn) { port in
            await #expect(throws: ProviderError(.speaking, "127.0.0.1", .timedOut(.seconds(4)))) {
                try await hear(port, sleep: { _ in })
            }
        }
    }
}
