import Conversation
import Core
import HTTP
import Speech
import StandIns
import Testing

@testable import Providers

@Suite("A transcriptions endpoint")
struct OpenAITranscriberTests {
    private let client = HTTPClient(egress: Egress())
    private let second = [Int16](repeating: 100, count: 16_000)

    /// Impatient only where nothing comes, so that a busy machine changes nothing.
    private func transcriber(
        _ provider: StandInProvider, isStreamed: Bool = false, isImpatient: Bool = false
    ) -> OpenAITranscriber {
        OpenAITranscriber(
            Service(client: client, url: provider.url),
            settings: .init(
                model: "m", isStreamed: isStreamed, connect: .seconds(60),
                total: isImpatient ? .milliseconds(500) : .seconds(60)),
            retries: RetryPolicy(tries: 2, backoff: .milliseconds(1)))
    }

    private func results(
        _ transcriber: OpenAITranscriber, _ request: RecognitionRequest = RecognitionRequest(),
        samples: [Int16]? = nil
    ) async -> (texts: [RecognisedText], fault: ProviderError.Fault?) {
        let transcription = transcriber.transcribe(request)
        transcription.feed(samples ?? second)
        transcription.finish()
        var texts: [RecognisedText] = []
        do {
            for try await text in transcription.results { texts.append(text) }
        } catch {
            return (texts, (error as? ProviderError)?.fault)
        }
        return (texts, nil)
    }

    @Test("is sent the utterance as a WAV file, with language and likely words")
    func request() async throws {
        let provider = try StandInProvider(StandInScript(transcript: " when do you open "))
        defer { provider.stop() }
        let request = RecognitionRequest(language: "de-AT", keywords: ["Ada", "Visavis"])
        let (texts, fault) = await results(transcriber(provider), request)
        #expect(texts == [RecognisedText(text: "when do you open", isFinal: true)])
        #expect(fault == nil)
        let form = try #require(provider.requests.first).form
        #expect(form["file"]?.count == 44 + 32_000)
        #expect(form["language"] == Array("de".utf8))
        #expect(form["prompt"] == Array("Ada, Visavis".utf8))
    }

    @Test("streams partial texts where it can", arguments: [nil, 1, 5])
    func streams(pieces: Int?) async throws {
        let provider = try StandInProvider(StandInScript(chunkBytes: pieces, transcript: "when do you öffnen"))
        defer { provider.stop() }
        let (texts, fault) = await results(transcriber(provider, isStreamed: true))
        #expect(texts.map(\.text) == ["when", "when do", "when do you", "when do you öffnen", "when do you öffnen"])
        #expect(texts.map(\.isFinal) == [false, false, false, false, true])
        #expect(fault == nil)
    }

    @Test("hears no words in silence, and is not asked about less than a tenth of a second")
    func silence() async throws {
        let provider = try StandInProvider(StandInScript(fault: .empty))
        defer { provider.stop() }
        #expect(await results(transcriber(provider)).texts == [RecognisedText(text: "", isFinal: true)])
        let short = await results(transcriber(provider), samples: [1, 2, 3])
        #expect(short.texts == [RecognisedText(text: "", isFinal: true)])
        #expect(provider.requests.count == 1)
    }

    @Test(
        "fails by name",
        arguments: [
            (StandInScript.Fault.refused, "asr_unreachable"), (.slow, "asr_timed_out"),
            (.unauthorized, "asr_unauthorized"), (.rateLimited(retryAfter: 9), "asr_rate_limited"),
            (.serverFailed, "asr_server_failed"), (.cut, "asr_cut"), (.stalled, "asr_timed_out"),
            (.garbage, "asr_garbage"), (.wrongSampleRate, "asr_rejected"),
        ])
    func faults(fault: StandInScript.Fault, name: String) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault))
        defer { provider.stop() }
        let transcriber = transcriber(provider, isImpatient: fault == .slow || fault == .stalled)
        let (texts, got) = await results(transcriber)
        #expect(texts.isEmpty)
        #expect(got.map { ProviderError(.listening, "", $0).name } == name)
    }

    @Test("is asked again after a passing fault")
    func retries() async throws {
        let provider = try StandInProvider(StandInScript(fault: .serverFailed, faultyRequests: 1))
        defer { provider.stop() }
        #expect(await results(transcriber(provider)).texts.last?.text == "when do you open")
    }

    @Test("that is cancelled ends without a text, before and after its end", arguments: [false, true])
    func cancels(afterFinish: Bool) async throws {
        let provider = try StandInProvider(StandInScript(fault: .slow))
        defer { provider.stop() }
        let transcription = transcriber(provider).transcribe(RecognitionRequest())
        transcription.feed(second)
        if afterFinish { transcription.finish() }
        transcription.cancel()
        transcription.cancel()
        transcription.feed(second)
        transcription.finish()
        var count = 0
        for try await _ in transcription.results { count += 1 }
        #expect(count == 0)
    }

    @Test("is sent a minute at most")
    func bounded() {
        var sound = UtteranceSound()
        for _ in 0..<70 { sound.append([Int16](repeating: 1, count: 16_000)) }
        #expect(sound.samples.count == 960_000)
    }

    @Test("may answer in plain text, in JSON, or in segments")
    func shapes() throws {
        func text(_ body: String, _ type: String?) throws -> String {
            var reply = TranscriptionReply(contentType: type)
            _ = try reply.push(Array(body.utf8))
            return try reply.finish()
        }
        #expect(try text(" Hello.\n", "text/plain; charset=utf-8") == "Hello.")
        #expect(try text(#"{"text":" Hello. "}"#, nil) == "Hello.")
        #expect(
            try text("data: {\"text\":\"Hello\"}\n\ndata: {\"text\":\"you.\"}\n\n", "text/event-stream") == "Hello you."
        )
        #expect(throws: ProviderError.Fault.cut) {
            try text("data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n", "text/event-stream")
        }
        #expect(throws: ProviderError.Fault.self) { try text("<html>", "text/html") }
        #expect(throws: ProviderError.Fault.self) { try text("{}", "application/json") }
    }
}
