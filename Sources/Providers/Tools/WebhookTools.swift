package import Conversation
internal import Core
internal import HTTP

/// Carries functions out by asking a webhook.
///
/// `POST` of `{"name", "arguments", "call_id", "session", "persona", "language"}`, arguments as JSON. The answer's text is
/// what the model is told; of a JSON object with a string `result`, that string.
package struct WebhookTools: ToolExecutor {
    private let service: Service
    private let timeout: Duration
    private let maximumBody: Int

    /// - Parameters:
    ///   - service: The webhook's own address, taken as it is. `reach` is `untrusted` where a user gave it.
    ///   - timeout: Of a whole call.
    ///   - maximumBody: Bytes of an answer.
    package init(_ service: Service, timeout: Duration = .seconds(8), maximumBody: Int = 32 * 1024) {
        self.service = service
        self.timeout = timeout
        self.maximumBody = maximumBody
    }

    package func execute(_ call: ToolCall, for question: Question) async throws -> String {
        let timeouts = HTTPTimeouts(
            connect: min(timeout, .seconds(5)), firstByte: timeout, idle: timeout, total: timeout)
        var request = service.post(
            "", body: Self.body(call, question), timeouts: timeouts, maximumBody: maximumBody)
        request.url = service.url
        return Self.result(try await service.send(request, for: .thinking).body)
    }

    static func body(_ call: ToolCall, _ question: Question) -> [UInt8] {
        JSON.bytes([
            "name": call.name, "arguments": JSON(call.arguments)?.object ?? call.arguments, "call_id": call.id,
            "session": question.session, "persona": question.persona.id, "language": question.language,
        ])
    }

    static func result(_ body: [UInt8]) -> String {
        if let json = JSON(body), json.isObject, let result = json["result"].string { return result }
        return String(decoding: body, as: UTF8.self)
    }
}
