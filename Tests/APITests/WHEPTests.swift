import Core
import Foundation
import Media
import SessionFakes
import Sessions
import Testing

@testable import API

@Suite struct WHEPTests {
    private func offer(
        _ api: LiveAPI, _ id: String, _ body: String = FakePeer.description, type: String? = "application/sdp",
        as credential: LiveAPI.Credential? = nil
    ) async throws -> LiveAPI.Reply {
        try await api.send("POST", "/v1/whep/" + id, body, type: type, as: credential ?? .key(api.world.secret))
    }

    @Test("two viewers watch one stage; one leaves, the session goes on")
    func twoViewers() async throws {
        var settings = APISettings()
        settings.iceServers = [ICEServer(urls: ["turn:t.example:3478"], username: "a\"b", credential: "c")]
        try await LiveAPI.run(settings: settings) { api in
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let id = try await api.newSession(#"{"transport":"whep"}"#, as: token)
            let first = try await offer(api, id, as: token)
            #expect(first.status == 201)
            #expect(first.headers["content-type"] == "application/sdp")
            #expect(first.text.hasPrefix("v=0"))
            #expect(first.headers["etag"]?.hasPrefix("\"") == true)
            #expect(
                first.headers["link"]
                    == #"<turn:t.example:3478>; rel="ice-server"; username="a\"b"; credential="c"; credential-type="password""#
            )
            let second = try await offer(api, id)
            #expect(second.status == 201)
            for peer in api.world.peers { peer.connect() }
            let task = #"{"session_id":"\#(id)","text":"hello","task_mode":"sync"}"#
            #expect(try await api.post("/v1/streaming.task", task).code == 100)
            #expect(api.world.stages.count == 1)
            let place = try #require(first.headers["location"])
            #expect(try await api.send("DELETE", place, nil, type: nil, as: .none).status == 200)
            #expect(try await api.send("DELETE", place, nil, type: nil, as: .none).status == 404)
            #expect(api.world.peers[0].seen.isClosed && !api.world.peers[1].seen.isClosed)
            #expect(try await api.post("/v1/streaming.keep_alive", #"{"session_id":"\#(id)"}"#).code == 100)
        }
    }

    @Test("a WHEP viewer may join a session that another client opened by offer")
    func joins() async throws {
        try await LiveAPI.run { api in
            let (id, first) = try await api.connectedSession()
            #expect(try await offer(api, id).status == 201)
            #expect(!first.seen.isClosed)
        }
    }

    @Test("candidates trickle, and a restart gets new credentials and a new ETag")
    func trickle() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newSession(#"{"transport":"whep"}"#)
            let created = try await offer(api, id)
            let (place, tag) = (created.headers["location"] ?? "", created.headers["etag"] ?? "")
            let line = "a=candidate:1 1 UDP 1 10.0.0.1 9 typ host"
            let trickled =
                "a=ice-ufrag:host\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\nm=video 9 UDP 96\r\na=mid:0\r\n\(line)\r\n"
            func patch(_ body: String, _ match: String?, type: String = "application/trickle-ice-sdpfrag") async throws
                -> LiveAPI.Reply
            {
                try await api.send(
                    "PATCH", place, body, type: type, as: .none, headers: match.map { ["If-Match": $0] } ?? [:])
            }
            #expect(try await patch(trickled, tag).status == 204)
            #expect(
                api.world.peers[0].seen.candidates == [
                    ICECandidate(candidate: String(line.dropFirst(2)), mid: "0", mLineIndex: 0)
                ])
            #expect(try await patch(trickled, nil).status == 204)
            #expect(try await patch("a=ice-ufrag:fresh\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\n", nil).status == 428)
            #expect(try await patch(trickled, "\"other\"").status == 412)
            #expect(try await patch("hello", tag).status == 400)
            #expect(try await patch(trickled, tag, type: "application/json").status == 415)
            let restart = try await patch("a=ice-ufrag:fresh\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\n", "*")
            #expect(restart.status == 200)
            #expect(restart.headers["etag"] != tag)
            #expect(restart.text.contains("a=ice-ufrag:host2"))
            #expect(restart.text.contains("a=candidate:"))
            let renewed = try #require(api.world.peers[0].seen.offers.last)
            #expect(renewed.contains("a=ice-ufrag:fresh") && !renewed.contains("a=candidate:"))
            #expect(try await patch(trickled, tag).status == 412, "the old session's tag")
        }
    }

    @Test("what is no offer, or comes to no session, is refused with the draft's statuses")
    func refusals() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newSession(#"{"transport":"whep"}"#)
            #expect(try await offer(api, id, type: "application/json").status == 415)
            #expect(try await offer(api, id, type: nil).status == 415)
            #expect(try await offer(api, id, "hello").status == 400)
            #expect(try await offer(api, id, "v=0\r\n").status == 422)
            #expect(try await offer(api, id, as: LiveAPI.Credential.none).status == 401)
            #expect(try await offer(api, id, as: .key(api.world.strangerSecret)).status == 404)
            #expect(try await offer(api, id, as: .bearer(try await api.newToken())).status == 404)
            #expect(try await offer(api, "nowhere").status == 404)
            _ = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#)
            #expect(try await offer(api, id).status == 404)
        }
    }

    @Test("a preflight is answered for pages of other origins")
    func preflight() async throws {
        try await LiveAPI.run { api in
            let reply = try await api.send(
                "OPTIONS", "/v1/whep/x", nil, type: nil, as: .none,
                headers: [
                    "Origin": "https://player.example", "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "authorization,content-type",
                ])
            #expect(reply.status == 204)
            #expect(reply.headers["access-control-allow-origin"] == "*")
            #expect(reply.headers["access-control-allow-methods"]?.contains("POST") == true)
        }
    }
}
