import Conversation
import Core
import Foundation
import HTTP
import SessionFakes
import Sessions
import Testing

@testable import API

@Suite struct ChatSocketTests {
    let client = HTTPClient(egress: Egress())

    /// The events of a socket, one after the other.
    struct Events {
        let messages: WebSocketConnection.Messages.Iterator

        init(_ socket: WebSocketConnection) { messages = socket.messages.makeAsyncIterator() }

        /// The next of this kind; nil at the end.
        func next(_ kind: String) async throws -> [String: Any]? {
            while case .text(let text)? = try await messages.next() {
                let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect(object["type"] == nil)
                if object["event_type"] as? String == kind { return object }
            }
            return nil
        }
    }

    func open(_ api: LiveAPI, _ query: String) async throws -> WebSocketConnection {
        let base = api.base.replacing("http://", with: "ws://")
        return try await client.webSocket("\(base)/v1/ws/streaming.chat?\(query)", reach: .configured)
    }

    @Test("a token's socket carries the microphone to an ear and events back")
    func conversation() async throws {
        try await LiveAPI.run { api in
            let token = try await api.newToken()
            let (id, _) = try await api.connectedSession(as: .bearer(token))
            let socket = try await open(
                api, "session_id=\(id)&session_token=\(token)&silence_response=false&push_to_talk=undefined&x=y")
            let events = Events(socket)
            let loud = (0..<1024).map { UInt8($0 % 2 == 0 ? 0 : 20) }
            for _ in 0..<10 { try await socket.send(binary: Protobuf.audio(loud)) }
            while api.world.ears.first?.seen.samples != 5120 { await Task.yield() }
            let ear = try #require(api.world.ears.first)
            ear.hears("What time is it?")
            #expect(try await events.next("user_start") != nil)
            #expect(try await events.next("user_stop") != nil)
            await socket.close()
            while !ear.seen.isClosed { await Task.yield() }
        }
    }

