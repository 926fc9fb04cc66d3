internal import Conversation
internal import Core
internal import HTTP
internal import Knowledge
internal import Operations
internal import Providers
internal import Storage

/// Who answers: the server's own answerer, or the model that a user configured for a session.
struct Answerers: Sendable {
    let standard: any Answerer
    let models: Models
    let secrets: Secrets
    let client: HTTPClient
    let knowledge: KnowledgeStore
    let metrics: Metrics
    let log: Log

    /// - Parameter model: Id of a user's model; nil is the server's choice.
    func answerer(of owner: String, model: String?) -> any Answerer {
        model.map { UsersModel(id: $0, owner: owner, answerers: self) } ?? standard
    }

    /// A user's model, looked up for each answer: its key may change, and it may be gone.
    private struct UsersModel: Answerer {
        let id: String
        let owner: String
        let answerers: Answerers
        var name: String { "model of a user" }

        func answer(_ question: Question) -> AsyncThrowingStream<AnswerPart, any Error> {
            AsyncThrowingStream { parts in
                let task = Task {
                    do {
                        for try await part in try await answerers.find(id, owner).answer(question) {
                            parts.yield(part)
                        }
                        parts.finish()
                    } catch {
                        parts.finish(throwing: error)
                    }
                }
                parts.onTermination = { _ in task.cancel() }
            }
        }
    }

    /// - Throws: `ProviderError` unauthorized when the model or its key is gone.
    private func find(_ id: String, _ owner: String) async throws -> any Answerer {
        let found = try? await models.find(id, owner: owner)
        guard let configuration = found else { throw ProviderError(.thinking, "model \(id)", .unauthorized) }
        var key: String?
        if let secret = configuration.secret {
            key = try? await secrets.value(of: secret, owner: owner)
            guard key != nil else { throw ProviderError(.thinking, configuration.displayName, .unauthorized) }
        }
        let service = Service(
            client: client, url: configuration.baseURL ?? "https://api.openai.com/v1", key: key, reach: .untrusted)
        return ModelAnswerer(
            model: OpenAIChat(service, model: configuration.model), knowledge: knowledge, metrics: metrics, log: log)
    }
}
