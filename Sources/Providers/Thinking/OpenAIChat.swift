package import Conversation
internal import Core
internal import HTTP

/// A model behind an OpenAI-compatible `/chat/completions`: OpenAI, Ollama, llama.cpp, vLLM and many more. Any number of
/// requests at once; each is tried once.
package struct OpenAIChat: LanguageModel {
    package struct Patience: Equatable, Sendable {
        /// For name, TCP and TLS.
        package var connect: Duration
        /// From the request to the first text or function call. A model that reasons first is not given more.
        package var firstText: Duration
        /// From then on between two pieces of the reply.
        package var idle: Duration

        package init(
            connect: Duration = .seconds(5), firstText: Duration = .seconds(15), idle: Duration = .seconds(8)
        ) {
            self.connect = connect
            self.firstText = firstText
            self.idle = idle
        }
    }

    package var name: String { service.address.host }
    private let service: Service
    private let model: String
    private let patience: Patience

    /// - Parameter model: The provider's name of it; empty where a server has but one.
    package init(_ service: Service, model: String, patience: Patience = Patience()) {
        self.service = service
        self.model = model
        self.patience = patience
    }

    package func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatPart, any Error> {
        // Bounded by the bytes that are taken of a reply.
        AsyncThrowingStream { continuation in
            let task = Task {
                let deadline = MovingDeadline(in: patience.firstText)
                do {
                    try await deadline.watch { try await read(request, deadline, continuation) }
                } catch let passed as MovingDeadline.Passed {
                    continuation.finish(throwing: ProviderError(.thinking, name, .timedOut(passed.allowed)))
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            // When it finished, the task may go on to the end of the response.
            continuation.onTermination = { if case .cancelled = $0 { task.cancel() } }
        }
    }

    /// Of a reply, thoughts included.
    private static let mostBytes = 16 << 20

    private func read(
        _ request: ChatRequest, _ deadline: MovingDeadline,
        _ continuation: AsyncThrowingStream<ChatPart, any Error>.Continuation
    ) async throws {
        // The deadline decides on everything after the connection; these only must not come before it.
        let timeouts = HTTPTimeouts(
            connect: patience.connect, firstByte: patience.firstText + .seconds(1),
            idle: max(patience.firstText, patience.idle) + .seconds(1), total: .seconds(900))
        let isOpenAI = name == "api.openai.com" || name.hasSuffix(".openai.azure.com")
        let response = try await service.stream(
            service.post(
                "chat/completions", body: ChatBody.bytes(request, model: model, isOpenAI: isOpenAI),
                accept: "text/event-stream, application/json", timeouts: timeouts, maximumBody: Self.mostBytes),
            for: .thinking)
        // Closes the connection, unless the response was read to its end: then it serves the next request.
        defer { response.cancel() }
        func hand(
            _ read: (inout [ChatPart]) throws(ProviderError.Fault) -> Void
        ) throws(ProviderError.Fault) -> Bool {
            var parts: [ChatPart] = []
            // What came before a fault is handed on as well.
            defer { for part in parts { continuation.yield(part) } }
            try read(&parts)
            return !parts.isEmpty
        }
        var reply = ChatReply()
        let chunks = response.chunks.makeAsyncIterator()
        var hasBegun = false
        do {
            while !reply.isComplete, let chunk = try await chunks.next() {
                let isText = try hand { parts throws(ProviderError.Fault) in try reply.push(chunk, into: &parts) }
                if hasBegun || isText {
                    deadline.allow(patience.idle)
                    hasBegun = true
                }
            }
            _ = try hand { parts throws(ProviderError.Fault) in try reply.finish(into: &parts) }
            continuation.finish()
            deadline.allow(.seconds(1))
            while try await chunks.next() != nil {}
        } catch let error as HTTPClientError {
            throw Service.error(error, .thinking, name, timeouts)
        } catch let fault as ProviderError.Fault {
            throw ProviderError(.thinking, name, fault)
        }
    }
}
