import Foundation
import Knowledge
import SessionFakes
import Storage
import Testing

@testable import API

@Suite struct KnowledgeTests {
    private let documents = "/v1/visavis/knowledge/documents"

    @Test("a file is added, found, answered from, replaced and deleted")
    func life() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            let path = documents + "?persona_id=\(id)&name=..%2Fhours.md"
            let added = try await api.send(
                "POST", path, "# Hours\n\nThe museum opens at nine on Sundays.\n", type: "text/markdown",
                as: .key(api.world.secret))
            let document = try #require(
                ((added.data["documents"] as? [[String: Any]])?.first)?["document"] as? [String: Any], "\(added.text)")
            let number = try #require(document["id"] as? String)
            #expect(document["source"] as? String == "hours.md" && document["format"] as? String == "markdown")
            let whole = try await api.get(documents + "/\(number)")
            #expect((whole.data["passages"] as? [[String: Any]])?.isEmpty == false)
            let answer = try await api.post(
                "/v1/visavis/knowledge/ask",
                #"{"persona_id":"\#(id)","question":"When does the museum open on Sundays?"}"#)
            #expect(answer.data["is_known"] as? Bool == true)
            #expect((answer.data["answer"] as? String)?.contains("nine") == true)
            let best = try #require((answer.data["passages"] as? [[String: Any]])?.first)
            #expect(best["document_id"] as? String == number && (best["score"] as? Double ?? 0) > 0.5)
            let again = try await api.send(
                "POST", path, "# Hours\n\nThe museum opens at ten on Sundays.\n", type: nil, as: .key(api.world.secret))
            #expect(((again.data["documents"] as? [[String: Any]])?.first)?["change"] as? String == "replaced")
            #expect(try await api.post(documents + "/\(number)/refresh").status == 400, "it was no link")
            #expect(try await api.send("DELETE", documents + "/\(number)", as: .key(api.world.secret)).code == 100)
            #expect(try await api.get(documents + "/\(number)").status == 404)
            let unknown = try await api.post(
                "/v1/visavis/knowledge/ask", #"{"persona_id":"\#(id)","question":"When does the museum open?"}"#)
            #expect(unknown.data["is_known"] as? Bool == false)
        }
    }

    @Test("a form brings several files; those that cannot be read are named")
    func form() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            func part(_ head: String, _ text: String) -> String {
                "--XX\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(text)\r\n"
            }
            let body =
                part("name=\"persona_id\"", id) + part("name=\"file\"; filename=\"a.txt\"", "Parking is free.")
                + part("name=\"file\"; filename=\"b.txt\"", "")
                + part("name=\"file\"; filename=\"c.rar\"", "Rar!\u{1A}\u{7}")
                + "--XX--\r\n"
            let type = "multipart/form-data; boundary=XX"
            let reply = try await api.send("POST", documents, body, type: type, as: .key(api.world.secret))
            #expect((reply.data["documents"] as? [Any])?.count == 1, "\(reply.text)")
            let failures = try #require(reply.data["failures"] as? [[String: Any]])
            #expect(failures.map { $0["name"] as? String } == ["b.txt", "c.rar"])
            let list = try await api.get(documents + "?persona_id=\(id)")
            #expect((list.data["documents"] as? [[String: Any]])?.map { $0["title"] as? String } == ["a"])
            let bad = part("name=\"file\"; filename=\"b.txt\"", "") + "--XX--\r\n"
            #expect(try await api.send("POST", documents, bad, type: type, as: .key(api.world.secret)).status == 400)
        }
    }

    @Test("what all personas know is the first key's to change, and everyone's to be told")
    func shared() async throws {
        try await LiveAPI.run { api in
            let stranger = LiveAPI.Credential.key(api.world.strangerSecret)
            let refused = try await api.send("POST", documents + "?name=a.txt", "x", type: nil, as: stranger)
            #expect((refused.status, refused.code) == (403, 400599))
            let added = try await api.send(
                "POST", documents + "?name=a.txt", "The lift is behind the stairs.", type: nil,
                as: .key(api.world.secret))
            let document = ((added.data["documents"] as? [[String: Any]])?.first)?["document"] as? [String: Any]
            let id = try #require(document?["id"] as? String)
            let list = try await api.get(documents, as: stranger)
            #expect((list.data["documents"] as? [[String: Any]])?.map { $0["id"] as? String } == [id])
            #expect(try await api.send("DELETE", documents + "/\(id)", as: stranger).status == 403)
            let answer = try await api.post(
                "/v1/visavis/knowledge/ask", #"{"question":"Where is the lift?"}"#, as: stranger)
            #expect((answer.data["answer"] as? String)?.contains("stairs") == true)
        }
    }

    @Test("a link is read, refreshed when its page changes, and refused when it leads nowhere")
    func links() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            api.pages.put("<title>Prices</title><p>A ticket costs ten euros.</p>", at: "https://a.example/prices")
            func add(_ url: String) async throws -> LiveAPI.Reply {
                try await api.post("/v1/visavis/knowledge/links", #"{"persona_id":"\#(id)","url":"\#(url)"}"#)
            }
            let added = try await add("https://a.example/prices")
            let document = try #require(added.data["document"] as? [String: Any], "\(added.text)")
            let number = try #require(document["id"] as? String)
            #expect(document["title"] as? String == "Prices")
            api.pages.put("<title>Prices</title><p>A ticket costs twelve euros.</p>", at: "https://a.example/prices")
            #expect(try await api.post(documents + "/\(number)/refresh").data["change"] as? String == "replaced")
            let whole = try await api.get(documents + "/\(number)")
            #expect(whole.text.contains("twelve"))
            let gone = try await add("https://a.example/gone")
            #expect(
                (gone.status, (gone.json?["error"] as? [String: Any])?["code"] as? String) == (502, "link_unreachable"))
            #expect(try await add("file:///etc/passwd").status == 400)
        }
    }

    @Test("links that are due are asked for by what they were; those that do not change, more and more seldom")
    func dueLinks() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            let url = "https://a.example/prices"
            api.pages.put("<p>A ticket costs ten euros.</p>", at: url)
            _ = try await api.post("/v1/visavis/knowledge/links", #"{"persona_id":"\#(id)","url":"\#(url)"}"#)
            let intake = api.context.knowledge
            func hours(_ hours: Double) -> Date { Date(timeIntervalSinceNow: hours * 3600) }
            try await intake.refreshLinks()
            #expect(api.pages.count == 1, "it is not due")
            try await intake.refreshLinks(at: hours(25))
            #expect(api.pages.count == 1, "it was asked for, and had not changed")
            api.pages.put("<p>A ticket costs twelve euros.</p>", at: url)
            try await intake.refreshLinks(at: hours(25 + 30))
            #expect(api.pages.count == 1, "half again as long as before")
            try await intake.refreshLinks(at: hours(25 + 37))
            #expect(api.pages.count == 2)
            let stored = try #require(try await intake.store.list(persona: id).first)
            #expect(try await intake.store.passages(of: stored.id).first?.text.contains("twelve") == true)
            _ = try await intake.store.remove(stored.id)
            #expect(try await intake.store.link(of: stored.id) == nil, "it goes with its document")
        }
    }

    @Test("documents are listed page by page")
    func pages() async throws {
        try await LiveAPI.run { api in
            let id = try await api.newPersona()
            for index in 0..<3 {
                _ = try await api.send(
                    "POST", documents + "?persona_id=\(id)&name=\(index).txt", "Room \(index) is blue.", type: nil,
                    as: .key(api.world.secret))
            }
            let first = try await api.get(documents + "?persona_id=\(id)&page_size=2")
            #expect((first.data["documents"] as? [Any])?.count == 2 && first.data["next_page"] as? Int == 2)
            let second = try await api.get(documents + "?persona_id=\(id)&page_size=2&page=2")
            #expect((second.data["documents"] as? [Any])?.count == 1 && second.data["next_page"] is NSNull)
            #expect(try await api.send("DELETE", "/v1/contexts/\(id)", as: .key(api.world.secret)).code == 1000)
            #expect(try await api.context.knowledge.store.list(persona: id).isEmpty, "it is forgotten with the persona")
        }
    }

    @Test("more than the limit is refused before it is read")
    func tooLarge() async throws {
        try await LiveAPI.run { api in
            let reply = try await api.send(
                "POST", documents + "?name=a.txt", String(repeating: "x", count: Routes.uploadLimit + 1), type: nil,
                as: .key(api.world.secret))
            #expect(reply.status == 413)
        }
    }
}

