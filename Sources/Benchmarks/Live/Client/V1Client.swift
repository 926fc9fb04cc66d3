internal import Foundation
#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// The v1 streaming calls of one account.
final class V1Client: Sendable {
    private let server: URL
    private let key: String
    private let session: URLSession

    init(server: URL, key: String) {
        self.server = server
        self.key = key
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 32
        configuration.timeoutIntervalForRequest = 60
        session = URLSession(configuration: configuration)
    }

    // The wire's names are ours in snake case.
    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }
    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    func close() { session.finishTasksAndInvalidate() }

    struct Description: Codable {
        var type: String
        var sdp: String
    }

    struct NewSession: Decodable {
        var sessionId: String
        var sdp: Description
    }

    /// - Parameters:
    ///   - quality: One of low, medium, high, very_high.
    ///   - voice: An id; nil for the avatar's own.
    func new(avatar: String, quality: String, voice: String?) async throws -> NewSession {
        struct Wishes: Encodable {
            var avatarId: String
            var quality: String
            var voiceId: String?
            var videoEncoding = "H264"
            var disableIdleTimeout = true
        }
        return try await post("streaming.new", Wishes(avatarId: avatar, quality: quality, voiceId: voice))
    }

    func start(_ id: String, answer: String) async throws {
        struct Start: Encodable {
            var sessionId: String
            var sdp: Description
        }
        let _: Nothing = try await post(
            "streaming.start", Start(sessionId: id, sdp: Description(type: "answer", sdp: answer)))
    }

    struct SpeechTask: Decodable {
        var taskId: String
    }

    /// `type` is repeat or talk.
    func task(_ text: String, type: String, in id: String) async throws -> SpeechTask {
        struct Wishes: Encodable {
            var sessionId: String
            var text: String
            var taskType: String
            var taskMode = "async"
        }
        return try await post("streaming.task", Wishes(sessionId: id, text: text, taskType: type))
    }

    func interrupt(_ id: String) async throws {
        let _: Nothing = try await post("streaming.interrupt", ["session_id": id])
    }

    func stop(_ id: String) async throws {
        let _: Nothing = try await post("streaming.stop", ["session_id": id])
    }

    func metrics() async throws -> MetricsPage {
        let (data, _) = try await data("metrics", URLRequest(url: server.appending(path: "metrics")))
        return MetricsPage(String(decoding: data, as: UTF8.self))
    }

    func isReady() async -> Bool {
        let reply = try? await data("readyz", URLRequest(url: server.appending(path: "readyz")))
        return reply?.1 == 200
    }

    private struct Nothing: Decodable {}
    private struct Envelope<Value: Decodable>: Decodable { var data: Value? }
    private struct Refusal: Decodable { var message: String? }

    private func post<Answer: Decodable>(_ call: String, _ body: some Encodable) async throws -> Answer {
        var request = URLRequest(url: server.appending(path: "v1/" + call))
        request.httpMethod = "POST"
        request.setValue(key, forHTTPHeaderField: "X-Api-Key")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try Self.encoder.encode(body)
        let (data, status) = try await data(call, request)
        guard (200..<300).contains(status) else {
            let message = (try? JSONDecoder().decode(Refusal.self, from: data))?.message
            throw LiveBenchError.refused(call: call, status: status, message: message ?? "without a reason")
        }
        if let nothing = Nothing() as? Answer { return nothing }
        guard let answer = try? Self.decoder.decode(Envelope<Answer>.self, from: data).data else {
            throw LiveBenchError.noAnswer(call: call, reason: "its answer lacks what the call promises")
        }
        return answer
    }

    private func data(_ call: String, _ request: URLRequest) async throws -> (Data, Int) {
        do {
            // In a task of its own, which nobody cancels: requests are short, and cancelling one crashes
            // FoundationNetworking (Swift 6.3) now and then.
            let (data, response) = try await Task.detached { [session] in
                try await session.data(for: request)
            }.value
            return (data, (response as? HTTPURLResponse)?.statusCode ?? 0)
        } catch let error as URLError where error.code != .cancelled {
            throw LiveBenchError.noAnswer(call: call, reason: error.localizedDescription)
        }
    }
}
