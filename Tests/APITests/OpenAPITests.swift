import Core
import Foundation
import HTTP
import Media
import SessionFakes
import Testing

@testable import API

@Suite struct OpenAPITests {
    @Test("every route is described, and nothing else is")
    func routes() async throws {
        let document = try OpenAPIDocument()
        try await LiveAPI.run { api in
            // The page's own files are described as one, and the operator's routes are added by the server.
            let routes = Router.api(api.context).allRoutes
                .map { "\($0.method.rawValue) \($0.path)" }
                .filter { !$0.hasPrefix("GET /sdk/") && !$0.hasPrefix("GET /studio/") }
            let described = document.operations.filter { !$0.value.contains("operations") }.keys
            #expect(Set(routes).subtracting(described).sorted() == [])
            #expect(Set(described).subtracting(routes).sorted() == [])
        }
    }

    @Test("answers look as described, errors too")
    func answers() async throws {
        let document = try OpenAPIDocument()
        try await LiveAPI.run { api in
            let (id, peer) = try await api.connectedSession()
            let session = #"{"session_id":"\#(id)"}"#
            let task = #"{"session_id":"\#(id)","text":"hello","task_mode":"sync"}"#
            let gone = try await api.newSession()
            _ = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(gone)"}"#)
            var settled: [(String, String, String?)] = [
                ("GET", "/v1/streaming.list", nil), ("GET", "/v2/streaming.list", nil),
                ("GET", "/v2/streaming.list?page_size=1", nil), ("GET", "/v2/streaming.list?page=0", nil),
                ("GET", "/v2/streaming.list?status=lost", nil), ("GET", "/v1/streaming/avatar.list", nil),
                ("GET", "/v1/streaming.avatar.list", nil), ("GET", "/v2/voices", nil), ("GET", "/v1/voice.list", nil),
                ("GET", "/v1/avatars/nobody/poster.jpg", nil), ("GET", "/v1/voices/nobody/sample.wav", nil),
                ("POST", "/studio/session-token", "{}"),
            ]
            for base in ["/v1/streaming.", "/v1/realtime."] {
                settled += [
                    ("POST", base + "create_token", "{}"), ("POST", base + "create_token", "{"),
                    ("POST", base + "new", "{}"), ("POST", base + "new", #"{"transport":"whep"}"#),
                    ("POST", base + "new", #"{"quality":"x"}"#), ("POST", base + "start", session),
                    ("POST", base + "ice", session), ("POST", base + "task", task), ("POST", base + "task", session),
                    ("POST", base + "interrupt", session), ("POST", base + "keep_alive", session),
                    ("POST", base + "start_listening", session), ("POST", base + "stop_listening", session),
                    ("POST", base + "keep_alive", #"{"session_id":"\#(gone)"}"#), ("POST", base + "stop", "{}"),
                ]
            }
            settled += [("POST", "/v1/streaming.stop", session), ("POST", "/v1/streaming.stop", session)]
            for (method, target, body) in settled {
                for credential in [LiveAPI.Credential.key(api.world.secret), .none] {
                    let reply = try await api.send(method, target, body, as: credential)
                    let path = String(target.prefix { $0 != "?" })
                        .replacing("nobody", with: "{id}")
                    let schema = document.schema(method, path, status: reply.status)
                    let described = try #require(schema, "\(method) \(target): \(reply.status) is not described")
                    let faults = document.faults(try #require(reply.json), described)
                    #expect(faults == [], "\(method) \(target): \(reply.text)")
                }
            }
            for text in peer.seen.texts {
                let event = try JSONSerialization.jsonObject(with: Data(text.utf8))
                #expect(document.faults(event, document.event()) == [], "\(text)")
            }
            #expect(peer.seen.texts.count >= 8)
        }
    }

    @Test("the events of every kind look as described")
    func events() throws {
        let document = try OpenAPIDocument()
        for text in MessageWireTests.everyEvent.map(MessageWire.text) {
            let event = try JSONSerialization.jsonObject(with: Data(text.utf8))
            #expect(document.faults(event, document.event()) == [], "\(text)")
        }
    }
}
