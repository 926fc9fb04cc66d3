import Foundation
import Testing

@testable import Knowledge

@Suite("The model of sentences", .enabled(if: MeaningFiles.installed() != nil, "run scripts/models first"))
struct SentenceEmbedderTests {
    private func embedder() throws -> SentenceEmbedder { SentenceEmbedder(try #require(MeaningFiles.installed())) }

    private func cosine(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test("sentences that mean the same are nearer than those that share words")
    func nearness() async throws {
        let vectors = try await embedder().embed([
            "Can I bring my dog?", "Pets are not allowed inside.", "Can I bring my bicycle to the repair shop?",
        ])
        #expect(vectors.allSatisfy { $0.count == SentenceModel.length && abs(cosine($0, $0) - 1) < 1e-4 })
        #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]))
    }

    @Test("a text has the same vector alone and among longer ones, however many")
    func batches() async throws {
        let embedder = try embedder()
        let long = String(repeating: "The ferry leaves from the pier behind the market. ", count: 60)
        let alone = try await embedder.embed(["Where is the pier?"])[0]
        let many = try await embedder.embed(["Where is the pier?", "", long] + (0..<30).map { "Ferry \($0)" })
        #expect(many.count == 33)
        #expect(cosine(alone, many[0]) > 0.999)
    }

    @Test("the vectors are those of the reference", arguments: [("When does the museum open?", referenceVector)])
    func reference(text: String, first: [Float]) async throws {
        let vector = try await embedder().embed([text])[0]
        #expect(zip(vector, first).allSatisfy { abs($0 - $1) < 0.001 })
    }

    @Test("a question without a common word finds its passage")
    func paraphrase() async throws {
        let store = try KnowledgeStore(path: ":memory:", sentences: try embedder())
        _ = try await store.add([KnowledgeFixture.museum, KnowledgeFixture.kettle])
        await store.embedMissing()
        let found = await store.passages(for: "public transportation nearby", persona: "", limit: 3)
        #expect(found.first?.passage.headings == ["Getting here"])
        await store.close()
    }

    @Test("who is cancelled gets nothing")
    func cancelled() async throws {
        let embedder = try embedder()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await embedder.embed((0..<200).map { "Sentence number \($0) of a long document." })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("files that are no model are told of")
    func damaged() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let installed = try #require(MeaningFiles.installed())
        for part in ["onnxruntime", "minilm"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part), withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "onnxruntime/libonnxruntime.so"), withDestinationURL: installed.library)
        try FileManager.default.copyItem(at: installed.pieces, to: folder.appending(path: "minilm/tokenizer.json"))
        #expect(MeaningFiles(in: folder) == nil)
        try Data("none".utf8).write(to: folder.appending(path: "minilm/model.onnx"))
        let embedder = SentenceEmbedder(try #require(MeaningFiles(in: folder)))
        await #expect(throws: MeaningError.self) { try await embedder.embed(["hello"]) }
    }
}

/// By ONNX Runtime 1.23.2 from Python, with Hugging Face's tokenizers: the first numbers.
private let referenceVector: [Float] = [
    0.0167, 0.0233, -0.0301, 0.0607, -0.0470, 0.0474, -0.1049, -0.0498, -0.0314, -0.0064, -0.0470, -0.0168,
]
