import Core
import Foundation
import HTTP
import SessionFakes
import Sessions
import Storage
import Testing

@testable import API

/// The API on a real HTTP server at a free port, with a real database; stages and viewers are the test's.
final class LiveAPI: Sendable {
    let world: SessionWorld
    let context: APIContext
    let client: APIClient
    /// What links of the test lead to.
    let pages = FakePages()
    private let server: HTTPServer

    private init(_ settings: APISettings, _ capacity: SessionCapacity, _ rate: RateLimit, _ folder: URL) async throws {
        let database = try Database(path: folder.appending(path: "visavis.db").path)
        world = try await SessionWorld(
            database: database, capacity: capacity, speaksAtOnce: true, language: MessageWire.language, realTime: true)
        context = try .testing(
            directory: world.directory, database: database, avatars: FakeAvatars(), voices: world.equipment.voices,
            settings: settings, rate: rate, metrics: world.equipment.metrics, pages: pages)
        server = HTTPServer(
            HTTPServerConfiguration(host: "127.0.0.1", port: 0), router: Router.api(context),
            metrics: world.equipment.metrics, log: .silent)
        client = APIClient(base: "http://127.0.0.1:\(try await server.start()[0].port)")
    }

    /// Runs a server around the body.
    static func run(
        settings: APISettings = APISettings(), capacity: SessionCapacity = SessionCapacity(),
        rate: RateLimit = RateLimit(capacity: 100_000, perSecond: 100_000),
        _ body: @Sendable (LiveAPI) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let api = try await LiveAPI(settings, capacity, rate, folder)
        let outcome: Result<Void, any Error>
        do {
            try await api.world.run { _ in try await body(api) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await api.server.stop(within: .zero)
        await api.context.knowledge.close()
        try outcome.get()
    }

    typealias Reply = APIClient.Reply
    typealias Credential = APIClient.Credential
    var base: String { client.base }

    func send(
        _ method: String, _ path: String, _ body: String? = nil, type: String? = "application/json",
        as credential: Credential, headers: [String: String] = [:]
    ) async throws -> Reply {
        try await client.send(method, path, body, type: type, as: credential, headers: headers)
    }

    /// With the first key unless another credential is given.
    func post(_ path: String, _ body: String? = "{}", as credential: Credential? = nil) async throws -> Reply {
        try await send("POST", path, body, as: credential ?? .key(world.secret))
    }

    func get(_ path: String, as credential: Credential? = nil) async throws -> Reply {
        try await send("GET", path, nil, type: nil, as: credential ?? .key(world.secret))
    }

    func newToken() async throws -> String {
        try #require(try await post("/v1/streaming.create_token").data["token"] as? String)
    }

    /// A new session's id.
    func newSession(_ body: String = "{}", as credential: Credential? = nil) async throws -> String {
        try #require(try await post("/v1/streaming.new", body, as: credential).data["session_id"] as? String)
    }

    /// A session with a connected viewer.
    func connectedSession(as credential: Credential? = nil) async throws -> (id: String, peer: FakePeer) {
        let id = try await newSession(as: credential)
        let peer = try #require(world.peers.last)
        _ = try await start(id, as: credential)
        peer.connect()
        while await world.directory.liveSession(id)?.state != .connected { await Task.yield() }
        return (id, peer)
    }

    func start(_ id: String, as credential: Credential? = nil) async throws -> Reply {
        let sdp = FakePeer.description.replacing("\r\n", with: "\\r\\n")
        return try await post(
            "/v1/streaming.start", #"{"session_id":"\#(id)","sdp":{"type":"answer","sdp":"\#(sdp)"}}"#, as: credential)
    }
}
