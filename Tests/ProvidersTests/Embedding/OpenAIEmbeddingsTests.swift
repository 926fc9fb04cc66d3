import Core
import HTTP
import StandIns
import Testing

@testable import Providers

@Suite("Vectors of an embeddings endpoint")
struct OpenAIEmbeddingsTests {
    private let client = HTTPClient(egress: Egress())

    private func embeddings(_ provider: StandInProvider, timeout: Duration = .seconds(60)) -> OpenAIEmbeddings {
        OpenAIEmbeddings(Service(client: client, url: provider.url), model: "m", timeout: timeout)
    }

    @Test("come in the order of the texts, also in several requests")
    func order() async throws {
        let provider = try StandInProvider()
        defer { provider.stop() }
        let texts = (0..<70).map { String(repeating: "a", count: $0 + 1) }
        let vectors = try await embeddings(provider).embed(texts)
        #expect(vectors.map { $0.reduce(0, +) } == (1...70).map(Float.init))
        #expect(provider.requests.count == 3)
    }

    @Test("keep their length, or are refused")
    func length() async throws {
        let provider = try StandInProvider(StandInScript(dimensions: 8))
        defer { provider.stop() }
        let embeddings = embeddings(provider)
        _ = try await embeddings.embed(["a"])
        provider.follow(StandInScript(dimensions: 9))
        await #expect(throws: ProviderError.self) { try await embeddings.embed(["a"]) }
    }

    @Test(
        "fail by name",
        arguments: [
            (StandInScript.Fault.refused, "embedding_unreachable"), (.slow, "embedding_timed_out"),
            (.unauthorized, "embedding_unauthorized"), (.rateLimited(retryAfter: 9), "embedding_rate_limited"),
            (.serverFailed, "embedding_server_failed"), (.cut, "embedding_cut"), (.garbage, "embedding_garbage"),
            (.empty, "embedding_garbage"),
        ])
    func faults(fault: StandInScript.Fault, name: String) async throws {
        let provider = try StandInProvider(StandInScript(fault: fault))
        defer { provider.stop() }
        await #expect {
            try await embeddings(provider, timeout: fault == .slow ? .milliseconds(300) : .seconds(60)).embed(["a"])
        } throws: {
            ($0 as? ProviderError)?.name == name
        }
    }

    @Test("of a document are asked for again after a passing fault")
    func retries() async throws {
        let provider = try StandInProvider(StandInScript(fault: .serverFailed, faultyRequests: 1))
        defer { provider.stop() }
        #expect(try await embeddings(provider).embed(["a", "b"]).count == 2)
    }

    @Test("are read from numbers and from base64, and only when they are vectors")
    func reads() throws {
        func vectors(_ data: String, count: Int = 1) throws -> [[Float]] {
            try EmbeddingReply.vectors(Array("{\"data\":[\(data)]}".utf8), count: count, length: nil)
        }
        #expect(try vectors(#"{"embedding":[1,-0.5]}"#) == [[1, -0.5]])
        #expect(try vectors(#"{"embedding":"AACAPwAAAL8="}"#) == [[1, -0.5]])
        #expect(
            try vectors(#"{"index":1,"embedding":[1]},{"index":0,"embedding":[2]}"#, count: 2) == [[2], [1]])
        for bad in [
            #"{"embedding":[]}"#, #"{"embedding":["a"]}"#, #"{"embedding":"x"}"#, #"{"index":3,"embedding":[1]}"#, "",
        ] {
            #expect(throws: ProviderError.Fault.self) { try vectors(bad) }
        }
        #expect(throws: ProviderError.Fault.self) {
            try vectors(#"{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}"#, count: 2)
        }
    }
}
