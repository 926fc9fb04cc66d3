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

    @Test("answers about personas, knowledge, secrets and transcripts look as described, errors too")
    func stored() async throws {
        let document = try OpenAPIDocument()
        try await LiveAPI.run { api in
            api.pages.put("<title>a</title><p>We open at nine.</p>", at: "https://a.example")
            func id(_ reply: LiveAPI.Reply) throws -> String { try #require(reply.data["id"] as? String) }
            let persona = try await api.newPersona(
                #"{"name":"a","links":[{"url":"https://a.example"},{"url":"b.example"}]}"#)
            await api.context.knowledge.settle()
            let documents = "/v1/visavis/knowledge/documents"
            let made = try await api.send(
                "POST", documents + "?persona_id=\(persona)&name=a.csv", "Question,Answer\nWhen?,At nine.\n",
                type: "text/csv", as: .key(api.world.secret))
            let added = ((made.data["documents"] as? [[String: Any]])?.first)?["document"] as? [String: Any]
            let file = try #require(added?["id"] as? String, "\(made.text)")
            let list = try await api.get(documents + "?persona_id=\(persona)")
            let link = try #require(
                (list.data["documents"] as? [[String: Any]])?.first { $0["url"] is String }?["id"] as? String)
            let secret = try id(try await api.post("/v1/secrets", #"{"secret_name":"a","secret_value":"b"}"#))
            let model = try id(try await api.post("/v1/llm-configurations", #"{"model_name":"a"}"#))
            let (session, _) = try await api.connectedSession()
            _ = try await api.post(
                "/v1/streaming.task",
                #"{"session_id":"\#(session)","text":"Who?","task_type":"talk","task_mode":"sync"}"#)
            let bases = "/v1/streaming/knowledge_base"
            var calls: [(String, String, String?)] = [
                ("GET", bases + "/list", nil), ("POST", bases + "/create", #"{"name":"b"}"#),
                ("POST", bases + "/create", "{}"), ("GET", bases + "/\(persona)", nil),
                ("POST", bases + "/\(persona)", #"{"prompt":"x"}"#), ("POST", bases + "/nobody/delete", "{}"),
                ("GET", "/v1/contexts?page_size=1", nil), ("GET", "/v1/contexts?page=0", nil),
                ("POST", "/v1/contexts", #"{"name":"b","links":[{"url":"c.example"}]}"#), ("POST", "/v1/contexts", "["),
                ("GET", "/v1/contexts/\(persona)", nil), ("PATCH", "/v1/contexts/\(persona)", "{}"),
                ("PATCH", "/v1/contexts/nobody", "{}"), ("DELETE", bases + "/nobody", nil),
                ("GET", documents + "?persona_id=\(persona)&page_size=1", nil), ("GET", documents + "?page=x", nil),
                ("POST", documents + "?name=a.txt", "Rooms are blue."), ("POST", documents, "x"),
                ("GET", documents + "/\(file)", nil), ("POST", documents + "/\(file)/refresh", "{}"),
                ("POST", documents + "/\(link)/refresh", "{}"), ("GET", documents + "/nobody", nil),
                ("POST", "/v1/visavis/knowledge/links", #"{"url":"https://a.example","persona_id":"\#(persona)"}"#),
                ("POST", "/v1/visavis/knowledge/links", #"{"url":"d.example"}"#),
                ("POST", "/v1/visavis/knowledge/links", #"{"url":"x://y"}"#),
                ("POST", "/v1/visavis/knowledge/ask", #"{"question":"When?","persona_id":"\#(persona)"}"#),
                ("POST", "/v1/visavis/knowledge/ask", #"{"question":"Why?","persona_id":"nobody"}"#),
                ("POST", "/v1/visavis/knowledge/ask", "{}"), ("GET", "/v1/secrets", nil), ("POST", "/v1/secrets", "{}"),
                ("GET", "/v1/llm-models", nil), ("GET", "/v1/languages", nil),
                ("GET", "/v1/sessions/\(session)/transcript", nil), ("GET", "/v1/sessions/nobody/transcript", nil),
                ("DELETE", "/v1/sessions/\(session)/events", nil), ("DELETE", documents + "/\(file)", nil),
            ]
            for base in ["/v1/llm-configurations", "/v1/llm_configurations"] {
                calls += [
                    ("GET", base, nil), ("POST", base, #"{"model_name":"a","secret_id":"\#(secret)"}"#),
                    ("POST", base, "{}"), ("GET", base + "/\(model)", nil), ("PATCH", base + "/\(model)", "{}"),
                    ("PATCH", base + "/nobody", "{}"), ("DELETE", base + "/nobody", nil),
                ]
            }
            calls += [
                ("DELETE", "/v1/llm-configurations/\(model)", nil), ("DELETE", "/v1/secrets/\(secret)", nil),
                ("DELETE", "/v1/secrets/\(secret)", nil), ("DELETE", "/v1/contexts/\(persona)", nil),
            ]
            for (method, target, body) in calls {
                // The wrong key first: it changes nothing.
                for credential in [LiveAPI.Credential.key("vvk_wrong"), .key(api.world.secret)] {
                    let reply = try await api.send(method, target, body, as: credential)
                    let path = [persona, file, link, secret, model, session, "nobody"].reduce(
                        String(target.prefix { $0 != "?" })
                    ) { $0.replacing("/" + $1, with: "/{id}") }
                    let schema = document.schema(method, path, status: reply.status)
                    let described = try #require(schema, "\(method) \(target): \(reply.status) is not described")
                    let faults = document.faults(try #require(reply.json), described)
                    #expect(faults == [], "\(method) \(target): \(reply.text)")
                }
            }
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
