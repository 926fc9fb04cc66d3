internal import Core
internal import Knowledge

/// Vectors for made documents, whose words mean nothing, as long and as many as the model's; a question is embedded by
/// the model itself. So the time of a question is that of real documents, without an hour of embedding them.
struct MadeVectors: Embedder {
    let questions: SentenceEmbedder
    var identity: String { questions.identity + "/made" }

    func embed(_ texts: [String]) async throws -> [[Float]] {
        if texts.count == 1 { return try await questions.embed(texts) }
        var random = SplitMix64(seed: UInt64(texts.count))
        return texts.map { _ in
            let vector = (0..<384).map { _ in Float(random.unit()) - 0.5 }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }
}
