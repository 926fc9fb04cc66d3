import Core
import Foundation
import HTTP
import SessionFakes
import Sessions
import Testing

@testable import API

@Suite struct AccessTests {
    @Test(
        "who may call what",
        arguments: [
            ("POST", "/v1/streaming.create_token", true, false), ("POST", "/v1/streaming.new", true, true),
            ("GET", "/v1/streaming.list", true, true), ("GET", "/v2/streaming.list", true, false),
            ("GET", "/v1/streaming/avatar.list", true, true), ("GET", "/v1/streaming.avatar.list", true, true),
            ("GET", "/v2/voices", true, true), ("GET", "/v1/voice.list", true, true),
        ])
    func matrix(method: String, path: String, key: Bool, token: Bool) async throws {
        try await LiveAPI.run { api in
            let body = method == "POST" ? "{}" : nil
            let cases: [(LiveAPI.Credential, Int)] = [
                (.none, 401), (.key("vvk_wrong"), 401), (.bearer("vvt_wrong"), 401),
                // An account key is no session token, nor the other way round.
                (.bearer(api.world.secret), 401), (.key(try await api.newToken()), 401),
                (.key(api.world.secret), key ? 200 : 401), (.bearer(try await api.newToken()), token ? 200 : 401),
            ]
            for (credential, status) in cases {
                #expect(try await api.send(method, path, body, as: credential).status == status, "\(credential)")
            }
        }
    }

    @Test("a session token opens one session and touches no other")
    func oneTokenOneSession() async throws {
        try await LiveAPI.run { api in
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let own = try await api.newSession(as: token)
            let other = try await api.newSession()
            #expect(try await api.post("/v1/streaming.new", as: token).status == 401)
            let touched = try await api.post("/v1/streaming.keep_alive", #"{"session_id":"\#(other)"}"#, as: token)
            #expect(touched.code == 10006)
            #expect(try await api.post("/v1/streaming.keep_alive", #"{"session_id":"\#(own)"}"#, as: token).code == 100)
            #expect(try await api.post("/v1/streaming.keep_alive", "", as: token).code == 100, "it has but one")
            let list = try await api.get("/v1/streaming.list", as: token)
            #expect((list.data["sessions"] as? [[String: Any]])?.map { $0["session_id"] as? String } == [own])
        }
    }

    @Test("of many requests with one token, one gets a session")
    func tokenRace() async throws {
        try await LiveAPI.run { api in
            let token = try await api.newToken()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await api.post("/v1/streaming.new", as: .bearer(token)).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 401 }.count == 11)
        }
    }

    @Test("a token whose session could not be opened is good for another try")
    func tokenGivenBack() async throws {
        try await LiveAPI.run(capacity: SessionCapacity(server: 1, perOwner: 1)) { api in
            let token = LiveAPI.Credential.bearer(try await api.newToken())
            let other = try await api.newSession()
            #expect(try await api.post("/v1/streaming.new", as: token).code == 10007)
            _ = try await api.post("/v1/streaming.stop", #"{"session_id":"\#(other)"}"#)
            #expect(try await api.post("/v1/streaming.new", as: token).code == 100)
        }
    }

    @Test("another key's session is not there")
    func otherKeys() async throws {
        try await LiveAPI.run { api in
            let (id, _) = try await api.connectedSession()
            for call in ["task", "interrupt", "stop", "keep_alive", "start_listening"] {
                let reply = try await api.post(
                    "/v1/streaming." + call, #"{"session_id":"\#(id)","text":"hi"}"#, as: .key(api.world.strangerSecret)
                )
                #expect(reply.code == 10006)
            }
            let list = try await api.get("/v1/streaming.list", as: .key(api.world.strangerSecret))
            #expect((list.data["sessions"] as? [Any])?.isEmpty == true)
            #expect(try await api.post("/v1/streaming.keep_alive", #"{"session_id":"\#(id)"}"#).code == 100)
        }
    }

    @Test("a key that asks too often waits, another does not")
    func rateLimit() async throws {
        try await LiveAPI.run(rate: RateLimit(capacity: 3, perSecond: 0.001)) { api in
            for _ in 0..<3 { #expect(try await api.get("/v1/streaming.list").status == 200) }
            let refused = try await api.get("/v1/streaming.list")
            #expect((refused.status, refused.code) == (429, 400123))
            #expect(refused.headers["retry-after"] != nil)
            #expect(try await api.get("/v1/streaming.list", as: .key(api.world.strangerSecret)).status == 200)
        }
    }

    @Test("a session can be ended however many requests its key has made")
    func endingIsNotLimited() async throws {
        try await LiveAPI.run(rate: RateLimit(capacity: 1, perSecond: 0.001)) { api in
            let id = try await api.newSession()
            #expect(try await api.get("/v1/streaming.list").status == 429)
            #expect(try await api.post("/v1/streaming.stop", #"{"session_id":"\#(id)"}"#).code == 100)
        }
    }

    private static func request(
        _ address: String = "127.0.0.1", host: String? = "localhost:8080", origin: String? = nil,
        forwarded: String? = nil
    ) -> HTTPRequest {
        var headers = HTTPHeaders()
        headers["Host"] = host
        headers["Origin"] = origin
        headers["X-Forwarded-For"] = forwarded
        return HTTPRequest(method: .post, path: "/studio/session-token", headers: headers, peerAddress: address)
    }

    @Test(
        "the page's token is for this machine's own page",
        arguments: [
            (request(), true), (request("::1", host: "[::1]:8080", origin: "http://[::1]:8080"), true),
            (request(origin: "http://localhost:8080"), true), (request("10.0.0.7"), false),
            (request(host: "evil.example"), false), (request(host: nil), false),
            (request(host: "localhost.evil.example"), false), (request(origin: "http://evil.example"), false),
            (request(origin: "http://localhost:9999"), false), (request(origin: "null"), false),
            (request(forwarded: "10.0.0.7"), false),
        ])
    func pageAccess(request: HTTPRequest, admitted: Bool) {
        #expect(PageAccess.loopback.admits(request) == admitted)
        #expect(!PageAccess.key.admits(request))
        #expect(PageAccess.everyone.admits(request))
    }

    @Test("the page gets a token without a key on loopback, and needs one where the operator says so")
    func pageToken() async throws {
        try await LiveAPI.run { api in
            let reply = try await api.post("/studio/session-token", as: LiveAPI.Credential.none)
            let token = try #require(reply.data["token"] as? String)
            #expect(reply.json?["error"] is Any?)
            _ = try await api.newSession(as: .bearer(token))
        }
        var settings = APISettings()
        settings.pageAccess = .key
        try await LiveAPI.run(settings: settings) { api in
            let refused = try await api.post("/studio/session-token", as: LiveAPI.Credential.none)
            let granted = try await api.post("/studio/session-token")
            #expect((refused.status, granted.status) == (401, 200))
        }
    }
}
