import Foundation
import Testing

@testable import HTTP

@Suite struct RouterTests {
    static let router: Router = {
        var router = Router()
        for path in ["/a", "/a/{x}", "/a/b", "/a/{x}/c/{y}", "/files/{path...}", "/v1/streaming.new"] {
            router.add(.get, path) { _ in .text(path) }
        }
        router.add(.post, "/a") { _ in .text("posted") }
        return router
    }()

    static func pattern(_ method: String, _ path: String) -> (
        pattern: String?, parameters: [String: String], status: Int
    ) {
        switch router.match(method, rawPath: path, headers: [:]) {
        case .handler(let route, let parameters): (route.pattern, parameters, 200)
        case .answer(let response): (nil, [:], response.status)
        }
    }

    @Test(
        "the most literal route wins, and parameters are decoded",
        arguments: [
            ("/a", "/a", [:]), ("/a/b", "/a/b", [:]), ("/a/d", "/a/{x}", ["x": "d"]),
            ("/a/b/c/e", "/a/{x}/c/{y}", ["x": "b", "y": "e"]), ("/a/%2F%C3%A9", "/a/{x}", ["x": "/é"]),
            ("/files/x/y.js", "/files/{path...}", ["path": "x/y.js"]), ("/files/", "/files/{path...}", ["path": ""]),
            ("/v1/streaming%2Enew", "/v1/streaming.new", [:]),
        ] as [(String, String, [String: String])])
    func matches(path: String, pattern: String, parameters: [String: String]) {
        let found = Self.pattern("GET", path)
        #expect(found.pattern == pattern)
        #expect(found.parameters == parameters)
    }

    @Test(
        "what has no route is not found, not allowed, or not a path",
        arguments: [
            ("GET", "/", 404), ("GET", "/a/", 404), ("GET", "/A", 404), ("GET", "/a/b/c", 404), ("GET", "/files", 404),
            ("PUT", "/a", 405), ("POST", "/a/b", 405), ("get", "/a", 405), ("OPTIONS", "/a", 204),
            ("OPTIONS", "/z", 404),
            ("HEAD", "/a", 200), ("GET", "a", 400), ("GET", "*", 400), ("GET", "/%", 400), ("GET", "/%4", 400),
            ("GET", "/%00", 400), ("GET", "/a/..", 400), ("GET", "/%2e%2e/a", 400), ("GET", "/%c3", 400),
        ])
    func misses(method: String, path: String, status: Int) { #expect(Self.pattern(method, path).status == status) }

    @Test("a 405 and an OPTIONS say what is allowed")
    func allow() {
        for method in ["PUT", "OPTIONS"] {
            guard case .answer(let response) = Self.router.match(method, rawPath: "/a", headers: [:]) else {
                Issue.record("no answer")
                return
            }
            #expect(response.headers["allow"] == "GET, HEAD, POST, OPTIONS")
        }
    }

    @Test("routes and origins of another router are taken over")
    func merging() {
        var router = Router()
        router.add(.get, "/z") { _ in .text("z") }
        var other = Self.router
        other.allowCrossOrigin("/a", CORSPolicy(origins: .any))
        router.merge(other)
        #expect(router.allRoutes.map(\.path).sorted() == (Self.router.allRoutes.map(\.path) + ["/z"]).sorted())
        #expect(router.crossOriginHeaders(rawPath: "/a/b", origin: "https://x")["Access-Control-Allow-Origin"] == "*")
        #expect(router.crossOriginHeaders(rawPath: "/z", origin: "https://x").fields.isEmpty)
    }

    @Test("exact origins are answered with themselves, others with nothing, and caches are told")
    func origins() {
        let some = CORSPolicy(origins: .only(["https://a.example"]))
        #expect(some.headers(origin: "https://a.example")["Access-Control-Allow-Origin"] == "https://a.example")
        #expect(some.headers(origin: "https://b.example")["Access-Control-Allow-Origin"] == nil)
        #expect(some.headers(origin: "https://b.example")["Vary"] == "Origin")
        #expect(some.headers(origin: nil)["Vary"] == "Origin")
        let withCookies = CORSPolicy(origins: .any, allowsCredentials: true)
        let headers = withCookies.headers(origin: "https://c.example")
        #expect(headers["Access-Control-Allow-Origin"] == "https://c.example")
        #expect(headers["Access-Control-Allow-Credentials"] == "true")
        #expect(withCookies.headers(origin: "https://c\r\nX: y")["Access-Control-Allow-Origin"] == nil)
    }

    @Test("of the headers a preflight asks for only real names come back")
    func preflight() {
        let headers = CORSPolicy().preflightHeaders(
            origin: "https://a", requestedHeaders: "x-one, bad name, x\u{7f}, authorization,,x-two", methods: ["POST"])
        #expect(
            headers["Access-Control-Allow-Headers"]
                == "Authorization, Content-Type, X-Api-Key, If-Match, Idempotency-Key, x-one, badname, x-two")
    }

    @Test("headers are found whatever their case, and set in place of all of their name")
    func headers() {
        var headers: HTTPHeaders = ["X-A": "1", "x-a": "2", "B": "3"]
        #expect(headers["x-A"] == "1")
        #expect(headers.values("X-a") == ["1", "2"])
        headers["x-a"] = "4"
        #expect(headers.fields.map(\.value) == ["3", "4"])
        headers["b"] = nil
        #expect(headers["B"] == nil)
    }
}
