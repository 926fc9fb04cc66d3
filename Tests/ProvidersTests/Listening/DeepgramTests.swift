import Conversation
import Core
import HTTP
import Speech
import StandIns
import Testing

@testable import Providers

@Suite("Deepgram's recogniser")
struct DeepgramTests {
    private let client = HTTPClient(egress: Egress())
    private let second = [Int16](repeating: 100, count: 16_000)

    private func recogniser(
        _ provider: StandInProvider, key: String? = nil, isImpatient: Bool = false
    ) -> DeepgramRecogniser {
        DeepgramRecogniser(
            Service(client: client, url: provider.webSocketURL, key: key),
            settings: .init(
                connect: isImpatient ? .milliseconds(300) : .seconds(60),
                final: isImpatient ? .seconds(1) : .seconds(60)),
            retries: RetryPolicy(tries: 2, backoff: .milliseconds(1)))
    }

    private func results(
        _ recogniser: DeepgramRecogniser, seconds: Int = 3
    ) async -> (texts: [RecognisedText], fault: ProviderError.Fault?) {
        let transcription = recogniser.transcribe(RecognitionRequest(language: "en"))
        for _ in 0..<seconds { transcription.feed(second) }
        transcription.finish()
        var texts: [RecognisedText] = []
        do {
            for try await text in transcription.results { texts.append(text) }
        } catch {
            return (texts, (error as? ProviderError)?.fault)
        }
        return (texts, nil)
    }

    @Test("sends sound from the first moment on and settles the text at its end", arguments: [nil, 1, 3])
    func hears(pieces: Int?) async throws {
        let provider = try StandInProvider(
            StandInScript(chunkBytes: pieces, transcript: "when do you open on Sunday mornings", key: "secret"))
        defer { provider.stop() }
        let (texts, fault) = await results(recogniser(provider, key: "secret"))
        #expect(fault == nil)
        #expect(texts.last == RecognisedText(text: "when do you open on Sunday mornings", isFinal: true))
        #expect(texts.filter(\.isFinal).count == 1)
        let request = try #require(provider.requests.first)
        #expect(request.path == "/v1/listen")
        #expect(request.headers["authorization"] == "Token secret")
        #expect(request.query("sample_rate") == "16000" && request.query("encoding") == "linear16")
    }

    @Test("hears no words in silence")
    func silence() async throws {
        let provider = try StandInProvider(StandInScript(fault: .empty))
        defer { provider.stop() }
        let (texts, fault) = await results(recogniser(provider))
        #expect(texts == [RecognisedText(text: "", isFinal: true)])
        #expect(fault == nil)
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
        let (texts, got) = await results(recogniser(provider, isImpatient: fault == .slow || fault == .stalled))
        #expect(!texts.contains { $0.isFinal })
        #expect(got.map { ProviderError(.listening, "", $0).name } == name)
    }

    @Test(
        "sends the whole utterance again when the connection breaks",
        arguments: [StandInScript.Fault.cut, .serverFailed])
    func retries(fault: StandInScript.Fault) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault, faultyRequests: 1))
        defer { provider.stop() }
        let (texts, got) = await results(recogniser(provider))
        #expect(texts.last == RecognisedText(text: "when do you open", isFinal: true))
        #expect(got == nil)
    }

    @Test("ends without a text when it is cancelled", arguments: [false, true])
    func cancels(afterFinish: Bool) async throws {
        let provider = try StandInProvider(StandInScript(fault: .slow))
        defer { provider.stop() }
        let transcription = recogniser(provider).transcribe(RecognitionRequest())
        transcription.feed(second)
        if afterFinish { transcription.finish() }
        transcription.cancel()
        transcription.cancel()
        transcription.feed(second)
        var count = 0
        for try await _ in transcription.results { count += 1 }
        #expect(count == 0)
    }

    @Test("is asked for what the session knows")
    func address() {
        let request = RecognitionRequest(language: "de-AT", keywords: ["Ada Lovelace", "Visavis"])
        let nova3 = DeepgramAddress.url("", model: "nova-3", request)
        #expect(nova3.hasPrefix("wss://api.deepgram.com/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000"))
        #expect(nova3.contains("&language=de-AT&keyterm=Ada%20Lovelace&keyterm=Visavis"))
        let nova2 = DeepgramAddress.url("wss://h/v1/listen?punctuate=false", model: "nova-2", request)
        #expect(nova2.hasPrefix("wss://h/v1/listen?punctuate=false&model=nova-2"))
        #expect(!nova2.contains("punctuate=true") && nova2.hasSuffix("&keywords=Visavis"))
    }

    @Test("joins what is settled with what is guessed")
    func joins() throws {
        func message(_ text: String, _ more: String) -> String {
            #"{"type":"Results","channel":{"alternatives":[{"transcript":"\#(text)"}]},\#(more)}"#
        }
        var transcript = DeepgramTranscript()
        #expect(try transcript.read(message("when do", #""is_final":false"#), isLast: false)?.text == "when do")
        #expect(try transcript.read(message("When do you", #""is_final":true"#), isLast: false)?.text == "When do you")
        #expect(try transcript.read(message("open", #""is_final":false"#), isLast: false)?.text == "When do you open")
        #expect(try transcript.read(message("open", #""is_final":false"#), isLast: false) == nil)
        #expect(try transcript.read(#"{"type":"UtteranceEnd"}"#, isLast: false) == nil)
        #expect(!transcript.isComplete)
        _ = try transcript.read(message("open?", #""is_final":true,"from_finalize":true"#), isLast: true)
        #expect(transcript.isComplete && transcript.text == "When do you open?")
        #expect(throws: ProviderError.Fault.self) { try transcript.read("<html>", isLast: false) }
    }

    @Test("never traps, whatever the messages")
    func mutations() {
        var random = SplitMix64(seed: 5)
        let sample = Array(
            #"{"type":"Results","is_final":true,"from_finalize":true,"channel":{"alternatives":[{"transcript":"a b"}]}}"#
                .utf8)
        var transcript = DeepgramTranscript()
        for _ in 0..<5000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 32...126, using: &random)
            }
            _ = try? transcript.read(String(decoding: bytes, as: UTF8.self), isLast: true)
        }
        #expect(!transcript.text.isEmpty)
    }
}
