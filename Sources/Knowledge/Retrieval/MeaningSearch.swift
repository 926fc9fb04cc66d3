internal import Foundation
internal import Storage

/// Finds passages by what they mean: the vectors of question and passages are near each other.
struct MeaningSearch: Sendable {
    private let embedder: any Embedder
    private let search: KnowledgeSearch
    private let reading: KnowledgeVectors
    private let writing: KnowledgeVectors

    /// Texts in one request.
    private static let batch = 128
    /// Bytes of vectors looked at for one question, of the newest documents first.
    private static let budget = 64 << 20
    /// Characters of a passage that are embedded; models take some 8000 tokens at most.
    private static let longest = 6000

    init(_ embedder: any Embedder, reading: Database, writing: Database) {
        self.embedder = embedder
        search = KnowledgeSearch(reading)
        self.reading = KnowledgeVectors(reading)
        self.writing = KnowledgeVectors(writing)
    }

    func embedMissing() async throws {
        while true {
            try Task.checkCancellation()
            let passages = try await reading.missing(model: embedder.identity, limit: Self.batch)
            if passages.isEmpty { return }
            let vectors = try await embedder.embed(passages.map(Self.text))
            guard vectors.count == passages.count else {
                throw EmbeddingError.wrongCount(vectors.count, of: passages.count)
            }
            let pairs = zip(passages, vectors).map { (passage: $0.id, vector: Self.unit($1)) }
            try await writing.store(pairs, model: embedder.identity)
        }
    }

    /// Best first, with scores by how far each stands out: models differ in which cosines mean "near", so a passage is
    /// measured against all others. Empty while fewer than 8 passages have vectors, too few to tell.
    func passages(for question: String, persona: String, limit: Int) async throws -> [RankedPassage] {
        guard let vector = try await embedder.embed([String(question.prefix(Self.longest))]).first, !vector.isEmpty
        else {
            return []
        }
        let cosines = try await reading.cosines(
            with: Self.unit(vector), model: embedder.identity, persona: persona,
            limit: Self.budget / (vector.count * 4))
        guard cosines.count >= 8 else { return [] }
        let mean = cosines.reduce(0) { $0 + Double($1.cosine) } / Double(cosines.count)
        let variance = cosines.reduce(0) { $0 + pow(Double($1.cosine) - mean, 2) } / Double(cosines.count)
        let best = cosines.sorted { ($1.cosine, $0.passage) < ($0.cosine, $1.passage) }.prefix(limit)
        let scores = Dictionary(
            uniqueKeysWithValues: best.map {
                ($0.passage, Self.score(Double($0.cosine), mean, variance.squareRoot(), among: cosines.count))
            })
        return try await search.passages(best.map(\.passage)).map {
            RankedPassage(passage: Passage($0), score: scores[$0.id] ?? 0)
        }
    }

    /// From 1.5 deviations above the mean (0) to 5 (0.9); among few, to most of √n, which nothing can exceed (P. A.
    /// Samuelson, "How deviant can you be?", JASA 63, 1968).
    private static func score(_ cosine: Double, _ mean: Double, _ deviation: Double, among count: Int) -> Double {
        let full = min(5, 0.8 * Double(count).squareRoot())
        return min(max(((cosine - mean) / max(deviation, 1e-6) - 1.5) / (full - 1.5), 0), 1) * 0.9
    }

    private static func text(_ passage: KnowledgePassage) -> String {
        let parts = [passage.title] + passage.headings + [passage.question ?? "", passage.text]
        return String(parts.filter { !$0.isEmpty }.joined(separator: "\n").prefix(longest))
    }

    private static func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}

enum EmbeddingError: Error, Equatable, CustomStringConvertible {
    case wrongCount(Int, of: Int)

    var description: String {
        switch self {
        case .wrongCount(let count, let asked): "the provider gave \(count) vectors for \(asked) texts"
        }
    }
}
