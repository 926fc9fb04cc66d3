import Conversation
import Core
import HTTP
import StandIns
import Testing

@testable import Providers

/// Against a local stand-in, over real sockets.
@Suite("A model behind chat completions")
struct OpenAIChatTests {
    private let client = HTTPClient(egress: Egress())

    /// Impatient only where nothing comes, so that a busy machine changes nothing.
    private func chat(
        _ provider: StandInProvider, key: String? = nil, headers: HTTPHeaders = [:], fault: StandInScript.Fault? = nil
    ) -> OpenAIChat {
        OpenAIChat(
            Service(client: client, url: provider.url, key: key, headers: headers), model: "m",
            patience: .init(
                connect: .seconds(60), firstText: fault == .slow ? .milliseconds(300) : .seconds(60),
                idle: fault == .stalled ? .seconds(1) : .seconds(60)))
    }

    private func outcome(
        of chat: OpenAIChat, _ request: ChatRequest = ChatRequest(messages: [.user("Hello?")])
    ) async -> (text: String, calls: [ToolCall], fault: ProviderError.Fault?) {
        var (text, calls) = ("", [ToolCall]())
        do {
            for try await part in chat.complete(request) {
                switch part {
                case .text(let piece): text += piece
                case .toolCalls(let some): calls += some
                }
            }
        } catch {
            return (text, calls, (error as? ProviderError)?.fault)
        }
        return (text, calls, nil)
    }

    @Test("writes its answer, whatever the pieces it comes in", arguments: [nil, 1, 2, 3, 7, 64])
    func answers(pieces: Int?) async throws {
        let provider = try StandInProvider(StandInScript(chunkBytes: pieces, otherwise: "Grüß Gott, 日本 😀."))
        defer { provider.stop() }
        let outcome = await outcome(of: chat(provider))
        #expect(outcome.text == "Grüß Gott, 日本 😀.")
        #expect(outcome.fault == nil)
    }

    @Test("is asked with key and headers")
    func headers() async throws {
        let provider = try StandInProvider(StandInScript(key: "secret"))
        defer { provider.stop() }
        _ = await outcome(of: chat(provider, key: "secret", headers: ["X-Team": "support"]))
        let request = try #require(provider.requests.first)
        #expect(request.path == "/v1/chat/completions")
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.headers["x-team"] == "support")
        #expect(request.headers["content-type"] == "application/json")
        let wrong = await outcome(of: chat(provider, key: "wrong"))
        #expect(wrong.fault == .unauthorized)
    }

    @Test(
        "says by name what went wrong",
        arguments: [
            (StandInScript.Fault.refused, ProviderError.Fault.unreachable),
            (.slow, .timedOut(.milliseconds(300))), (.unauthorized, .unauthorized),
            (.rateLimited(retryAfter: 3), .rateLimited(retryAfter: .seconds(3))),
            (.rateLimited(retryAfter: nil), .rateLimited(retryAfter: nil)), (.serverFailed, .serverFailed(status: 500)),
            (.rejected, .rejected(status: 404)), (.garbage, .garbage(detail: "no event of a chat")),
        ])
    func faults(fault: StandInScript.Fault, expected: ProviderError.Fault) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault))
        defer { provider.stop() }
        let outcome = await outcome(of: chat(provider, fault: fault))
        #expect(outcome.fault == expected)
        #expect(outcome.text.isEmpty)
    }

    @Test(
        "keeps what came before a stream broke",
        arguments: [
            (StandInScript.Fault.cut, ProviderError.Fault.cut), (.stalled, .timedOut(.seconds(1))),
            (.errorInStream, .serverFailed(status: 500)),
        ])
    func broken(fault: StandInScript.Fault, expected: ProviderError.Fault) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault, otherwise: "one two three four five six"))
        defer { provider.stop() }
        let outcome = await outcome(of: chat(provider, fault: fault))
        #expect(outcome.fault == expected)
        #expect(outcome.text.hasPrefix("one"))
    }

    @Test("may answer nothing: who asked decides what that means")
    func empty() async throws {
        let provider = try StandInProvider(StandInScript(fault: .empty))
        defer { provider.stop() }
        let outcome = await outcome(of: chat(provider))
        #expect(outcome.text.isEmpty)
        #expect(outcome.fault == nil)
    }

    @Test("asks for functions")
    func calls() async throws {
        let provider = try StandInProvider(
            StandInScript(chunkBytes: 5, replies: [.init("hello", "", calls: [("time", #"{"zone": "CET"}"#)])]))
        defer { provider.stop() }
        let request = ChatRequest(
            messages: [.user("Hello?")], tools: [ChatTool(name: "time", description: "", parameters: "{}")])
        let outcome = await outcome(of: chat(provider), request)
        #expect(outcome.calls == [ToolCall(id: "call_0", name: "time", arguments: #"{"zone": "CET"}"#)])
    }

    @Test("does not keep a connection that nobody reads from any more")
    func cancelled() async throws {
        let provider = try StandInProvider(StandInScript(fault: .stalled, otherwise: "one two three four"))
        defer { provider.stop() }
        let chat = chat(provider)
        let task = Task {
            for try await _ in chat.complete(ChatRequest(messages: [.user("Hello?")])) {
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        _ = await task.result
        provider.follow(StandInScript(otherwise: "Again."))
        #expect(await outcome(of: chat).text == "Again.")
    }

    @Test("answers as a whole together with history, functions and a second try")
    func together() async throws {
        let provider = try StandInProvider(
            StandInScript(
                fault: .serverFailed, faultyRequests: 1,
                replies: [.init("time", "It is {result}.", calls: [("time", "{}")])]))
        defer { provider.stop() }
        let answerer = ModelAnswerer(
            model: chat(provider),
            toolbox: Toolbox([ChatTool(name: "time", description: "", parameters: "{}")], executor: Clock()),
            limits: ThinkingLimits(firstText: .seconds(60)), retries: RetryPolicy(backoff: .milliseconds(1)))
        let question = Question(text: "What time is it?", persona: Persona(), language: "en")
        var text = ""
        for try await part in answerer.answer(question) { if case .text(let piece) = part { text += piece } }
        #expect(text == "It is nine o'clock.")
        #expect(provider.requests.count == 3)
    }

    private struct Clock: ToolExecutor {
        func execute(_ call: ToolCall, for question: Question) async throws -> String { "nine o'clock" }
    }
}
