import Core
import Foundation

@testable import HTTP

/// Runs a server on a free port of 127.0.0.1 while `body` runs, with the routes most tests need.
func withServer(
    limits: HTTPLimits = HTTPLimits(), tls: TLSIdentity? = nil, router: Router = .forTests,
    metrics: Metrics = Metrics(), _ body: (HTTPServer, Int) async throws -> Void
) async throws {
    let server = HTTPServer(
        HTTPServerConfiguration(host: "127.0.0.1", port: 0, tls: tls, limits: limits), router: router, metrics: metrics,
        log: .silent)
    let port = try await server.start()[0].port
    do {
        try await body(server, port)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

extension Router {
    static var forTests: Router {
        var router = Router()
        router.allowCrossOrigin("/v1/", CORSPolicy(origins: .any))
        router.add(.get, "/") { _ in .text("home") }
        router.add(.post, "/v1/echo", RouteOptions(maximumBody: 10_000)) { request in
            HTTPResponse(status: 200, headers: ["Content-Type": "text/plain"], body: request.body)
        }
        router.add(.post, "/v1/large", RouteOptions(maximumBody: 4 << 20)) { request in
            .text("\(request.body.count)")
        }
        router.add(.get, "/v1/things/{id}") { request in
            .text("\(request.pathParameters["id"] ?? "")|\(request.query("q") ?? "")")
        }
        router.add(.get, "/large") { _ in HTTPResponse(status: 200, body: [UInt8](repeating: 97, count: 8 << 20)) }
        router.add(.get, "/fails") { _ in throw CancellationError() }
        router.add(.get, "/sleeps", RouteOptions(timeLimit: .milliseconds(100))) { _ in
            try await Task.sleep(for: .seconds(3600))
            return .text("woken")
        }
        return router
    }
}

/// Lets waiting tasks go, once.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var arrivals: [CheckedContinuation<Void, Never>] = []
    private var count = 0

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func pass() async {
        count += 1
        for continuation in arrivals { continuation.resume() }
        arrivals = []
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Returns when somebody has come to the gate.
    func arrival() async {
        if count == 0 { await withCheckedContinuation { arrivals.append($0) } }
    }
}
