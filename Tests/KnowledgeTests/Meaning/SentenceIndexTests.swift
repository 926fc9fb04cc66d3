import Core
import Foundation
import Synchronization
import Testing

@testable import Knowledge

/// Stands in for the model: texts about the same subject point the same way.
private final class SubjectModel: Embedder {
    let identity: String
    let isBroken = Atomic(false)
    let asked = Atomic(0)
    /// Texts of documents wait until this ends, or until they are cancelled; nil lets them through.
    private let gate: AsyncStream<Void>?

    struct Broken: Error {}

    init(_ identity: String = "subjects", gate: AsyncStream<Void>? = nil) {
        (self.identity, self.gate) = (identity, gate)
    }

    private static let subjects = [
        ["tram", "commute"], ["boil", "vinegar", "limescale"], ["euros", "expense"], ["warranty"], ["dog", "hound"],
        ["hours", "open"], ["paper"],
    ]

    func embed(_ texts: [String]) async throws -> [[Float]] {
        asked.add(texts.count, ordering: .relaxed)
        if isBroken.load(ordering: .relaxed) { throw Broken() }
        if texts.count > 1, let gate {
            for await _ in gate {}
            try Task.checkCancellation()
        }
        return texts.map { text in
            let vector: [Float] = Self.subjects.map { words in
                words.contains { text.lowercased().contains($0) } ? 1 : 0.05
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }
}

@Suite("Meaning of sentences")
struct SentenceIndexTests {
    private static let filler = KnowledgeFixture.document(
        "Filler", source: "filler", (0..<30).map { PassageDraft(text: "Shelf \($0) holds sheets of paper.") })
    private static let documents = [KnowledgeFixture.museum, KnowledgeFixture.kettle, filler]

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite").path
    }

    @Test("a question without a common word finds its passage, and passages are embedded once")
    func paraphrase() async throws {
        let model = SubjectModel()
        let store = try KnowledgeStore(path: ":memory:", sentences: model)
        _ = try await store.add(Self.documents)
        await store.embedMissing()
        let asked = model.asked.load(ordering: .relaxed)
        let found = await store.passages(for: "commute", persona: "", limit: 3)
        #expect(found.first?.passage.headings == ["Getting here"])
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        await store.embedMissing()
        #expect(model.asked.load(ordering: .relaxed) == asked + 1)
    }

    @Test("documents are found by their words before they are embedded, and closing ends that")
    func background() async throws {
        let (gate, opened) = AsyncStream<Void>.makeStream()
        let store = try KnowledgeStore(path: ":memory:", sentences: SubjectModel(gate: gate))
        _ = try await store.add(Self.documents)
        let found = await store.passages(for: "How long is the warranty?", persona: "", limit: 1)
        #expect(found.first?.passage.headings == ["Warranty"])
        let evidence = try await store.evidence(for: "How long is the warranty?", persona: "")
        #expect(evidence.allSatisfy { $0.evidence.meaning == nil })
        await store.close()
        await store.embedMissing()
        #expect(await store.passages(for: "commute", persona: "", limit: 1).isEmpty)
        opened.finish()
    }

    @Test("passages that have no vectors yet do not lose against those that have")
    func halfEmbedded() async throws {
        let model = SubjectModel()
        let store = try KnowledgeStore(path: ":memory:", sentences: model)
        _ = try await store.add([KnowledgeFixture.museum, Self.filler])
        await store.embedMissing()
        model.isBroken.store(true, ordering: .relaxed)
        _ = try await store.add([KnowledgeFixture.kettle])
        await store.embedMissing()
        model.isBroken.store(false, ordering: .relaxed)
        let evidence = try await store.evidence(for: "How long is the warranty?", persona: "")
        #expect(evidence.first?.passage.headings == ["Warranty"])
        #expect(evidence.allSatisfy { $0.evidence.meaning == nil })
    }

    @Test("where the model fails, words decide, and the failure is counted")
    func failing() async throws {
        let model = SubjectModel()
        let metrics = Metrics()
        model.isBroken.store(true, ordering: .relaxed)
        let store = try KnowledgeStore(path: ":memory:", sentences: model, metrics: metrics)
        _ = try await store.add(Self.documents)
        await store.embedMissing()
        let before = metrics.value(of: "visavis_embedding_failures_total")
        #expect(await store.passages(for: "warranty", persona: "", limit: 1).count == 1)
        // The vectors that are missing may have been tried once more meanwhile.
        #expect(metrics.value(of: "visavis_embedding_failures_total") > before)
    }

    @Test("vectors of another model are made anew, in a database that had none, too")
    func otherModel() async throws {
        let path = temporaryPath()
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let without = try KnowledgeStore(path: path)
        _ = try await without.add(Self.documents)
        for name in ["first", "second"] {
            let store = try KnowledgeStore(path: path, sentences: SubjectModel(name))
            #expect(await store.passages(for: "commute", persona: "", limit: 1).isEmpty)
            await store.embedMissing()
            let found = await store.passages(for: "commute", persona: "", limit: 1)
            #expect(found.first?.passage.headings == ["Getting here"])
            await store.close()
        }
        let byProvider = try KnowledgeStore(path: path, embedder: SubjectModel("first"))
        await byProvider.embedMissing()
        #expect(
            await byProvider.passages(for: "commute", persona: "", limit: 1).first?.passage.headings == ["Getting here"]
        )
    }

    @Test("a provider's embeddings go before the model")
    func provider() async throws {
        let model = SubjectModel("model")
        let store = try KnowledgeStore(path: ":memory:", embedder: SubjectModel("provider"), sentences: model)
        _ = try await store.add(Self.documents)
        _ = await store.passages(for: "commute", persona: "", limit: 1)
        #expect(model.asked.load(ordering: .relaxed) == 0)
    }
}
