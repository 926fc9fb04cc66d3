import Core
import Foundation
import Testing

@testable import HTTP

extension SocketTests {
    /// Clients that are slow, greedy or broken.
    @Suite struct HostileClientTests {
        /// Short enough that the tests need not wait long for what they are about.
        static var impatient: HTTPLimits {
            var limits = HTTPLimits()
            limits.headTimeout = .milliseconds(300)
            limits.bodyTimeout = .milliseconds(300)
            limits.idleTimeout = .milliseconds(300)
            limits.writeTimeout = .milliseconds(300)
            limits.slowestBytesPerSecond = 1 << 30
            return limits
        }

        @Test(
            "what does not arrive in time is answered with 408 and the connection closed",
            arguments: [
                "GET / HTTP/1.1\r\nHost: ", "G", "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHo",
            ])
        func slow(request: String) async throws {
            try await withServer(limits: Self.impatient) { server, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(request)
                    return client.readToEnd()
                }
                #expect(answer?.contains("HTTP/1.1 408") == true)
                while await server.openConnections > 0 { await Task.yield() }
            }
        }

        @Test("no more large bodies are read at once than fit, and small ones do not count")
        func largeBodies() async throws {
            var limits = HTTPLimits()
            limits.largeBodies = 1
            try await withServer(limits: limits) { _, port in
                let statuses = try await onThread {
                    func head(_ bytes: Int, _ more: String = "") -> String {
                        "POST /v1/large HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\(more)\r\n"
                    }
                    let (first, second, small) = (
                        try RawClient(port: port), try RawClient(port: port), try RawClient(port: port)
                    )
                    first.send(head(2_000_000, "Expect: 100-continue\r\n"))
                    let goOn = first.response()?.status
                    second.send(head(2_000_000))
                    small.send(head(2) + "ab")
                    let (refused, answered) = (second.response()?.status, small.response()?.status)
                    first.send([UInt8](repeating: 97, count: 2_000_000))
                    return [goOn, refused, answered, first.response()?.status]
                }
                #expect(statuses == [100, 503, 200, 200])
            }
        }

