import Conversation
import Core
import Testing

@testable import Providers

@Suite("A chat's reply")
struct ChatReplyTests {
    private func read(_ text: String, pieces size: Int = .max) throws -> [ChatPart] {
        var reply = ChatReply()
        var parts: [ChatPart] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(size, max(1, bytes.count))) {
            try reply.push(Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))]), into: &parts)
        }
        try reply.finish(into: &parts)
        return parts
    }

    private func text(_ parts: [ChatPart]) -> String {
        parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    private func chunk(_ delta: String, _ more: String = "") -> String {
        "data: {\"choices\":[{\"index\":0,\"delta\":\(delta)\(more)}]}\n\n"
    }

    private let done = "data: [DONE]\n\n"

    @Test("is its deltas, whatever lies between them and however it is cut")
    func deltas() throws {
        let reply =
            ": ping\n\n" + chunk(#"{"role":"assistant","content":null}"#) + chunk(#"{"content":"Grüß "}"#)
            + "data: \n\n" + chunk(#"{"content":"Gott 😀"}"#) + chunk("{}", #","finish_reason":"stop""#)
            + "data: {\"choices\":[],\"usage\":{}}\n\n" + done
        #expect(try read(reply) == [.text("Grüß "), .text("Gott 😀")])
        for size in 1...80 { #expect(try text(read(reply, pieces: size)) == "Grüß Gott 😀") }
    }

    @Test("is complete with a reason and no end, an end and no reason, or with single line feeds")
    func endings() throws {
        let hello = chunk(#"{"content":"Hello"}"#)
        #expect(try text(read(hello + chunk("{}", #","finish_reason":"length""#))) == "Hello")
        #expect(try text(read(hello + "data: [DONE]")) == "Hello")
        let single = (hello + done).replacing("\n\n", with: "\n")
        #expect(try text(read(single)) == "Hello")
    }

    @Test("that ends without a reason was cut")
    func cut() {
        #expect(throws: ProviderError.Fault.cut) { try read(chunk(#"{"content":"Hello"}"#)) }
    }

    @Test("of a server that does not stream is read as a whole")
    func whole() throws {
        let reply = #" {"choices":[{"message":{"role":"assistant","content":"<think>x</think>Hello"}}]}"#
        for size in [1, 7, 1000] { #expect(try text(read(reply, pieces: size)) == "Hello") }
    }

    @Test(
        "with an error in it throws what the error means",
        arguments: [
            (#"data: {"error":{"code":500,"message":"x"}}"#, ProviderError.Fault.serverFailed(status: 500)),
            (#"error: {"code":400,"message":"context","type":"invalid_request_error"}"#, .rejected(status: 400)),
            ("event: error\ndata: {\"error\":{\"type\":\"rate_limit_error\"}}", .rateLimited(retryAfter: nil)),
            ("event: error\ndata: overloaded", .serverFailed(status: 500)),
            ("{\"error\":{\"code\":401}}", .unauthorized),
            ("<html>", .garbage(detail: "no event of a chat")),
            ("data: <html>", .garbage(detail: "an event that is not JSON")),
            ("{\"choices\": [", .garbage(detail: "neither events nor JSON")),
            ("{}", .garbage(detail: "JSON without choices")),
            ("", .empty), ("\n", .empty),
        ])
    func faults(text: String, fault: ProviderError.Fault) {
        #expect(throws: fault) { try read(text + (text.isEmpty || text.hasPrefix("{") ? "" : "\n\n")) }
    }

    @Test("keeps what came in the same piece before an error")
    func textBeforeError() {
        var reply = ChatReply()
        var parts: [ChatPart] = []
        let bytes = Array((chunk(#"{"content":"Hello"}"#) + "data: {\"error\":{\"code\":500}}\n\n").utf8)
        #expect(throws: ProviderError.Fault.serverFailed(status: 500)) { try reply.push(bytes, into: &parts) }
        #expect(parts == [.text("Hello")])
    }

    @Test("holds nothing of what the model thinks")
    func thoughts() throws {
        let reply =
            chunk(#"{"reasoning_content":"Hm."}"#) + chunk(#"{"reasoning":"Hm."}"#) + chunk(#"{"content":"<thi"}"#)
            + chunk(#"{"content":"nk>Let me <b"}"#) + chunk(#"{"content":">see</thin"}"#)
            + chunk(#"{"content":"k>A < B"}"#) + chunk(#"{"content":[{"type":"text","text":"."}]}"#) + done
        #expect(try text(read(reply)) == "A < B.")
    }

    @Test("keeps what only looks like a thought's beginning")
    func lookalikes() throws {
        #expect(try text(read(chunk(#"{"content":"a <thin"}"#) + done)) == "a <thin")
        #expect(try text(read(chunk(#"{"content":"x</think>y"}"#) + done)) == "xy")
    }

    @Test("joins the pieces of function calls as OpenAI sends them")
    func calls() throws {
        let reply =
            chunk(#"{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"#)
            + chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}"#)
            + chunk(#"{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}"#)
            + chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"#)
            + chunk("{}", #","finish_reason":"tool_calls""#)
        let calls = [
            ToolCall(id: "a", name: "f", arguments: #"{"x":1}"#), ToolCall(id: "b", name: "g", arguments: "{}"),
        ]
        #expect(try read(reply) == [.toolCalls(calls)])
    }

    @Test("knows function calls without numbers, with one number for all, and with arguments as an object")
    func oddCalls() throws {
        let expected = [
            ChatPart.toolCalls([
                ToolCall(id: "a", name: "f", arguments: #"{"x":1}"#), ToolCall(id: "b", name: "g", arguments: "{}"),
            ])
        ]
        let unnumbered =
            chunk(#"{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]}"#)
            + chunk(#"{"tool_calls":[{"id":"b","function":{"name":"g"}}]}"#, #","finish_reason":"stop""#)
        #expect(try read(unnumbered) == expected)
        let sameNumber =
            chunk(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}"#)
            + chunk(#"{"tool_calls":[{"index":0,"id":"b","function":{"name":"g"}}]}"#, #","finish_reason":"stop""#)
        #expect(try read(sameNumber) == expected)
        let nameless = chunk(#"{"tool_calls":[{"function":{"name":"f"}},{"function":{"name":"g"}}]}"#) + done
        #expect(
            try read(nameless) == [
                .toolCalls([
                    ToolCall(id: "call_0", name: "f", arguments: "{}"),
                    ToolCall(id: "call_1", name: "g", arguments: "{}"),
                ])
            ])
    }

    @Test("never traps and never has two minds, whatever the bytes")
    func mutations() {
        var random = SplitMix64(seed: 11)
        let samples = [
            chunk(#"{"content":"Hello <think>x</think> you"}"#) + chunk("{}", #","finish_reason":"stop""#) + done,
            chunk(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#) + done,
            #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#,
        ].map { Array($0.utf8) }
        for number in 0..<6000 {
            var bytes = samples[number % samples.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = .random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let whole = Result { try self.text(read(text)) }
            let pieces = Result { try self.text(read(text, pieces: 3)) }
            switch (whole, pieces) {
            case (.success(let one), .success(let other)): #expect(one == other)
            case (.failure, .failure): break
            default: Issue.record("read differently in pieces: \(text)")
            }
        }
    }
}

@Suite("A chat's request")
struct ChatBodyTests {
    private let tool = ChatTool(name: "f", description: "F.", parameters: #"{"type":"object","required":["x"]}"#)

    @Test("says all there is to say")
    func everything() throws {
        let request = ChatRequest(
            messages: [
                .system("s"), .user("u"),
                .toolCalls([ToolCall(id: "a", name: "f", arguments: "broken")], said: "Well."),
                .toolResult(id: "a", text: "r"), .assistant("x"),
            ], tools: [tool], mayCallTools: false, maximumTokens: 9, temperature: 0.5)
        let json = try #require(JSON(ChatBody.bytes(request, model: "m", isOpenAI: false)))
        #expect(json["model"].string == "m" && json["stream"].bool == true)
        #expect(json["max_tokens"].int == 9 && json["temperature"].double == 0.5)
        #expect(json["tool_choice"].string == "none")
        #expect(json["tools"].array?.first?["function"]["parameters"]["required"].array?.first?.string == "x")
        let messages = try #require(json["messages"].array)
        #expect(messages.map { $0["role"].string } == ["system", "user", "assistant", "tool", "assistant"])
        #expect(messages[2]["content"].string == "Well.")
        #expect(messages[2]["tool_calls"].array?.first?["function"]["arguments"].string == "{}")
        #expect(messages[3]["tool_call_id"].string == "a")
    }

    @Test("leaves away what nobody set, and limits OpenAI's models by the name they know")
    func little() throws {
        let request = ChatRequest(messages: [.user("u")], maximumTokens: 9)
        let json = try #require(JSON(ChatBody.bytes(request, model: "", isOpenAI: true)))
        #expect(json["max_completion_tokens"].int == 9)
        for name in ["model", "max_tokens", "tools", "tool_choice", "temperature"] { #expect(json[name].isNull) }
    }
}
