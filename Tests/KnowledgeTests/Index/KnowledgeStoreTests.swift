import Foundation
import Storage
import Testing

@testable import Knowledge

@Suite struct KnowledgeStoreTests {
    @Test("the same document again replaces the first, keeps its id and leaves nothing of it behind")
    func replacing() async throws {
        let store = try await KnowledgeFixture.store([KnowledgeFixture.museum])
        let first = try #require(try await store.list().first)
        let newer = KnowledgeFixture.document(
            "Visiting the museum", source: "museum.md", hash: "another",
            [PassageDraft(headings: ["Prices"], text: "Admission for adults is 15 euros.")])
        let stored = try await store.add([newer])
        #expect(stored.map(\.change) == [.replaced])
        #expect(stored.map(\.document.id) == [first.id])
        #expect(try await store.list().map(\.passages) == [1])
        #expect(await store.passages(for: "tram line", persona: "", limit: 3).isEmpty)
        let found = await store.passages(for: "What does admission cost for adults?", persona: "", limit: 3)
        #expect(found.map(\.passage.text) == ["Admission for adults is 15 euros."])
    }

    @Test("the same content from the same source changes nothing but when it was refreshed")
    func unchanged() async throws {
        let store = try await KnowledgeFixture.store([KnowledgeFixture.museum])
        let before = try #require(try await store.list().first)
        let passages = try await store.passages(of: before.id).map(\.id)
        let later = Date(timeIntervalSince1970: 4_000_000_000)
        let again = try await store.add([KnowledgeFixture.museum], at: later)
        #expect(again.map(\.change) == [.unchanged])
        #expect(again.map(\.document.refreshedAt) == [later])
        #expect(try await store.passages(of: before.id).map(\.id) == passages)
    }

    @Test("the same content under another name is one document")
    func sameContent() async throws {
        let store = try await KnowledgeFixture.store([KnowledgeFixture.museum])
        var copy = KnowledgeFixture.museum
        copy.source = "copy.md"
        #expect(try await store.add([copy]).map(\.change) == [.replaced])
        #expect(try await store.list().map(\.source) == ["copy.md"])
    }

    @Test("a persona finds its own documents and shared ones, never another's")
    func personas() async throws {
        let store = try KnowledgeStore(path: ":memory:")
        for persona in ["a", "b"] {
            let text = "The secret word of \(persona) is \(persona == "a" ? "marmalade" : "turnip")."
            _ = try await store.add([
                KnowledgeFixture.document("Notes", source: "notes", persona: persona, [PassageDraft(text: text)])
            ])
        }
        _ = try await store.add([KnowledgeFixture.kettle])
        let asked = "What is the secret word?"
        #expect(await store.passages(for: asked, persona: "a", limit: 5).map(\.passage.text).count == 1)
        #expect(await store.passages(for: asked, persona: "b", limit: 5)[0].passage.text.contains("turnip"))
        #expect(await store.passages(for: asked, persona: "c", limit: 5).isEmpty)
        #expect(await !store.passages(for: "warranty", persona: "c", limit: 5).isEmpty)
        #expect(try await store.list(persona: "a").count == 2)
        #expect(try await store.remove(persona: "a") == 1)
        #expect(await store.passages(for: asked, persona: "a", limit: 5).isEmpty)
        #expect(await store.topics(persona: "b", limit: 3) == ["Notes", "Kettle manual"])
    }

    @Test("what is removed is found no more, and removing it twice says so")
    func removing() async throws {
        let store = try await KnowledgeFixture.store()
        let museum = try #require(try await store.list().first { $0.source == "museum.md" })
        #expect(try await store.remove(museum.id))
        #expect(try await !store.remove(museum.id))
        #expect(await store.passages(for: "tram line", persona: "", limit: 3).isEmpty)
        #expect(await !store.passages(for: "warranty", persona: "", limit: 3).isEmpty)
        #expect(try await store.document(museum.id) == nil)
    }

    @Test("documents another process stored are found, with words that were never seen here")
    func otherProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-knowledge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "test.sqlite").path
        let (server, commandLine) = (try KnowledgeStore(path: path), try KnowledgeStore(path: path))
        #expect(await server.passages(for: "warranty", persona: "", limit: 1).isEmpty)
        _ = try await commandLine.add([KnowledgeFixture.kettle])
        #expect(await server.passages(for: "How long is the waranty?", persona: "", limit: 1).count == 1)
        let id = try #require(try await server.list().first?.id)
        #expect(try await server.remove(id))
        _ = try await commandLine.add([KnowledgeFixture.museum])
        #expect(await server.passages(for: "Is it open on Satturdays?", persona: "", limit: 1).count == 1)
        #expect(try await Database(path: path).integrity() == "ok")
    }

    @Test("a hundred documents come in batches, in order, and a cancelled ingest leaves whole batches")
    func batches() async throws {
        let store = try KnowledgeStore(path: ":memory:")
        let documents = (0..<100).map { number in
            KnowledgeFixture.document(
                "Sheet \(number)", source: "\(number)", [PassageDraft(text: "Shelf \(number) holds box \(number * 7).")]
            )
        }
        let stored = try await store.add(documents)
        #expect(stored.map(\.document.source) == (0..<100).map(String.init))
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.add(documents)
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(try await store.list().count == 100)
        #expect(
            await store.passages(for: "shelf 42", persona: "", limit: 1).first?.passage.text.contains("Shelf 42")
                == true)
    }

    @Test("keywords are names and words of headings, as they are written")
    func keywords() async throws {
        let store = try await KnowledgeFixture.store([KnowledgeFixture.museum])
        let words = await store.keywords(persona: "", limit: 12)
        #expect(words.contains("Harbour"))
        #expect(words.contains("Opening") || words.contains("opening"))
        #expect(words.count == 12)
    }
}
