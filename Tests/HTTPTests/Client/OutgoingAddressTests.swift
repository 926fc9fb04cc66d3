import Foundation
import Synchronization
import Testing

@testable import HTTP

extension SocketTests {
    /// Where requests really go: private addresses, and redirects.
    @Suite struct OutgoingAddressTests {
        let client = HTTPClient(egress: Egress())

        @Test("private addresses are refused: as numbers, as names, in disguise, behind a redirect")
        func blocked() async throws {
            let server = try RawServer { connection in
                while let request = connection.request() {
                    let port = request.split(separator: "port=").last?.prefix { $0.isNumber } ?? ""
                    connection.send(
                        "HTTP/1.1 302 Found\r\nLocation: http://localhost:\(port)/x\r\nContent-Length: 0\r\n\r\n")
                }
            }
            for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "[::ffff:127.0.0.1]", "0", "0.0.0.0"] {
                await #expect {
                    _ = try await client.send(
                        OutgoingRequest(.get, "http://\(host):\(server.port)/", reach: .untrusted))
                } throws: {
                    if case HTTPClientError.addressBlocked = $0 { true } else { false }
                }
            }
            #expect(server.accepted.withLock { $0 } == 0)
            // The operator's own address may be local, but where it redirects to may not.
            let inner = try RawServer { _ in }
            await #expect(throws: HTTPClientError.addressBlocked(host: "localhost")) {
                try await client.send(
                    OutgoingRequest(.get, server.url("/?port=\(inner.port)"), reach: .configured))
            }
            #expect(inner.accepted.withLock { $0 } == 0)
        }

        @Test("a connection opened for a configured address is not lent to an untrusted request")
        func partition() async throws {
            let server = try RawServer { connection in
                while connection.request() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
            }
            _ = try await client.send(OutgoingRequest(.get, server.url(), reach: .configured))
            await #expect(throws: HTTPClientError.addressBlocked(host: "127.0.0.1")) {
                try await client.send(OutgoingRequest(.get, server.url(), reach: .untrusted))
            }
        }

        @Test("redirects: methods, limits, and secrets that stay at home")
        func redirects() async throws {
            let seen = Mutex<[String]>([])
            let other = try RawServer { connection in
                while let request = connection.request() {
                    seen.withLock { $0.append(request) }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
            let server = try RawServer { connection in
                while let request = connection.request() {
                    seen.withLock { $0.append(request) }
                    let words = request.split(separator: " ")
                    let (status, location) =
                        switch words[1] {
                        case "/loop": (302, "/loop")
                        case "/see": (303, "/end")
                        case "/again": (307, "/end")
                        case "/away": (307, other.url("/away"))
                        case "/elsewhere": (301, other.url("/got it"))
                        case "/bad": (302, "ftp://x/")
                        default: (200, "")
                        }
                    connection.send("HTTP/1.1 \(status) X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
                }
            }
            var egress = Egress()
            egress.allowances = [try #require(Egress.Allowance("127.0.0.1"))]
            let client = HTTPClient(egress: egress)
            func ask(_ method: HTTPMethod, _ path: String) async throws -> ReceivedResponse {
                seen.withLock { $0 = [] }
                return try await client.send(
                    OutgoingRequest(
                        method, server.url(path), headers: ["Authorization": "Bearer s3cret", "Accept": "text/html"],
                        body: method == .post ? Array("prompt".utf8) : [], reach: .configured))
            }
            await #expect(throws: HTTPClientError.tooManyRedirects(limit: 5)) { try await ask(.get, "/loop") }
            #expect(seen.withLock { $0.count } == 6)
            #expect(try await ask(.post, "/see").url == server.url("/end"))
            #expect(seen.withLock { $0.last?.hasPrefix("GET /end") == true && $0.last?.contains("s3cret") == true })
            _ = try await ask(.post, "/again")
            #expect(seen.withLock { $0.last?.hasPrefix("POST /end") == true && $0.last?.hasSuffix("prompt") == true })
            #expect(try await ask(.post, "/away").status == 307)
            #expect(seen.withLock { $0.count } == 1)
            #expect(try await ask(.get, "/elsewhere").body == Array("ok".utf8))
            #expect(seen.withLock { $0.last?.hasPrefix("GET /got%20it ") == true })
            #expect(seen.withLock { $0.last?.contains("s3cret") == false && $0.last?.contains("text/html") == true })
            await #expect(throws: HTTPClientError.self) { try await ask(.get, "/bad") }
        }
    }
}
