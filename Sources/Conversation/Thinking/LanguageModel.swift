/// A chat model that streams; an OpenAI-compatible `/v1/chat/completions` is one. One try: who calls decides on more.
package protocol LanguageModel: Sendable {
    /// The provider's host, for people and metrics.
    var name: String { get }
    /// Throws ``ProviderError``. Cancelling the consumer closes the connection.
    func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatPart, any Error>
}

package struct ChatRequest: Equatable, Sendable {
    package var messages: [ChatMessage]
    package var tools: [ChatTool]
    /// False tells the model to answer without them: with what it has by now.
    package var mayCallTools: Bool
    /// Tokens of the answer; nil leaves it to the model.
    package var maximumTokens: Int?
    /// 0…2; nil leaves it to the model.
    package var temperature: Double?

    package init(
        messages: [ChatMessage], tools: [ChatTool] = [], mayCallTools: Bool = true, maximumTokens: Int? = nil,
        temperature: Double? = nil
    ) {
        self.messages = messages
        self.tools = tools
        self.mayCallTools = mayCallTools
        self.maximumTokens = maximumTokens
        self.temperature = temperature
    }
}

package enum ChatMessage: Equatable, Sendable {
    case system(String)
    case user(String)
    case assistant(String)
    /// What the model asked for, and what it had said before in the same reply.
    case toolCalls([ToolCall], said: String)
    case toolResult(id: String, text: String)
}

/// A function the model may ask for.
package struct ChatTool: Equatable, Sendable {
    package var name: String
    package var description: String
    /// JSON Schema of its arguments, as text.
    package var parameters: String

    package init(name: String, description: String, parameters: String) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

package struct ToolCall: Equatable, Sendable {
    package var id: String
    package var name: String
    /// JSON, as the model wrote it.
    package var arguments: String

    package init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

package enum ChatPart: Equatable, Sendable {
    case text(String)
    /// All calls of the reply, once, at its end.
    case toolCalls([ToolCall])
}
