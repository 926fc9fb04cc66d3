internal import Conversation
internal import Core
internal import Knowledge
internal import Speech

/// The language model: it writes a word.
enum ThinkingCheck {
    private static let limit: Duration = .seconds(30)

    static func examine(_ configuration: Configuration, _ engines: ConversationEngines) async -> Examination {
        guard let model = engines.model else {
            return Examination("thinking", .skipped, "no language model is configured: she quotes her documents")
        }
        do {
            let first = try await TimeLimit.run(limit) {
                let request = ChatRequest(messages: [.user("Answer with one word: ready.")], maximumTokens: 64)
                for try await part in model.complete(request) {
                    if case .text(let text) = part, !text.isEmpty { return true }
                }
                return false
            }
            guard first else { throw ProviderError(.thinking, model.name, .empty) }
            return .fine("thinking", "\(model.name) answers with \(configuration.model.name)")
        } catch {
            return ProviderPlace.thinking(configuration).examination("thinking", .broken, error)
        }
    }
}

/// A provider's voice or one of Piper's: it speaks a word.
enum SpeakingCheck {
    private static let limit: Duration = .seconds(20)

    static func examine(_ configuration: Configuration, _ engines: ConversationEngines) async -> Examination {
        let place = ProviderPlace.speaking(configuration)
        do {
            guard let (source, voice) = try engines.speech() else {
                return Examination("speaking", .skipped, "no other voices than the built-in ones are configured")
            }
            let isHeard = try await TimeLimit.run(limit) {
                for try await chunk in try source.speech(of: "Good morning.", voice: voice)
                where !chunk.audio.samples.isEmpty { return true }
                return false
            }
            guard isHeard else { throw SpeechError.nothingSpeakable }
            return .fine("speaking", "the voice \(voice.id) speaks")
        } catch {
            // A built-in voice stands in.
            return place.examination("speaking", .warning, error)
        }
    }
}

/// The embeddings: vectors come, all of one length.
enum EmbeddingCheck {
    private static let limit: Duration = .seconds(20)

    static func examine(_ configuration: Configuration, _ engines: ConversationEngines) async -> Examination {
        guard let embedder = engines.embedder else {
            return Examination(
                "embeddings", .skipped, "the model of sentences is not installed: words alone find what is known",
                advice: "run scripts/models")
        }
        do {
            let vectors = try await TimeLimit.run(limit) { try await embedder.embed(["opening hours", "parking"]) }
            return judge(vectors.map(\.count), of: embedder.identity)
        } catch let error as MeaningError {
            return Examination("embeddings", .warning, "\(error)", advice: "remove .models and run scripts/models")
        } catch {
            // Words alone still find much.
            return ProviderPlace.embedding(configuration).examination("embeddings", .warning, error)
        }
    }

    static func judge(_ lengths: [Int], of name: String) -> Examination {
        guard let first = lengths.first, first > 0, lengths.allSatisfy({ $0 == first }) else {
            return Examination(
                "embeddings", .warning, "\(name) gives vectors of different lengths: \(lengths)",
                advice: "choose a model of embeddings in knowledge.embeddings_model")
        }
        return .fine("embeddings", "\(name) gives vectors of \(first) numbers")
    }
}
