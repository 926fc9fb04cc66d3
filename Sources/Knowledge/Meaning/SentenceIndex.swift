internal import Storage

/// Which sentences mean what a question means. Passages are compared by their sentences, each with the heading and the
/// question above it: a passage tells several things, and a question asks for one.
struct SentenceIndex: Sendable {
    private let embedder: any Embedder
    private let reading: KnowledgeVectors
    private let missing: KnowledgeVectors
    private let writing: KnowledgeVectors
    private let nearness: NearnessIndex
    private let failed: @Sendable (any Error) -> Void

    /// Passages whose sentences are embedded and stored together.
    private static let batch = 32
    /// Sentences of a passage; the rest of a longer one is found by its words.
    private static let sentences = 16
    /// Words of what is a sentence rather than a mark or a number.
    private static let fewest = 3
    /// Passages whose vectors are compared with a question's, those whose signs are nearest: 3 ms.
    private static let compared = 200
    /// Passages that are found by meaning alone.
    private static let nearest = 12

    /// - Parameters:
    ///   - reading, missing, writing: Connections of their own, so that nobody waits for another.
    ///   - failed: Told why a question could not be embedded.
    init(
        _ embedder: any Embedder, reading: Database, missing: Database, writing: Database,
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.embedder = embedder
        self.reading = KnowledgeVectors(reading)
        self.missing = KnowledgeVectors(missing)
        self.writing = KnowledgeVectors(writing)
        nearness = NearnessIndex(reading, model: embedder.identity)
        self.failed = failed
    }

    /// Embeds what has no vectors of the present model, the newest first. Cancelled after a batch at the latest.
    func embedMissing() async throws {
        var last = Int64.max
        while true {
            try Task.checkCancellation()
            let passages = try await missing.missing(model: embedder.identity, below: last, limit: Self.batch)
            guard let lowest = passages.last?.id else { return }
            last = lowest
            let sentences = passages.map(Self.sentences)
            let vectors = try await embed(sentences.flatMap(\.self))
            var start = 0
            let stored = zip(passages, sentences).map { passage, sentences in
                defer { start += sentences.count }
                return (
                    passage: passage.id,
                    bytes: SentenceVector.bytes(of: vectors[start..<start + sentences.count].map(SentenceVector.init))
                )
            }
            try await writing.store(stored, model: embedder.identity)
        }
    }

    /// What a question means, and which passages are nearest to that; nil when it could not be embedded, or nothing has
    /// been yet.
    func meant(by question: String, persona: String) async -> MeantQuestion? {
        do {
            guard let vector = try await embed([question]).first.map(SentenceVector.init) else { return nil }
            let candidates = try await nearness.candidates(near: vector, persona: persona, limit: Self.compared)
            let cosines = try await reading.each(of: candidates, model: embedder.identity) { passage, bytes in
                vector.nearest(in: bytes).map { (passage: passage, cosine: $0.cosine) }
            }
            let best = cosines.sorted { ($1.cosine, $0.passage) < ($0.cosine, $1.passage) }.prefix(Self.nearest)
            return best.isEmpty ? nil : MeantQuestion(vector: vector, nearest: best.map(\.passage))
        } catch {
            failed(error)
            return nil
        }
    }

    /// The sentence of each passage that is nearest to a question; without passages that have no vectors yet.
    func sentences(near question: MeantQuestion, of passages: [Int64]) async -> [Int64: NearSentence] {
        let found = try? await reading.each(of: passages, model: embedder.identity) { passage, bytes in
            question.vector.nearest(in: bytes).map { (passage, $0) }
        }
        return Dictionary(uniqueKeysWithValues: found ?? [])
    }

    private func embed(_ texts: [String]) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        for start in stride(from: 0, to: texts.count, by: 256) {
            let some = Array(texts[start..<min(start + 256, texts.count)])
            let found = try await embedder.embed(some)
            guard found.count == some.count else { throw EmbeddingError.wrongCount(found.count, of: some.count) }
            vectors += found
        }
        return vectors
    }

    /// At least one.
    private static func sentences(of passage: KnowledgePassage) -> [String] {
        let above = ([passage.headings.last, passage.question].compactMap(\.self)).filter { !$0.isEmpty }
        var sentences = Sentences.split(passage.text).filter { $0.split(separator: " ").count >= fewest }
        if sentences.isEmpty { sentences = [Substring(passage.text)] }
        return sentences.prefix(self.sentences).map { (above + [String($0)]).joined(separator: ": ") }
    }
}

/// A question as vectors compare it.
struct MeantQuestion: Sendable {
    fileprivate let vector: SentenceVector
    /// Passages, the nearest first.
    let nearest: [Int64]
}