    @Test("a text frame is a question; what the data channel tells too is told here only when asked for")
    func questions() async throws {
        try await LiveAPI.run { api in
            let (id, _) = try await api.connectedSession()
            let all = try await client.webSocket(
                api.base.replacing("http://", with: "ws://") + "/v1/ws/streaming.chat?session_id=\(id)&events=all",
                headers: ["X-Api-Key": api.world.secret], reach: .configured)
            let events = Events(all)
            try await all.send(binary: Protobuf.text("What do you know?"))
            let talking = try #require(try await events.next("avatar_talking_message"))
            #expect((talking["message"] as? String)?.isEmpty == false)
            #expect(try await events.next("avatar_stop_talking")?["duration_ms"] != nil)
            try await all.send(text: #"{"type":"ping","id":"7"}"#)
            #expect(try await events.next("pong")?["id"] as? String == "7")
            await all.close()
        }
    }

    @Test("by default no fragment comes twice to a client with a data channel")
    func fragments() async throws {
        try await LiveAPI.run { api in
            let (id, _) = try await api.connectedSession()
            let socket = try await client.webSocket(
                api.base.replacing("http://", with: "ws://") + "/v1/ws/streaming.chat?session_id=\(id)",
                headers: ["X-Api-Key": api.world.secret], reach: .configured)
            try await socket.send(binary: Protobuf.text("Hello?"))
            let session = try #require(await api.world.directory.liveSession(id))
            for await event in await session.listen() { if case .talkingStopped = event { break } }
            await socket.close()
            var kinds: [String] = []
            for try await case .text(let text) in socket.messages {
                let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
                kinds.append(object?["event_type"] as? String ?? "")
            }
            #expect(!kinds.contains { $0.hasPrefix("avatar_talking") || $0 == "avatar_start_talking" })
        }
    }

    @Test("push to talk: the microphone counts only while it is pushed")
    func pushToTalk() async throws {
        try await LiveAPI.run { api in
            let token = try await api.newToken()
            let (id, _) = try await api.connectedSession(as: .bearer(token))
            let socket = try await open(api, "session_id=\(id)&session_token=\(token)&push_to_talk=true")
            let events = Events(socket)
            let loud = (0..<1024).map { UInt8($0 % 2 == 0 ? 0 : 20) }
            try await socket.send(binary: Protobuf.audio(loud))
            try await socket.send(text: #""push_to_talk:start""#)
            #expect(try await events.next("push_to_talk_started") != nil)
            try await socket.send(binary: Protobuf.audio(loud))
            try await socket.send(text: #""push_to_talk:stop""#)
            #expect(try await events.next("push_to_talk_stopped") != nil)
            try await socket.send(binary: Protobuf.audio(loud))
            try await socket.send(text: #"{"type":"ping"}"#)
            #expect(try await events.next("pong") != nil)
            let ear = try #require(api.world.ears.first)
            // What was said while it was pushed, and the silence that ends the turn.
            #expect(ear.seen.samples == 512 + 32_000)
            await socket.close()
        }
    }

    @Test("nobody gets in without the session's own token or key, and not more often than four times")
    func refused() async throws {
        try await LiveAPI.run { api in
            let (token, other) = (try await api.newToken(), try await api.newToken())
            let (id, _) = try await api.connectedSession(as: .bearer(token))
            func status(_ query: String) async -> Int? {
                do {
                    let socket = try await open(api, query)
                    await socket.close()
                    return 101
                } catch HTTPClientError.refused(let status, _, _) {
                    return status
                } catch {
                    return nil
                }
            }
            #expect(await status("session_id=\(id)") == 401)
            #expect(await status("session_id=\(id)&session_token=nonsense") == 401)
            #expect(await status("session_id=\(id)&session_token=\(other)") == 404)
            #expect(await status("session_id=\(id)&session_token=\(token)&push_to_talk=perhaps") == 400)
            #expect(await status("session_token=\(other)") == 400)
            var sockets: [WebSocketConnection] = []
            for _ in 0..<ChatRoom.socketsPerSession {
                sockets.append(try await open(api, "session_id=\(id)&session_token=\(token)"))
            }
            #expect(await status("session_token=\(token)") == 429)
            for socket in sockets { await socket.close() }
            while await status("session_token=\(token)") != 101 { await Task.yield() }
        }
    }

    @Test("what cannot be read is named, and too much of it ends the socket")
    func garbage() async throws {
        try await LiveAPI.run { api in
            let token = try await api.newToken()
            let (id, _) = try await api.connectedSession(as: .bearer(token))
            let socket = try await open(api, "session_id=\(id)&session_token=\(token)")
            let events = Events(socket)
            let bad: [[UInt8]] = [[255], [], Protobuf.audio([1]), Protobuf.audio([1, 2], rate: 1)]
            for bytes in bad {
                try await socket.send(binary: bytes)
                #expect(try await events.next("error")?["error"] as? String == "bad_message")
            }
            for _ in 0..<20 { _ = await socket.offer(text: "not JSON") }
            #expect(try await events.next("none") == nil)
            #expect(await socket.closure?.code == 1008)
            #expect(await api.world.directory.liveSession(id)?.state == .connected)
        }
    }

    @Test("the opening text is spoken once, and the session's end ends its sockets")
    func openingAndEnd() async throws {
        try await LiveAPI.run { api in
            let token = try await api.newToken()
            let (id, _) = try await api.connectedSession(as: .bearer(token))
            let query = "session_id=\(id)&session_token=\(token)&events=all&opening_text=Welcome%20here"
            let socket = try await open(api, query)
            let events = Events(socket)
            #expect(try await events.next("avatar_talking_message")?["message"] as? String == "Welcome")
            #expect(try await events.next("avatar_talking_message")?["message"] as? String == " here")
            #expect(try await events.next("avatar_stop_talking") != nil)
            let second = Events(try await open(api, query))
            _ = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#)
            #expect(try await events.next("session_ending") != nil)
            #expect(try await events.next("none") == nil)
            #expect(try await second.next("avatar_talking_message") == nil)
            #expect(await socket.closure?.code == 1000)
        }
    }
}
