import Core
import Foundation
import Synchronization
import Testing

@testable import Knowledge

/// Stands in for a model: texts about the same subject point the same way.
private final class SubjectEmbedder: Embedder {
    let identity = "subjects"
    let isBroken = Atomic(false)
    let asked = Atomic(0)

    struct Broken: Error {}

    private static let subjects = [
        ["tram", "ferry", "commute"], ["boil", "vinegar", "limescale"], ["euros", "expense"], ["warranty"],
        ["dog", "hound"],
        ["hours", "monday"],
    ]

    func embed(_ texts: [String]) async throws -> [[Float]] {
        asked.add(texts.count, ordering: .relaxed)
        if isBroken.load(ordering: .relaxed) { throw Broken() }
        return texts.map { text in
            Self.subjects.map { words in words.contains { text.lowercased().contains($0) } ? 1 : 0.05 }
        }
    }
}

@Suite struct MeaningTests {
    private static let filler = KnowledgeFixture.document(
        "Filler", source: "filler", (0..<12).map { PassageDraft(text: "Shelf \($0) holds paper.") })

    @Test("a question without a common word finds its passage by its meaning")
    func meaning() async throws {
        let embedder = SubjectEmbedder()
        let store = try KnowledgeStore(path: ":memory:", embedder: embedder)
        _ = try await store.add([KnowledgeFixture.museum, KnowledgeFixture.kettle, Self.filler])
        let found = await store.passages(for: "commute", persona: "", limit: 3)
        #expect(found.first?.passage.headings == ["Getting here"])
        #expect(try #require(found.first).score > 0.3)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        let asked = embedder.asked.load(ordering: .relaxed)
        await store.embedMissing()
        #expect(embedder.asked.load(ordering: .relaxed) == asked)
    }

    @Test("where the provider fails, words decide, the failure is counted, and passages are embedded later")
    func failing() async throws {
        let embedder = SubjectEmbedder()
        let metrics = Metrics()
        embedder.isBroken.store(true, ordering: .relaxed)
        let store = try KnowledgeStore(path: ":memory:", embedder: embedder, metrics: metrics)
        _ = try await store.add([KnowledgeFixture.museum, KnowledgeFixture.kettle, Self.filler])
        #expect(await store.passages(for: "warranty", persona: "", limit: 1).count == 1)
        #expect(metrics.value(of: "visavis_embedding_failures_total") == 2)
        embedder.isBroken.store(false, ordering: .relaxed)
        await store.embedMissing()
        #expect(await store.passages(for: "commute", persona: "", limit: 1).first?.passage.headings == ["Getting here"])
    }

    @Test("fused lists favour what both have")
    func fusion() {
        func ranked(_ ids: [Int64]) -> [RankedPassage] {
            ids.enumerated().map { place, id in
                RankedPassage(
                    passage: Passage(id: id, document: "", title: "", text: ""), score: 1 - 0.1 * Double(place))
            }
        }
        let fused = RankFusion.fused(ranked([1, 2, 3]), ranked([4, 2, 5]), limit: 4)
        #expect(fused.map(\.passage.id) == [2, 1, 4, 3])
        #expect(zip(fused, fused.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(RankFusion.fused(ranked([1, 2]), [], limit: 1).map(\.passage.id) == [1])
    }
}
