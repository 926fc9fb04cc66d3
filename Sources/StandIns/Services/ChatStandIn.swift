/// OpenAI's `/v1/chat/completions`, streamed or not.
extension StandInExchange {
    func chat() -> Bool {
        let body = request.json
        let messages = body["messages"] as? [[String: Any]] ?? []
        let asked = messages.last { $0["role"] as? String == "user" }?["content"] as? String ?? ""
        let result = messages.last.flatMap { $0["role"] as? String == "tool" ? $0["content"] as? String : nil }
        let reply = script.replies.first { asked.lowercased().contains($0.key.lowercased()) }
        let mayCall = body["tools"] != nil && body["tool_choice"] as? String != "none" && result == nil
        let calls = mayCall ? reply?.calls ?? [] : []
        var text = reply?.text ?? script.otherwise
        if let result { text = text.replacing("{result}", with: result) }

        if script.fault == .garbage {
            return stream([Array("<html><body>Welcome to the proxy!</body></html>".utf8)], type: "text/html")
        }
        if script.fault == .empty { text = "" }
        guard body["stream"] as? Bool == true else { return respond(StandInJSON.bytes(whole(text, calls))) }

        var events: [[UInt8]] = []
        events.append(chunk(["role": "assistant", "content": ""]))
        if calls.isEmpty {
            events += Self.tokens(of: text).map { chunk(["content": $0]) }
        } else {
            for (index, call) in calls.enumerated() {
                events.append(
                    chunk([
                        "tool_calls": [
                            [
                                "index": index, "id": "call_\(index)", "type": "function",
                                "function": ["name": call.name, "arguments": ""],
                            ] as [String: Any]
                        ]
                    ]))
                for token in Self.tokens(of: call.arguments) {
                    let function: [String: Any] = ["index": index, "function": ["arguments": token]]
                    events.append(chunk(["tool_calls": [function]]))
                }
            }
        }
        if script.fault == .errorInStream {
            events = Array(events.prefix((events.count + 1) / 2))
            events.append(
                StandInJSON.event(["error": ["message": "A stand-in's fault.", "type": "server_error", "code": 500]]))
            return stream(events, type: "text/event-stream")
        }
        events.append(chunk([:], reason: calls.isEmpty ? "stop" : "tool_calls"))
        events.append(Array("data: [DONE]\n\n".utf8))
        return stream(events, type: "text/event-stream")
    }

    private func chunk(_ delta: [String: Any], reason: String? = nil) -> [UInt8] {
        var choice: [String: Any] = ["index": 0, "delta": delta]
        if let reason { choice["finish_reason"] = reason }
        return StandInJSON.event([
            "id": "chatcmpl-stand-in", "object": "chat.completion.chunk", "created": 0, "model": "stand-in",
            "choices": [choice],
        ])
    }

    private func whole(_ text: String, _ calls: [(name: String, arguments: String)]) -> [String: Any] {
        var message: [String: Any] = ["role": "assistant", "content": text]
        if !calls.isEmpty {
            message["tool_calls"] = calls.enumerated().map { index, call in
                [
                    "id": "call_\(index)", "type": "function",
                    "function": ["name": call.name, "arguments": call.arguments],
                ] as [String: Any]
            }
        }
        let reason = calls.isEmpty ? "stop" : "tool_calls"
        let choice: [String: Any] = ["index": 0, "message": message, "finish_reason": reason]
        return ["id": "chatcmpl-stand-in", "object": "chat.completion", "created": 0, "choices": [choice]]
    }

    /// Words with the space before them, as tokenisers cut.
    static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        for character in text {
            if character == " " || tokens.isEmpty {
                tokens.append(String(character))
            } else {
                tokens[tokens.count - 1].append(character)
            }
        }
        return tokens
    }
}
