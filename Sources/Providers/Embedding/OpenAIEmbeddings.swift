internal import Conversation
internal import Core
internal import HTTP
internal import Knowledge
internal import Synchronization

/// Vectors of an OpenAI-compatible `/embeddings`. Any thread.
package final class OpenAIEmbeddings: Embedder {
    /// Texts of one request: Hugging Face's text-embeddings-inference takes no more unless told to.
    private static let batch = 32
    private static let mostBytes = 32 << 20

    package let identity: String
    private let service: Service
    private let model: String
    private let dimensions: Int?
    private let timeout: Duration
    private let retries: RetryPolicy
    /// Of the vectors so far: another one would not be comparable.
    private let length: Mutex<Int?>

    /// - Parameters:
    ///   - dimensions: Asked for where a model can shorten its vectors; nil takes what comes.
    ///   - timeout: Of one request.
    package init(_ service: Service, model: String, dimensions: Int? = nil, timeout: Duration = .seconds(10)) {
        self.service = service
        self.model = model
        self.dimensions = dimensions
        self.timeout = timeout
        identity = "\(service.address.host)/\(model)" + (dimensions.map { "/\($0)" } ?? "")
        retries = RetryPolicy(tries: 3)
        length = Mutex(dimensions)
    }

    /// Throws ``ProviderError``. One text, a question that somebody waits for, is tried once; more of them, a document,
    /// again after transient faults.
    package func embed(_ texts: [String]) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        for start in stride(from: 0, to: texts.count, by: Self.batch) {
            let some = Array(texts[start..<min(start + Self.batch, texts.count)])
            vectors += try await embed(some, tries: texts.count == 1 ? 1 : retries.tries)
        }
        return vectors
    }

    private func embed(_ texts: [String], tries: Int) async throws -> [[Float]] {
        var attempt = 1
        while true {
            do {
                return try await ask(texts)
            } catch let error as ProviderError where attempt < tries {
                let wait = retries.wait(
                    after: error.fault, attempt: attempt, remaining: nil, jitter: .random(in: 0..<1))
                guard let wait else { throw error }
                attempt += 1
                try await Task.sleep(for: wait)
            }
        }
    }

    private func ask(_ texts: [String]) async throws -> [[Float]] {
        var body: [String: Any] = ["model": model, "input": texts, "encoding_format": "float"]
        if let dimensions { body["dimensions"] = dimensions }
        let timeouts = HTTPTimeouts(
            connect: min(timeout, .seconds(5)), firstByte: timeout, idle: timeout, total: timeout)
        let request = service.post(
            "embeddings", body: JSON.bytes(body), timeouts: timeouts, maximumBody: Self.mostBytes)
        let response = try await service.send(request, for: .embedding)
        do throws(ProviderError.Fault) {
            let vectors = try EmbeddingReply.vectors(
                response.body, count: texts.count, length: length.withLock { $0 })
            length.withLock { $0 = $0 ?? vectors.first?.count }
            return vectors
        } catch {
            throw ProviderError(.embedding, service.address.host, error)
        }
    }
}
