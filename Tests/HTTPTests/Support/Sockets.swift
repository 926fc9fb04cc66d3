import Foundation

@testable import HTTP

/// Runs a server whose `/echo` answers each message with itself, and whose `/own` runs `handler`; at the end no
/// WebSocket may be left.
func withSockets(
    limits: HTTPLimits = HTTPLimits(), socket: WebSocketLimits = WebSocketLimits(), tls: TLSIdentity? = nil,
    handler: @escaping @Sendable (WebSocketConnection) async -> Void = { _ in },
    _ body: (HTTPServer, Int) async throws -> Void
) async throws {
    var router = Router()
    router.add(.get, "/") { _ in .text("home") }
    router.addWebSocket("/echo", limits: socket) { request in
        guard request.query("token") != "wrong" else {
            return .refused(.problem(401, "No.", headers: ["X-Why": "token"]))
        }
        return .accepted { connection in
            do {
                for try await message in connection.messages {
                    switch message {
                    case .text(let text): try await connection.send(text: text)
                    case .binary(let bytes): try await connection.send(binary: bytes)
                    }
                }
            } catch {}
        }
    }
    router.addWebSocket("/own", limits: socket) { _ in .accepted(handler) }
    router.addWebSocket("/fails") { _ in throw CancellationError() }
    try await withServer(limits: limits, tls: tls, router: router) { server, port in
        try await body(server, port)
        while await !server.webSockets.isEmpty { await Task.yield() }
    }
}

func openDescriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
