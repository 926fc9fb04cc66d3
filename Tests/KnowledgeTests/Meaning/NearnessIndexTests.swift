import Core
import Foundation
import Storage
import Testing

@testable import Knowledge

/// Stands in for the model: the same text points the same way, others anywhere.
private struct TextModel: Embedder {
    var identity = "texts"

    func embed(_ texts: [String]) async throws -> [[Float]] {
        texts.map { madeVector($0.utf8.reduce(5381) { ($0 &* 33 &+ Int($1)) & 0xFFFF_FFFF }) }
    }

    static func vector(_ text: String) async throws -> SentenceVector {
        SentenceVector(try #require(try await TextModel().embed([text]).first))
    }
}

/// The index looks at the file by a connection of its own, as that of a server does at what another process writes.
@Suite("Which passages may be near")
struct NearnessIndexTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite").path

    private func removeFile() {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    private func shelf(_ name: String, persona: String? = nil, passages: Int = 1) -> NewDocument {
        let passages = (0..<passages).map { PassageDraft(text: "Shelf \(name) holds \($0).") }
        return KnowledgeFixture.document(name, source: name, persona: persona, passages)
    }

    private func index(_ model: String = "texts", capacity: Int = 1 << 20) throws -> NearnessIndex {
        NearnessIndex(try Database(path: path), model: model, capacity: capacity)
    }

    /// The passage whose only sentence is most like a text.
    private func nearest(_ index: NearnessIndex, _ text: String, persona: String = "") async throws -> Int64? {
        try await index.candidates(near: try await TextModel.vector(text), persona: persona, limit: 1).first
    }

    @Test("it follows what is added and removed by others")
    func changes() async throws {
        defer { removeFile() }
        let store = try KnowledgeStore(path: path, sentences: TextModel())
        let index = try index()
        #expect(try await nearest(index, "Shelf a holds 0.") == nil)
        let first = try #require(try await store.add([shelf("a"), shelf("b")]).first).document
        await store.embedMissing()
        #expect(try await nearest(index, "Shelf a holds 0.") == 1 << 20)
        #expect(try await nearest(index, "Shelf b holds 0.") == 2 << 20)
        _ = try await store.add([shelf("c")])
        await store.embedMissing()
        #expect(try await nearest(index, "Shelf c holds 0.") == 3 << 20)
        #expect(try await store.remove(first.id))
        #expect(try await nearest(index, "Shelf a holds 0.") != 1 << 20)
        #expect(await index.size.passages == 2)
        await store.close()
    }

    @Test("a document that is stored anew takes the place of the old one, for another persona's eyes, too")
    func replaced() async throws {
        defer { removeFile() }
        let store = try KnowledgeStore(path: path, sentences: TextModel())
        let index = try index()
        _ = try await store.add([shelf("a", persona: "ada"), shelf("b", persona: "ben")])
        await store.embedMissing()
        #expect(try await nearest(index, "Shelf b holds 0.", persona: "ada") == 1 << 20)
        #expect(try await nearest(index, "Shelf a holds 0.", persona: "ben") == 2 << 20)
        #expect(try await nearest(index, "Shelf a holds 0.", persona: "eve") == nil)
        var new = shelf("a", persona: "ada", passages: 2)
        new.hash = "other"
        _ = try await store.add([new])
        await store.embedMissing()
        #expect(try await nearest(index, "Shelf a holds 1.", persona: "ada") == 3 << 20 + 1)
        #expect(await index.size.passages == 3)
        await store.close()
    }

    @Test("vectors of another model are left out, and the model's own are taken in when they come")
    func models() async throws {
        defer { removeFile() }
        let other = try KnowledgeStore(path: path, sentences: TextModel(identity: "others"))
        _ = try await other.add([shelf("a"), shelf("b")])
        await other.embedMissing()
        await other.close()
        let index = try index()
        #expect(try await nearest(index, "Shelf a holds 0.") == nil)
        let store = try KnowledgeStore(path: path, sentences: TextModel())
        await store.embedMissing()
        #expect(try await nearest(index, "Shelf b holds 0.") == 2 << 20)
        await store.close()
    }

    @Test("more than a batch is read to its end, and many who ask at once get the same answer")
    func many() async throws {
        defer { removeFile() }
        let store = try KnowledgeStore(path: path, sentences: TextModel())
        _ = try await store.add((0..<12).map { shelf("\($0)", passages: 100) })
        await store.embedMissing()
        let index = try index()
        let vector = try await TextModel.vector("Shelf 7 holds 42.")
        let answers = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { try await index.candidates(near: vector, persona: "", limit: 3) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == answers[0] && $0.contains(8 << 20 + 42) })
        #expect(await index.size == (1200, 1200))
        await store.close()
    }

    @Test("it holds no more sentences than it may, of the newest documents")
    func bound() async throws {
        defer { removeFile() }
        let store = try KnowledgeStore(path: path, sentences: TextModel())
        _ = try await store.add((0..<20).map { shelf("\($0)") })
        await store.embedMissing()
        let index = try index(capacity: 10)
        #expect(try await nearest(index, "Shelf 19 holds 0.") == 20 << 20)
        #expect(try await nearest(index, "Shelf 0 holds 0.") != 1 << 20)
        #expect(await index.size.sentences <= 10)
        // Words still find what the index does not hold.
        #expect(await store.passages(for: "shelf", persona: "", limit: 20).count == 20)
        await store.close()
    }
}