@Suite struct FormDataTests {
    private func read(_ text: String, _ type: String = "multipart/form-data; boundary=\"b b\"") throws -> FormData {
        try FormData(Array(text.utf8), contentType: type)
    }

    @Test("files and fields come out as they went in")
    func parts() throws {
        let form = try read(
            "preamble\r\n--b b  \r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=f; "
                + "filename=\"a;\\\"b\\\".txt\"\r\n\r\nline\r\n--b\r\n\r\n--b b\r\n"
                + "content-disposition: form-data; name=\"t\"\r\n\r\nx\r\n--b b--\r\nepilogue")
        #expect(
            form.files == [.init(name: "a;\"b\".txt", mediaType: "text/plain", bytes: Array("line\r\n--b\r\n".utf8))])
        #expect(form.fields == ["t": "x"])
        #expect(try read("--b b--").files.isEmpty)
    }

    @Test(
        "what is no form is refused, whatever its bytes",
        arguments: [
            "", "--b b", "--b b\r\n", "--b b\r\n\r\n", "--b b\r\n\r\n\r\n--b b", "--b b\r\nx\r\n\r\n--b b--",
            "--b b\r\nContent-Disposition: form-data; name=f\r\n\r\nx",
            String(repeating: "--b b\r\na: b\r\n\r\n\r\n", count: 70),
        ])
    func damaged(text: String) {
        #expect(throws: RequestError.self) { try read(text) }
        #expect(throws: RequestError.self) { try read(text, "multipart/form-data") }
    }
}
