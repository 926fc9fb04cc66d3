import Core
import Cryptography
import Foundation
import Synchronization
import Testing

@testable import HTTP

extension SocketTests {
    @Suite struct WebSocketTests {
        let client = HTTPClient(egress: Egress())

        func open(
            _ port: Int, _ path: String, limits: WebSocketLimits = WebSocketLimits()
        ) async throws -> WebSocketConnection {
            try await client.webSocket("ws://127.0.0.1:\(port)\(path)", reach: .configured, limits: limits)
        }

        @Test("messages of every size come back as they went, in order")
        func echo() async throws {
            try await withSockets { _, port in
                let socket = try await open(port, "/echo")
                let texts = ["", "a", "Grüße, 你好 🙂", "\0", String(repeating: "x", count: 126)]
                let blobs = [0, 1, 125, 126, 65_535, 65_536, 900_000].map { count in
                    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                }
                let sending = Task {
                    for text in texts { try await socket.send(text: text) }
                    for blob in blobs { try await socket.send(binary: blob) }
                }
                let messages = socket.messages.makeAsyncIterator()
                for text in texts { #expect(try await messages.next() == .text(text)) }
                for blob in blobs { #expect(try await messages.next() == .binary(blob)) }
                try await sending.value
                await socket.close()
                #expect(try await messages.next() == nil)
                #expect(await socket.closure?.code == 1000)
                await #expect(throws: WebSocketError.closed) { try await socket.send(text: "late") }
                #expect(await !socket.offer(text: "late"))
            }
        }

        @Test("what opens no WebSocket gets an ordinary answer")
        func refusals() async throws {
            try await withSockets { _, port in
                await #expect {
                    _ = try await open(port, "/echo?token=wrong")
                } throws: { error in
                    guard case HTTPClientError.refused(401, let headers, let body) = error else { return false }
                    return headers["x-why"] == "token" && String(decoding: body, as: UTF8.self).contains("No.")
                }
                let requests = [
                    ("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", 426),
                    (RawFrame.request("/echo").replacingOccurrences(of: "13", with: "8"), 426),
                    (RawFrame.request("/echo").replacingOccurrences(of: "dGhl", with: ""), 400),
                    (RawFrame.request("/"), 200), (RawFrame.request("/none"), 404), (RawFrame.request("/fails"), 500),
                    ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405),
                ]
                for (request, status) in requests {
                    let answer = try await onThread {
                        let client = try RawClient(port: port)
                        client.send(request)
                        return client.response()
                    }
                    #expect(answer?.status == status, "\(request)")
                }
            }
        }

        @Test("each of many that are refused, cut or given up at once is told so, whatever goes on beside it")
        func crowd() async throws {
            let cut = try RawServer { _ = $0.request() }
            let slow = try RawServer { $0.waitForEnd() }
            try await withSockets { _, port in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            for round in 0..<25 {
                                switch (task + round) % 4 {
                                case 0:
                                    // Nobody listens at port 1.
                                    await #expect(throws: HTTPClientError.unreachable(host: "127.0.0.1")) {
                                        _ = try await open(1, "/echo")
                                    }
                                case 1: await #expect(throws: HTTPClientError.cut) { _ = try await open(cut.port, "/") }
                                case 2:
                                    let opening = Task { try await open(slow.port, "/") }
                                    if round % 2 == 0 { await Task.yield() }
                                    opening.cancel()
                                    await #expect(throws: HTTPClientError.cancelled) { _ = try await opening.value }
                                default:
                                    let socket = try await open(port, "/echo")
                                    try await socket.send(text: "\(round)")
                                    #expect(try await socket.messages.makeAsyncIterator().next() == .text("\(round)"))
                                    await socket.close()
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }

        @Test("the handshake's answer is the one of RFC 6455 §1.3")
        func handshake() async throws {
            try await withSockets { _, port in
                let head = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(RawFrame.request("/echo", "Sec-WebSocket-Extensions: permessage-deflate\r\n"))
                    return client.response()?.head
                }
                #expect(head?.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == true)
                #expect(head?.contains("Extensions") == false)
            }
        }

        @Test("a handler that returns closes with 1000; a client that goes away is noticed")
        func ends() async throws {
            let errors = Mutex<[WebSocketError?]>([])
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                do {
                    for try await message in connection.messages where message == .text("done") { return }
                    errors.withLock { $0.append(nil) }
                } catch {
                    errors.withLock { $0.append(error as? WebSocketError) }
                }
            }
            try await withSockets(
                handler: handler
            ) { server, port in
                let socket = try await open(port, "/own")
                try await socket.send(text: "done")
                let messages = socket.messages.makeAsyncIterator()
                #expect(try await messages.next() == nil)
                #expect(await socket.closure == .normal)

                _ = try await open(port, "/own")
                while errors.withLock({ $0.isEmpty }) { await Task.yield() }
                #expect(errors.withLock { $0 } == [.cut])

                let other = try await open(port, "/own")
                await other.close(WebSocketClosure(code: 4001, reason: "enough"))
                while errors.withLock({ $0.count < 2 }) { await Task.yield() }
                #expect(errors.withLock { $0.last } == .some(nil))
            }
        }

