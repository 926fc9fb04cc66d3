import Core
import Foundation
import SessionFakes
import Sessions
import Testing

@testable import API

@Suite struct ListTests {
    private func ids(_ reply: LiveAPI.Reply) -> [String] {
        (reply.json?["data"] as? [[String: Any]])?.compactMap { $0["session_id"] as? String } ?? []
    }

    @Test("the history is paged, newest first, until there is no next page")
    func paging() async throws {
        try await LiveAPI.run { api in
            var opened: Set<String> = []
            for _ in 0..<5 { opened.insert(try await api.newSession()) }
            var seen: [String] = []
            var next: String? = ""
            var pages = 0
            while let token = next {
                let reply = try await api.get(
                    "/v2/streaming.list?page_size=2" + (token.isEmpty ? "" : "&token=\(token)"))
                #expect(reply.json?["total"] as? Int == 5)
                seen += ids(reply)
                pages += 1
                next = reply.json?["next_pagination_token"] as? String
                #expect(reply.json?["next_page_token"] as? String == next)
            }
            #expect(pages == 3)
            #expect(seen.count == 5 && Set(seen) == opened)
            #expect(ids(try await api.get("/v2/streaming.list?page=3&page_size=2")) == [seen[4]])
        }
    }

    @Test("the history is filtered by state and time, and holds the owner's sessions alone")
    func filters() async throws {
        try await LiveAPI.run { api in
            let ended = try await api.newSession()
            _ = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(ended)"}"#)
            let running = try await api.newSession()
            _ = try await api.newSession(as: .key(api.world.strangerSecret))
            #expect(ids(try await api.get("/v2/streaming.list?status=closed")) == [ended])
            #expect(ids(try await api.get("/v2/streaming.list?status=NEW")) == [running])
            #expect(ids(try await api.get("/v2/streaming.list")).count == 2)
            #expect(ids(try await api.get("/v2/streaming.list?date_to=2020-01-01T00:00:00Z")).isEmpty)
            #expect(ids(try await api.get("/v2/streaming.list?date_from=2020-01-01T00:00:00Z&date_to=")).count == 2)
            #expect(ids(try await api.get("/v2/streaming.list?date_from=2020-01-01")).count == 2)
            for wrong in ["status=gone", "page=0", "page_size=101", "page=x", "date_from=yesterday", "token=abc"] {
                #expect(try await api.get("/v2/streaming.list?" + wrong).code == 400128, "\(wrong)")
            }
        }
    }

    @Test("avatars and voices are listed with URLs that answer")
    func avatarsAndVoices() async throws {
        try await LiveAPI.run { api in
            let avatars = try await api.get("/v1/streaming/avatar.list").json?["data"] as? [[String: Any]]
            #expect(avatars?.compactMap { $0["avatar_id"] as? String } == ["ada", "bob"])
            let poster = try #require(avatars?[0]["normal_preview"] as? String)
            #expect(poster.hasPrefix(api.base))
            let picture = try await api.send("GET", String(poster.dropFirst(api.base.count)), nil, type: nil, as: .none)
            #expect((picture.status, picture.headers["content-type"]) == (200, "image/jpeg"))
            let tag = try #require(picture.headers["etag"])
            let again = try await api.send(
                "GET", "/v1/avatars/ada/poster.jpg", nil, type: nil, as: .none, headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            let voices = try await api.get("/v2/voices").data["voices"] as? [[String: Any]]
            let sample = try #require(voices?[0]["preview_audio"] as? String)
            let sound = try await api.send("GET", String(sample.dropFirst(api.base.count)), nil, type: nil, as: .none)
            #expect(sound.headers["content-type"] == "audio/wav")
            #expect(sound.body.starts(with: Data("RIFF".utf8)) && sound.body.count > 44 + 3200)
            #expect(try await api.get("/v1/avatars/nobody/poster.jpg").status == 404)
            #expect(try await api.get("/v1/avatars/..%2f..%2fetc%2fpasswd/poster.jpg").status == 404)
        }
    }

    @Test("the page and the client library are served with their policy and validators")
    func page() async throws {
        try await LiveAPI.run { api in
            let page = try await api.send("GET", "/", nil, type: nil, as: .none)
            #expect(page.status == 200)
            #expect(page.headers["content-security-policy"]?.contains("default-src 'self'") == true)
            let tag = try #require(page.headers["etag"])
            let again = try await api.send(
                "GET", "/", nil, type: nil, as: .none, headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            let library = try await api.send(
                "GET", "/sdk/index.js", nil, type: nil, as: .none, headers: ["Origin": "https://site.example"])
            #expect(library.status == 200)
            #expect(library.headers["access-control-allow-origin"] == "*")
        }
    }
}
