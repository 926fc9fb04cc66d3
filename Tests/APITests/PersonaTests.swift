import Foundation
import Knowledge
import SessionFakes
import Sessions
import Storage
import Testing

@testable import API

@Suite struct PersonaTests {
    @Test("a knowledge base and a context are one thing in two languages")
    func oneStore() async throws {
        try await LiveAPI.run { api in
            let made = try await api.post(
                "/v1/streaming/knowledge_base/create",
                #"{"name":" Guide ","opening":"Hello ${name}","prompt":"You are ${role}, ${name}."}"#)
            let id = try #require(made.data["id"] as? String)
            #expect(made.code == 100)
            let context = try await api.get("/v1/contexts/\(id)")
            #expect(context.code == 1000)
            #expect(context.data["name"] as? String == "Guide")
            #expect(context.data["opening_text"] as? String == "Hello ${name}")
            #expect(context.data["required_dynamic_variables"] as? [String] == ["role", "name"])
            let changed = try await api.send(
                "PATCH", "/v1/contexts/\(id)", #"{"opening_text":null,"prompt":null,"language":"de"}"#,
                as: .key(api.world.secret))
            #expect(changed.data["opening_text"] as? String == "")
            #expect(changed.data["prompt"] as? String == "You are ${role}, ${name}.")
            #expect(changed.data["language"] as? String == "de")
            let list = try await api.get("/v1/streaming/knowledge_base/list")
            let entry = try #require((list.data["list"] as? [[String: Any]])?.first)
            #expect(entry["id"] as? String == id && entry["opening"] as? String == "")
            #expect(try await api.post("/v1/streaming/knowledge_base/\(id)", #"{"name":"Other"}"#).code == 100)
            #expect(try await api.get("/v1/streaming/knowledge_base/\(id)").data["name"] as? String == "Other")
            #expect(try await api.post("/v1/streaming/knowledge_base/\(id)/delete").code == 100)
            let gone = try await api.get("/v1/contexts/\(id)")
            #expect((gone.status, gone.code) == (404, 404))
            #expect((gone.json?["data"] as? [[String: Any]])?.first?["type"] as? String == "not_found")
        }
    }

    @Test("another key's persona is not there, whatever is done with it")
    func owners() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            let stranger = LiveAPI.Credential.key(api.world.strangerSecret)
            for (method, path, body) in [
                ("GET", "/v1/contexts/\(id)", nil), ("PATCH", "/v1/contexts/\(id)", #"{"name":"x"}"#),
                ("DELETE", "/v1/contexts/\(id)", nil), ("GET", "/v1/streaming/knowledge_base/\(id)", nil),
                ("POST", "/v1/streaming/knowledge_base/\(id)", "{}"),
                ("DELETE", "/v1/streaming/knowledge_base/\(id)", nil),
                ("GET", "/v1/visavis/knowledge/documents?persona_id=\(id)", nil),
                ("POST", "/v1/visavis/knowledge/documents?persona_id=\(id)&name=a.txt", "We open at nine."),
                ("POST", "/v1/visavis/knowledge/links", #"{"persona_id":"\#(id)","url":"https://a.example"}"#),
                ("POST", "/v1/visavis/knowledge/ask", #"{"persona_id":"\#(id)","question":"When?"}"#),
                ("POST", "/v1/streaming.new", #"{"knowledge_base_id":"\#(id)"}"#),
            ] {
                let reply = try await api.send(method, path, body, as: stranger)
                #expect(reply.status == 404, "\(method) \(path): \(reply.text)")
            }
            #expect(try await api.get("/v1/contexts", as: stranger).data["count"] as? Int == 0)
            #expect(await api.world.directory.count == 0)
            #expect(try await api.get("/v1/contexts/\(id)").data["name"] as? String == "Guide")
        }
    }

    @Test(
        "what is no persona is refused by the name of the field",
        arguments: [
            ("{}", "name"), (#"{"name":"  "}"#, "name"), (#"{"name":7}"#, "name"),
            (#"{"name":"\#(String(repeating: "n", count: 256))"}"#, "name"),
            (#"{"name":"a","prompt":"\#(String(repeating: "p", count: 100_001))"}"#, "prompt"),
            (#"{"name":"a","language":"Klingon (Okrand)"}"#, "language"),
            (#"{"name":"a","links":{"url":"x"}}"#, "links"), (#"{"name":"a","links":[{"faq":"x"}]}"#, "url"),
            (#"{"name":"a","links":[{"url":"ftp://a.example"}]}"#, "http"),
            (#"{"name":"a","pronunciations":{"SQL":{"x":1}}}"#, "pronunciations"),
        ])
    func refusals(body: String, word: String) async throws {
        try await LiveAPI.run { api in
            for path in ["/v1/contexts", "/v1/streaming/knowledge_base/create"] {
                let reply = try await api.post(path, body)
                #expect((reply.status, reply.code) == (400, 400128))
                #expect((reply.json?["message"] as? String)?.contains(word) == true, "\(reply.text)")
            }
            #expect(try await api.get("/v1/contexts").data["count"] as? Int == 0)
        }
    }

    @Test("a prompt of the longest length is taken however it is escaped")
    func longPrompt() async throws {
        try await LiveAPI.run { api in
            let prompt = String(repeating: "\\u0007", count: 100_000)
            let taken = try await api.post("/v1/contexts", #"{"name":"a","prompt":"\#(prompt)"}"#)
            let refused = try await api.post("/v1/contexts", #"{"name":"a"}"# + String(repeating: " ", count: 1 << 20))
            #expect(taken.code == 1000 && refused.status == 413)
        }
    }

    @Test("contexts are listed page by page with addresses of the neighbours")
    func pages() async throws {
        try await LiveAPI.run { api in
            for index in 0..<5 { _ = try await api.post("/v1/contexts", #"{"name":"\#(index)"}"#) }
            var path: String? = "/v1/contexts?page_size=2"
            var names: [String] = []
            while let next = path {
                let reply = try await api.get(next)
                #expect(reply.data["count"] as? Int == 5)
                names += (reply.data["results"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? []
                path = (reply.data["next"] as? String).map { String($0.dropFirst(api.base.count)) }
            }
            #expect(names == ["0", "1", "2", "3", "4"])
            let second = try await api.get("/v1/contexts?page=2&page_size=2")
            #expect((second.data["previous"] as? String)?.contains("page=1&page_size=2") == true)
            for wrong in ["page=0", "page_size=101", "page_size=x"] {
                #expect(try await api.get("/v1/contexts?" + wrong).status == 400)
            }
        }
    }

    @Test("links are read behind the request; what became of each is told, and what is dropped is forgotten")
    func links() async throws {
        try await LiveAPI.run { api in
            api.pages.put("<title>Hours</title><p>We open at nine on weekdays.</p>", at: "https://a.example/hours")
            let made = try await api.post(
                "/v1/contexts",
                #"{"name":"a","links":[{"url":"a.example/hours","faq":"opening"},{"url":"https://b.example/gone"}]}"#)
            let id = try #require(made.data["id"] as? String)
            await api.context.knowledge.settle()
            let context = try await api.get("/v1/contexts/\(id)")
            let links = try #require(context.data["links"] as? [[String: Any]])
            #expect(links.map { $0["url"] as? String } == ["https://a.example/hours", "https://b.example/gone"])
            #expect(links[0]["document_id"] is String && links[0]["error"] == nil)
            #expect((links[1]["error"] as? String)?.contains("no page") == true)
            let answer = try await api.post(
                "/v1/visavis/knowledge/ask", #"{"persona_id":"\#(id)","question":"When do you open on weekdays?"}"#)
            #expect((answer.data["answer"] as? String)?.contains("nine") == true, "\(answer.text)")
            let kept = try await api.send(
                "PATCH", "/v1/contexts/\(id)", #"{"links":[{"url":"https://c.example"}]}"#, as: .key(api.world.secret))
            #expect((kept.data["links"] as? [[String: Any]])?.count == 1)
            await api.context.knowledge.settle()
            let documents = try await api.get("/v1/visavis/knowledge/documents?persona_id=\(id)")
            #expect((documents.data["documents"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("a session token sees names, and neither prompts nor secrets; it changes nothing")
    func tokens() async throws {
        var settings = APISettings()
        settings.pageAccess = .key
        try await LiveAPI.run(settings: settings) { api in
            let id = try await api.newPersona()
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let list = try await api.get("/v1/streaming/knowledge_base/list", as: token)
            let entry = try #require((list.data["list"] as? [[String: Any]])?.first)
            #expect(Set(entry.keys) == ["id", "name"])
            for (method, path) in [
                ("GET", "/v1/contexts/\(id)"), ("PATCH", "/v1/contexts/\(id)"), ("DELETE", "/v1/contexts/\(id)"),
                ("POST", "/v1/contexts"), ("POST", "/v1/visavis/knowledge/documents?name=a.txt"),
                ("GET", "/v1/secrets"), ("POST", "/v1/secrets"), ("GET", "/v1/llm-configurations"),
            ] {
                for credential in [token, .none] {
                    let reply = try await api.send(method, path, method == "GET" ? nil : "{}", as: credential)
                    #expect(reply.status == 401, "\(method) \(path): \(reply.text)")
                }
            }
        }
    }

    @Test("the page on this machine edits without a key, and where everyone may use it everyone may only look")
    func pageAccess() async throws {
        try await LiveAPI.run { api in
            #expect(try await api.post("/v1/contexts", #"{"name":"a"}"#, as: LiveAPI.Credential.none).code == 1000)
            #expect(try await api.get("/v1/contexts", as: LiveAPI.Credential.none).data["count"] as? Int == 1)
            #expect(try await api.get("/v1/contexts").data["count"] as? Int == 1, "it is the first key's")
            let foreign = try await api.send(
                "POST", "/v1/contexts", #"{"name":"a"}"#, as: .none, headers: ["Origin": "https://evil.example"])
            #expect(foreign.status == 401)
            #expect(try await api.get("/v1/secrets", as: LiveAPI.Credential.none).status == 401)
        }
        var settings = APISettings()
        settings.pageAccess = .everyone
        try await LiveAPI.run(settings: settings) { api in
            let seen = try await api.get("/v1/contexts", as: LiveAPI.Credential.none)
            let refused = try await api.post("/v1/contexts", #"{"name":"a"}"#, as: LiveAPI.Credential.none)
            #expect((seen.status, refused.status) == (200, 401))
        }
    }
}

extension LiveAPI {
    /// Of the first key.
    func newPersona(_ body: String = #"{"name":"Guide","prompt":"You are a guide."}"#) async throws -> String {
        try #require(try await post("/v1/contexts", body).data["id"] as? String)
    }
}