        @Test("a server that stops says 1001 to everybody, and waits for nobody for long")
        func stopping() async throws {
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                do { for try await _ in connection.messages {} } catch {}
            }
            try await withSockets(
                handler: handler
            ) { server, port in
                let socket = try await open(port, "/own")
                let mute = try RawClient(port: port)
                mute.send(RawFrame.request("/own"))
                while await server.webSockets.count < 2 { await Task.yield() }
                let reading = Task {
                    for try await _ in socket.messages {}
                    return await socket.closure?.code
                }
                await server.stop(within: .seconds(1))
                #expect(try await reading.value == 1001)
                #expect(await server.webSockets.isEmpty)
            }
        }

        @Test("WebSockets count as connections")
        func limits() async throws {
            var limits = HTTPLimits()
            limits.connections = 4
            try await withSockets(limits: limits) { server, port in
                var sockets: [WebSocketConnection] = []
                for _ in 0..<4 { sockets.append(try await open(port, "/echo")) }
                await #expect {
                    _ = try await open(port, "/echo")
                } throws: {
                    if case HTTPClientError.refused(503, _, _) = $0 { true } else { false }
                }
                for socket in sockets { await socket.close() }
                while await !server.webSockets.isEmpty { await Task.yield() }
                let again = try await open(port, "/echo")
                await again.close()
            }
        }

        @Test("reading can be cancelled, and the connection is as good as before")
        func cancelling() async throws {
            try await withSockets { _, port in
                let socket = try await open(port, "/echo")
                let reading = Task { for try await _ in socket.messages {} }
                await Task.yield()
                reading.cancel()
                await #expect(throws: WebSocketError.cancelled) { try await reading.value }
                try await socket.send(text: "a")
                let messages = socket.messages.makeAsyncIterator()
                #expect(try await messages.next() == .text("a"))
                await socket.close()
            }
        }

        @Test("over TLS the same")
        func tls() async throws {
            let certificate = try SelfSignedCertificate(commonName: "localhost", hosts: ["localhost"])
            let identity = TLSIdentity(certificates: certificate.certificate, privateKey: certificate.privateKey)
            try await withSockets(tls: identity) { _, port in
                let client = HTTPClient(egress: Egress(), certificateAuthorities: certificate.certificate)
                let socket = try await client.webSocket("wss://localhost:\(port)/echo", reach: .configured)
                let messages = socket.messages.makeAsyncIterator()
                for count in [1, 100_000, 900_000] {
                    let blob = [UInt8](repeating: 9, count: count)
                    try await socket.send(binary: blob)
                    #expect(try await messages.next() == .binary(blob))
                }
                await socket.close()
                #expect(try await messages.next() == nil)
            }
        }

        @Test("fifty WebSockets, closed by either side or dropped, leave no descriptor behind")
        func descriptors() async throws {
            try await withSockets { server, port in
                func round(_ number: Int) async throws {
                    let socket = try await open(port, number % 3 == 0 ? "/own" : "/echo")
                    if number % 3 == 1 { await socket.close() }
                    if number % 3 == 2 { return }
                    do { for try await _ in socket.messages {} } catch {}
                }
                try await round(0)
                while await !server.webSockets.isEmpty { await Task.yield() }
                let before = try openDescriptors()
                for number in 0..<50 { try await round(number) }
                while await !server.webSockets.isEmpty { await Task.yield() }
                while try openDescriptors() > before { await Task.yield() }
            }
        }
    }
}
