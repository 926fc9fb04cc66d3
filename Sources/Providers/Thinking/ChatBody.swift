internal import Conversation

/// A request to `/chat/completions`.
enum ChatBody {
    /// - Parameters:
    ///   - isOpenAI: OpenAI itself takes the limit as `max_completion_tokens` and refuses `max_tokens` for newer models;
    ///     other servers know `max_tokens`.
    static func bytes(_ request: ChatRequest, model: String, isOpenAI: Bool) -> [UInt8] {
        var body: [String: Any] = ["stream": true, "messages": request.messages.map(message)]
        if !model.isEmpty { body["model"] = model }
        if let tokens = request.maximumTokens { body[isOpenAI ? "max_completion_tokens" : "max_tokens"] = tokens }
        if let temperature = request.temperature { body["temperature"] = temperature }
        if !request.tools.isEmpty {
            body["tools"] = request.tools.map(tool)
            if !request.mayCallTools { body["tool_choice"] = "none" }
        }
        return JSON.bytes(body)
    }

    private static func message(_ message: ChatMessage) -> [String: Any] {
        switch message {
        case .system(let text): ["role": "system", "content": text]
        case .user(let text): ["role": "user", "content": text]
        case .assistant(let text): ["role": "assistant", "content": text]
        case .toolCalls(let calls, let said):
            ["role": "assistant", "content": said, "tool_calls": calls.map(call)]
        case .toolResult(let id, let text): ["role": "tool", "tool_call_id": id, "content": text]
        }
    }

    private static func call(_ call: ToolCall) -> [String: Any] {
        // llama.cpp reads the arguments again and fails on what is not JSON.
        let arguments = JSON(call.arguments).map { $0.isObject ? call.arguments : "{}" } ?? "{}"
        return [
            "id": call.id, "type": "function",
            "function": ["name": call.name, "arguments": arguments] as [String: Any],
        ]
    }

    private static func tool(_ tool: ChatTool) -> [String: Any] {
        let none: [String: Any] = ["type": "object", "properties": [String: Any]()]
        return [
            "type": "function",
            "function": [
                "name": tool.name, "description": tool.description,
                "parameters": JSON(tool.parameters).flatMap { $0.isObject ? $0.object : nil } ?? none,
            ] as [String: Any],
        ]
    }
}
