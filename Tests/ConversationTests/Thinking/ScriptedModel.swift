import Conversation
import Core
import Synchronization

/// A language model that follows a script: one reply for each request, the last one again and again.
final class ScriptedModel: LanguageModel {
    enum Step: Sendable {
        case part(ChatPart)
        case fault(ProviderError.Fault)
        /// Until whoever waits gives up.
        case hang
    }

    let name = "scripted"
    private let script: [[Step]]
    private let received = Mutex<[ChatRequest]>([])

    init(_ script: [Step]...) { self.script = script }

    var requests: [ChatRequest] { received.withLock { $0 } }

    func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatPart, any Error> {
        let number = received.withLock { requests in
            requests.append(request)
            return requests.count
        }
        let steps = script[min(number, script.count) - 1]
        return AsyncThrowingStream { continuation in
            let task = Task {
                for step in steps {
                    switch step {
                    case .part(let part): continuation.yield(part)
                    case .fault(let fault):
                        continuation.finish(throwing: ProviderError(.thinking, "scripted", fault))
                        return
                    case .hang:
                        try? await Task.sleep(for: .seconds(3600))
                        return
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension ScriptedModel.Step {
    static func text(_ text: String) -> Self { .part(.text(text)) }
    static func call(_ name: String, _ arguments: String = "{}", id: String = "call_1") -> Self {
        .part(.toolCalls([ToolCall(id: id, name: name, arguments: arguments)]))
    }
}