        @Test("a header that drips in does not win time by dripping")
        func dripping() async throws {
            try await withServer(limits: Self.impatient) { _, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\n")
                    while client.send("X: y\r\n") { usleep(20_000) }
                    return client.readToEnd() ?? ""
                }
                #expect(answer.isEmpty || answer.contains("HTTP/1.1 408"))
            }
        }

        @Test("an idle connection is closed without a word")
        func idle() async throws {
            try await withServer(limits: Self.impatient) { server, port in
                let rest = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = client.response()
                    return client.readToEnd()
                }
                #expect(rest == "")
                while await server.openConnections > 0 { await Task.yield() }
            }
        }

        @Test("a client that does not read its response is cut off")
        func slowReader() async throws {
            try await withServer(limits: Self.impatient) { server, port in
                let client = try await onThread {
                    let client = try RawClient(port: port, receiveBuffer: 4096)
                    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                    client.wait(forBytes: 1)
                    return client
                }
                defer { withExtendedLifetime(client) {} }
                while await server.openConnections > 0 { await Task.yield() }
                #expect(await server.exchanges.isEmpty)
            }
        }

        @Test(
            "too much is refused before it is read",
            arguments: [
                ("POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10001\r\n\r\n", 413),
                ("POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000000000\r\n\r\n", 413),
                ("POST /v1/echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10001\r\n\r\n", 413),
                ("POST /v1/none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n", 404),
                ("POST /v1/none HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", 413),
                ("GET /{8200} HTTP/1.1\r\nHost: a\r\n\r\n", 414),
                ("GET /?{8200} HTTP/1.1\r\nHost: a\r\n\r\n", 414),
                ("GET / HTTP/1.1\r\nHost: a\r\nX: {33000}\r\n\r\n", 431),
            ])
        func tooMuch(request: String, status: Int) async throws {
            try await withServer { _, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(Self.expanded(request))
                    return client.response()
                }
                #expect(answer?.status == status)
                #expect(answer?.body.hasPrefix("{\"code\":\(status),") == true)
            }
        }

        /// `{n}` becomes n times the letter a.
        private static func expanded(_ text: String) -> String {
            guard let open = text.firstIndex(of: "{"), let close = text.firstIndex(of: "}"),
                let count = Int(text[text.index(after: open)..<close])
            else { return text }
            return text[..<open] + String(repeating: "a", count: count) + text[text.index(after: close)...]
        }

        @Test("a chunked body is refused where it passes the limit, and the refusal can be read")
        func chunked() async throws {
            try await withServer { server, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(
                        "POST /v1/echo HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\nTransfer-Encoding: chunked\r\n\r\n")
                    let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
                    for _ in 0..<64 where !client.send(chunk) { break }
                    return client.response()
                }
                #expect(answer?.status == 413)
                #expect(answer?.head.contains("Access-Control-Allow-Origin: *") == true)
                while await server.openConnections > 0 { await Task.yield() }
            }
        }

        @Test("an endless header ends the connection")
        func endlessHeader() async throws {
            try await withServer { server, port in
                try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\n")
                    while client.send("X: \(String(repeating: "a", count: 1000))\r\n") {}
                }
                while await server.openConnections > 0 { await Task.yield() }
            }
        }

        @Test("beyond the limit connections get 503, an idle one makes room, and far beyond they get nothing")
        func tooMany() async throws {
            var limits = HTTPLimits()
            limits.connections = 4
            try await withServer(limits: limits) { server, port in
                let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                // Four that have begun a request hold their places.
                let holders = try await onThread {
                    let holders = try (0..<4).map { _ in try RawClient(port: port) }
                    for holder in holders { holder.send("GET / HT") }
                    return holders
                }
                while await server.openConnections < 4 { await Task.yield() }
                try await onThread {
                    let surplus = try RawClient(port: port)
                    surplus.send(get)
                    #expect(surplus.response()?.status == 503)
                    #expect(surplus.readToEnd() == "")
                    // One of them finishes and is idle: the next takes its place.
                    holders[0].send("TP/1.1\r\nHost: a\r\n\r\n")
                    #expect(holders[0].response()?.status == 200)
                }
                while await server.openConnections > 4 { await Task.yield() }
                try await onThread {
                    let next = try RawClient(port: port)
                    next.send(get)
                    #expect(next.response()?.status == 200)
                    #expect(holders[0].readToEnd() == "")
                }
            }
        }

        @Test("ten thousand broken requests later the server still answers, and holds nothing")
        func mutations() async throws {
            let seeds = [
                "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"a\": \"b c\"}\n",
                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "OPTIONS /v1/echo HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nAccess-Control-Request-Method: POST\r\n\r\n",
                "GET /large HTTP/1.1\r\nHost: a\r\nRange: bytes=0-5,7-9,1-3\r\nIf-None-Match: \"a\"\r\n\r\n",
                "GET http://a:80/v1/things/%41?q=%20&&=& HTTP/1.0\r\nExpect: 100-continue\r\n\r\n",
            ].map { Array($0.utf8) }
            try await withServer { server, port in
                try await onThread {
                    var random = SplitMix64(seed: 20_261_120)
                    for _ in 0..<10_000 {
                        var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
                        for _ in 0..<Int.random(in: 1...6, using: &random) {
                            let place = Int.random(in: 0..<bytes.count, using: &random)
                            switch Int.random(in: 0..<4, using: &random) {
                            case 0: bytes[place] = .random(in: 0...255, using: &random)
                            case 1: bytes.remove(at: place)
                            case 2: bytes.insert(contentsOf: bytes[..<min(bytes.count, place + 8)].suffix(8), at: place)
                            default: bytes.insert("\r\n:; 0%".utf8.randomElement(using: &random) ?? 0, at: place)
                            }
                            if bytes.isEmpty { break }
                        }
                        let client = try RawClient(port: port)
                        client.send(bytes)
                        client.finishSending()
                    }
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(client.response()?.body == "home")
                }
                while await server.openConnections > 0 { await Task.yield() }
                #expect(await server.exchanges.isEmpty)
            }
        }
    }
}
