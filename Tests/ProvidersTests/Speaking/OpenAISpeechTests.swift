import Core
import HTTP
import Speech
import Testing

@testable import Providers

/// Against stand-ins that answer `/v1/audio/speech` as OpenAI's reference says.
struct OpenAISpeechTests {
    private typealias Piece = PieceServer.Piece
    private static let okay = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: audio/pcm\r\n\r\n"
    private let client = HTTPClient(egress: Egress())

    private func provider(_ port: Int, _ timeouts: SpeakingTimeouts = .init()) -> OpenAISpeech {
        OpenAISpeech(
            client, url: "http://127.0.0.1:\(port)/v1/", model: "tts-1", key: "secret", reach: .configured,
            timeouts: timeouts)
    }

    private func hear(_ provider: OpenAISpeech) async throws -> [SpeechChunk] {
        let voices = Voices(
            others: [ProvidedVoices(provider, list: ["alloy=en-US"], prefix: "openai", builtIn: Voices())])
        var chunks: [SpeechChunk] = []
        let voice = VoiceChoice(id: "openai:alloy", language: "en-US", speed: 1.25, emotion: "calm")
        for try await chunk in try voices.speech(of: SpokenFixture.text, voice: voice) { chunks.append(chunk) }
        return chunks
    }

    private func fault(_ pieces: [PieceServer.Piece], _ timeouts: SpeakingTimeouts = .init()) async throws
        -> ProviderError.Fault?
    {
        let server = try PieceServer(pieces)
        do {
            _ = try await hear(provider(server.port, timeouts))
            return nil
        } catch let error as ProviderError {
            #expect(error.part == .speaking && error.provider == "127.0.0.1")
            return error.fault
        }
    }

    @Test(
        "streamed PCM in pieces of any size becomes chunks with the text's phones and words, without outer silence",
        arguments: [999, 4_801, 100_000])
    func streamed(size: Int) async throws {
        let (spoken, samples) = try await SpokenFixture.speech()
        let bytes = SpokenFixture.bytes(samples)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Piece.chunk(bytes[$0..<min($0 + size, bytes.count)])
        }
        let server = try PieceServer([.text(Self.okay)] + pieces + [.end])
        let chunks = try await hear(provider(server.port))
        let request = try #require(server.asked.first)
        #expect(request.hasPrefix("POST /v1/audio/speech HTTP/1.1\r\n") && request.contains("Bearer secret"))
        for part in [
            #""model":"tts-1""#, #""voice":"alloy""#, #""response_format":"pcm""#, #""speed":1.25"#, "calm tone",
            SpokenFixture.text,
        ] { #expect(request.contains(part)) }
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

    @Test("a WAV file is read, whatever size its header says", arguments: [nil, 0, UInt32.max])
    func wav(size: UInt32?) async throws {
        let (_, samples) = try await SpokenFixture.speech()
        let file = SpokenFixture.wav(samples, rate: 24_000, size: size)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(file.count)\r\nContent-Type: audio/wav\r\n\r\n"
        let server = try PieceServer([.text(head), .bytes(Array(file[..<21])), .bytes(Array(file[21...]))])
        #expect(try await hear(provider(server.port)).reduce(0) { $0 + $1.audio.duration } > 1)
    }

    @Test("each status that is no speech is told as what it is")
    func statuses() async throws {
        func status(_ line: String, _ more: String = "") -> [PieceServer.Piece] {
            [.text("HTTP/1.1 \(line)\r\n\(more)Content-Length: 2\r\n\r\n{}")]
        }
        #expect(try await fault(status("401 Unauthorized")) == .unauthorized)
        #expect(try await fault(status("429 Slow", "Retry-After: 7\r\n")) == .rateLimited(retryAfter: .seconds(7)))
        #expect(try await fault(status("500 Oops")) == .serverFailed(status: 500))
        #expect(try await fault(status("404 Not Found")) == .rejected(status: 404))
        #expect(try await fault(status("200 OK", "Content-Type: application/json\r\n"))?.name == "garbage")
    }

    @Test("each body that is not the speech asked for is told as what it is")
    func bodies() async throws {
        let (_, samples) = try await SpokenFixture.speech()
        let bytes = SpokenFixture.bytes(samples)
        #expect(try await fault([.text(Self.okay), .chunk(bytes[..<20_000])]) == .cut)
        #expect(try await fault([.text(Self.okay), .end]) == .empty)
        #expect(try await fault([.text(Self.okay), .chunk([UInt8](repeating: 0, count: 50_000)), .end]) == .empty)
        #expect(try await fault([.text(Self.okay), .chunk(Array("ID3 and so on".utf8)), .end])?.name == "garbage")
        #expect(try await fault([.text(Self.okay), .chunk(Array("{\"error\": 1}".utf8)), .end])?.name == "garbage")
        let wrong = SpokenFixture.wav(samples, rate: 44_100)
        #expect(try await fault([.text(Self.okay), .chunk(wrong), .end]) == .wrongSampleRate(44_100))
        let typed = Self.okay.replacing("audio/pcm", with: "audio/L16; rate=16000")
        #expect(try await fault([.text(typed), .chunk(bytes), .end]) == .wrongSampleRate(16_000))
    }

    @Test("a service that is slow or not there is given up")
    func slow() async throws {
        let (_, samples) = try await SpokenFixture.speech()
        var quick = SpeakingTimeouts()
        (quick.first, quick.idle) = (.milliseconds(50), .milliseconds(50))
        #expect(try await fault([.nothing], quick) == .timedOut(.milliseconds(50)))
        let begun = [Piece.text(Self.okay), .chunk(SpokenFixture.bytes(samples)[..<9_000]), .nothing]
        #expect(try await fault(begun, quick) == .timedOut(.milliseconds(50)))
        await #expect(throws: ProviderError(.speaking, "127.0.0.1", .unreachable)) { try await hear(provider(1)) }
    }
}
