import Avatars
import Core
import Foundation
import HTTP
import Media
import Sessions
import Speech
import Stage
import Storage
import Testing

@testable import API

/// The whole way with nothing made up: HTTP, SQLite, Ada's stage, flite's voice, webrtcbin at both ends.
@Suite(.serialized) struct RealSessionTests {
    private static func withServer(_ body: (APIClient, _ key: String) async throws -> Void) async throws {
        try WebRTC.warmUp()
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-real-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (metrics, log) = (Metrics(), Log.silent)
        let database = try Database(path: folder.appending(path: "visavis.db").path)
        let key = try await APIKeys(database).create(name: "test").secret
        let house = StageHouse(loopCache: nil, metrics: metrics, log: log)
        let avatars = URL(fileURLWithPath: #filePath).appending(path: "../../../avatars").standardizedFileURL
        let shelf = AvatarShelf(
            catalogue: AvatarCatalogue(folders: [avatars], cache: folder), house: house, log: log)
        let voices = Voices()
        let directory = SessionDirectory(
            capacity: SessionCapacity(), leases: SessionLeases(database),
            equipment: SessionEquipment(
                makePeer: { configuration throws(PeerError) in try WebRTCPeer(configuration) },
                peers: PeerConfiguration(codec: .vp8, height: 360), voices: voices, language: MessageWire.language,
                metrics: metrics, log: log),
            makeStage: { avatar, format, output throws(SessionError) in
                try await shelf.stage(avatar, format, output)
            })
        let context = try APIContext.testing(
            directory: directory, database: database, avatars: shelf, voices: voices, metrics: metrics)
        let server = HTTPServer(
            HTTPServerConfiguration(host: "127.0.0.1", port: 0), router: Router.api(context), metrics: metrics,
            log: log)
        let port = try await server.start()[0].port
        let running = Task { await directory.run() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(APIClient(base: "http://127.0.0.1:\(port)"), key))
        } catch {
            outcome = .failure(error)
        }
        await directory.shutDown()
        await running.value
        await server.stop(within: .zero)
        await house.close()
        try outcome.get()
    }

    /// A viewer that tells of its first decoded picture and its first voiced sound.
    private final class Watcher: Sendable {
        let peer: ReceivingPeer
        /// Each has one element: the first decoded picture, the first voiced sound.
        private let pictures: AsyncStream<Void>
        private let voices: AsyncStream<Void>

        init(codec: VideoCodec, opensChannel: Bool) throws {
            let (pictures, picture) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            let (voices, voice) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
            (self.pictures, self.voices) = (pictures, voices)
            var configuration = ReceivingConfiguration(codec: codec)
            configuration.opensChannel = opensChannel
            peer = try ReceivingPeer(configuration) { media in
                switch media {
                case .picture(let frame, _, _, _): if frame != nil { picture.yield() }
                case .sound(let samples, _): if samples.contains(where: { abs(Int($0)) > 1000 }) { voice.yield() }
                }
            }
        }

        func firstPicture() async { for await _ in pictures { return } }
        func firstVoice() async { for await _ in voices { return } }

        /// The types of the messages up to and with the last of `type`, `count` times.
        func events(until type: String, count: Int = 1) async -> [String] {
            var types: [String] = []
            for await case .message(let text) in peer.events {
                let event = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
                types.append(event?["type"] as? String ?? "")
                if types.count(where: { $0 == type }) == count { break }
            }
            return types
        }
    }

    @Test("a client opens a session, sees and hears the avatar, interrupts it and stops", .timeLimit(.minutes(2)))
    func wholeSession() async throws {
        try await Self.withServer { client, key in
            func call(_ name: String, _ body: String) async throws -> APIClient.Reply {
                try await client.send("POST", "/v1/streaming." + name, body, as: .key(key))
            }
            let new = try await call("new", #"{"quality":"low","avatar_id":"ada"}"#)
            let id = try #require(new.data["session_id"] as? String, "\(new.text)")
            let offer = try #require((new.data["sdp"] as? [String: Any])?["sdp"] as? String)
            let watcher = try Watcher(codec: .vp8, opensChannel: false)
            defer { watcher.peer.close() }
            let answer = try await watcher.peer.answer(offer: offer)
            let start: [String: Any] = ["session_id": id, "sdp": ["type": "answer", "sdp": answer]]
            let body = String(decoding: try JSONSerialization.data(withJSONObject: start), as: UTF8.self)
            #expect(try await call("start", body).code == 100)
            // Before anything is connected: it waits.
            let early = try await call("task", #"{"session_id":"\#(id)","text":"Hello there.","task_mode":"sync"}"#)
            #expect((early.data["duration_ms"] as? Double ?? 0) > 300, "\(early.text)")
            await watcher.firstVoice()
            let long = String(repeating: "This will be interrupted long before it is over. ", count: 6)
            #expect(try await call("task", #"{"session_id":"\#(id)","text":"\#(long)"}"#).code == 100)
            let begun = await watcher.events(until: "avatar_start_talking", count: 2)
            #expect(begun.first == "avatar_start_talking")
            #expect(begun.contains("avatar_stop_talking"))
            #expect(try await call("interrupt", #"{"session_id":"\#(id)"}"#).code == 100)
            let rest = await watcher.events(until: "avatar_stop_talking")
            #expect(rest.suffix(2) == ["avatar_end_message", "avatar_stop_talking"])
            await watcher.firstPicture()
            #expect(try await call("stop", #"{"session_id":"\#(id)"}"#).code == 100)
            #expect(await watcher.events(until: "session_ending") == ["session_ending"])
            #expect(try await call("keep_alive", #"{"session_id":"\#(id)"}"#).code == 10005)
        }
    }

    @Test("two WHEP viewers see and hear one session", .timeLimit(.minutes(2)))
    func twoViewers() async throws {
        try await Self.withServer { client, key in
            let new = try await client.send(
                "POST", "/v1/streaming.new", #"{"quality":"low","transport":"whep","video_encoding":"H264"}"#,
                as: .key(key))
            let id = try #require(new.data["session_id"] as? String, "\(new.text)")
            var watchers: [Watcher] = []
            defer { for watcher in watchers { watcher.peer.close() } }
            for _ in 0..<2 {
                let watcher = try Watcher(codec: .h264, opensChannel: true)
                watchers.append(watcher)
                let reply = try await client.send(
                    "POST", "/v1/whep/" + id, try await watcher.peer.offer(), type: "application/sdp", as: .key(key))
                #expect(reply.status == 201, "\(reply.text)")
                try await watcher.peer.accept(answer: reply.text)
            }
            for watcher in watchers { await watcher.firstPicture() }
            let task = #"{"session_id":"\#(id)","text":"Hello to both of you.","task_mode":"sync"}"#
            #expect(try await client.send("POST", "/v1/streaming.task", task, as: .key(key)).code == 100)
            for watcher in watchers {
                await watcher.firstVoice()
                #expect(await watcher.events(until: "avatar_stop_talking").first == "avatar_start_talking")
            }
        }
    }
}
