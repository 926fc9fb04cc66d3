import Core
import Foundation
import HTTP
import Synchronization
import Testing

/// A stand-in for a provider: an HTTP server of ours on a free port of 127.0.0.1.
func withSpeakingStandIn(_ router: Router, _ body: (Int) async throws -> Void) async throws {
    let server = HTTPServer(
        HTTPServerConfiguration(host: "127.0.0.1", port: 0), router: router, metrics: Metrics(), log: .silent)
    let port = try await server.start()[0].port
    do {
        try await body(port)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

/// A stand-in that answers each connection's first request with bytes in the pieces a test says, which an HTTP server
/// would not do.
final class PieceServer: Sendable {
    enum Piece: Sendable {
        case bytes([UInt8])
        case text(String)
        /// Until the client has gone.
        case nothing

        /// One chunk of a chunked body.
        static func chunk(_ bytes: some Collection<UInt8>) -> Piece {
            .bytes(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
        }
        static let end = Piece.text("0\r\n\r\n")
    }
    let port: Int
    private let descriptor: Int32
    private let requests = Mutex<[String]>([])

    /// What was asked, head and body.
    var asked: [String] { requests.withLock { $0 } }

    init(_ pieces: [Piece]) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = Int(in_port_t(bigEndian: address.sin_port))
        try #require(isListening)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                if let request = Self.request(from: connection) {
                    self?.requests.withLock { $0.append(request) }
                    for piece in pieces { Self.play(piece, to: connection) }
                }
                close(connection)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private static func play(_ piece: Piece, to connection: Int32) {
        switch piece {
        case .text(let text): play(.bytes(Array(text.utf8)), to: connection)
        case .bytes(let bytes):
            _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        case .nothing:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
        }
    }

    private static func request(from connection: Int32) -> String? {
        var received: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &bytes, bytes.count, 0)
            guard count > 0 else { return nil }
            received += bytes[..<count]
            guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let text = String(decoding: received, as: UTF8.self)
            let line = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            let length = line.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
            if received.count >= end.upperBound + length { return text }
        }
    }
}
