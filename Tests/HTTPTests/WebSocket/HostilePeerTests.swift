import Foundation
import Synchronization
import Testing

@testable import HTTP

extension SocketTests {
    /// The other side of a WebSocket breaks the rules, dawdles or floods.
    @Suite struct HostilePeerTests {
        let client = HTTPClient(egress: Egress())

        @Test(
            "frames that break the rules end the connection with the code that says why",
            arguments: [
                (RawFrame.bytes(1, [97], mask: false), 1002), (RawFrame.bytes(3), 1002),
                (RawFrame.bytes(1, rsv: 4), 1002), (RawFrame.bytes(9, [UInt8](repeating: 0, count: 126)), 1005),
                (RawFrame.bytes(9, fin: false), 1005), (RawFrame.bytes(0, [1]), 1002),
                (RawFrame.bytes(1, fin: false) + RawFrame.bytes(1), 1002), (RawFrame.bytes(1, [0xC0, 0x80]), 1007),
                (RawFrame.bytes(1, [0xED, 0xA0, 0x80]), 1007),
                (RawFrame.bytes(8, [0, 1]), 1002), (RawFrame.bytes(2, [UInt8](repeating: 0, count: 1001)), 1009),
                (
                    (0..<11).flatMap { RawFrame.bytes($0 == 0 ? 2 : 0, [UInt8](repeating: 0, count: 100), fin: false) },
                    1009
                ),
                (RawFrame.bytes(8, [3, 232]), 1000), (RawFrame.bytes(8), 1005),
            ] as [([UInt8], Int)])
        func badFrames(frames: [UInt8], code: Int) async throws {
            let result = Mutex<WebSocketError?>(nil)
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                do {
                    for try await _ in connection.messages {}
                } catch {
                    result.withLock { $0 = error as? WebSocketError }
                }
            }
            try await withSockets(
                socket: WebSocketLimits(message: 1000),
                handler: handler
            ) { _, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(RawFrame.request("/own"))
                    _ = client.response()
                    client.send(frames)
                    if code > 1000 { client.send([UInt8](repeating: 0, count: 200_000)) }
                    client.finishSending()
                    return client.bytesToEnd()
                }
                #expect(answer.flatMap(RawFrame.closeCode) == code)
            }
            let isOrderly = frames.first == 0x88 && code != 1002
            let expected: WebSocketError? = code == 1009 ? .tooLarge : isOrderly ? nil : .badFrame
            #expect(result.withLock { $0 } == expected)
        }

        @Test("frames in pieces, pings in between, and messages in pieces are put together")
        func pieces() async throws {
            try await withSockets { _, port in
                let frames = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(RawFrame.request("/echo"))
                    _ = client.response()
                    let bytes =
                        RawFrame.bytes(1, Array("Hal".utf8), fin: false) + RawFrame.bytes(9, [7])
                        + RawFrame.bytes(0, fin: false) + RawFrame.bytes(0, Array("lo".utf8))
                    for byte in bytes { client.send([byte]) }
                    client.wait(forBytes: 10)
                    client.send(RawFrame.bytes(8, [3, 232]))
                    return client.bytesToEnd().map(RawFrame.read)
                }
                #expect(frames?.map(\.opcode) == [10, 1, 8])
                #expect(frames?.dropFirst().first?.payload == Array("Hallo".utf8))
            }
        }

        @Test("a full queue refuses offers, makes senders wait, and a client that takes nothing is given up")
        func stalled() async throws {
            let seen = Mutex((refused: false, queued: 0, error: WebSocketError?.none))
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                let piece = [UInt8](repeating: 1, count: 50_000)
                while await connection.offer(binary: piece) {}
                let queued = await connection.queuedBytes
                seen.withLock { ($0.refused, $0.queued) = (true, queued) }
                do {
                    while true { try await connection.send(binary: piece) }
                } catch {
                    seen.withLock { $0.error = error as? WebSocketError }
                }
            }
            try await withSockets(
                socket: WebSocketLimits(outgoing: 100_000, patience: .milliseconds(400)),
                handler: handler
            ) { _, port in
                try await onThread {
                    let client = try RawClient(port: port, receiveBuffer: 4096)
                    client.send(RawFrame.request("/own"))
                    while seen.withLock({ $0.error == nil }) { usleep(1000) }
                }
            }
            #expect(seen.withLock { $0.refused && $0.queued <= 101_000 })
            #expect(seen.withLock { $0.error } == .stalled)
        }

        @Test("a slow reader makes the other side wait instead of filling the memory")
        func slowReader() async throws {
            let goOn = Gate()
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                await goOn.pass()
                var count = 0
                do {
                    for try await case .binary(let bytes) in connection.messages {
                        count += bytes.count
                        if count == 64 << 20 { try await connection.send(text: "all") }
                    }
                } catch {}
            }
            try await withSockets(
                socket: WebSocketLimits(message: 65_600),
                handler: handler
            ) { _, port in
                let socket = try await client.webSocket(
                    "ws://127.0.0.1:\(port)/own", reach: .configured, limits: WebSocketLimits(outgoing: 65_536))
                let sent = Mutex(0)
                let sending = Task {
                    for _ in 0..<1024 {
                        try await socket.send(binary: [UInt8](repeating: 3, count: 65_536))
                        sent.withLock { $0 += 1 }
                    }
                }
                // What the system's buffers take is taken; then no more is.
                var before = -1
                while before != sent.withLock({ $0 }) {
                    before = sent.withLock { $0 }
                    try await Task.sleep(for: .milliseconds(200))
                }
                #expect(before < 512)
                await goOn.open()
                try await sending.value
                let messages = socket.messages.makeAsyncIterator()
                #expect(try await messages.next() == .text("all"))
                await socket.close()
            }
        }

        @Test("who does not answer a ping is given up; who does stays")
        func pings() async throws {
            let result = Mutex<WebSocketError?>(nil)
            let handler: @Sendable (WebSocketConnection) async -> Void = { connection in
                do {
                    for try await _ in connection.messages {}
                } catch {
                    result.withLock { $0 = error as? WebSocketError }
                }
            }
            try await withSockets(
                socket: WebSocketLimits(pingInterval: .milliseconds(400)),
                handler: handler
            ) { _, port in
                let socket = try await client.webSocket("ws://127.0.0.1:\(port)/own", reach: .configured)
                let received = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(RawFrame.request("/own"))
                    _ = client.response()
                    return client.bytesToEnd()
                }
                #expect(received.map(RawFrame.read)?.contains { $0.opcode == 9 } == true)
                while result.withLock({ $0 == nil }) { await Task.yield() }
                #expect(result.withLock { $0 } == .silent)
                #expect(await socket.offer(text: "still here"))
                await socket.close()
            }
        }

        @Test("a flood of pings nobody reads the answers of does not pile up")
        func pingFlood() async throws {
            try await withSockets(socket: WebSocketLimits(outgoing: 10_000)) { server, port in
                let client = try RawClient(port: port, receiveBuffer: 4096)
                client.send(RawFrame.request("/echo"))
                let flood = (0..<1000).flatMap { _ in RawFrame.bytes(9, [UInt8](repeating: 1, count: 125)) }
                Thread.detachNewThread { while client.send(flood) {} }
                while await server.webSockets.isEmpty { await Task.yield() }
                let connection = try #require(await server.webSockets.values.first)
                while await connection.queuedBytes < 10_000 { await Task.yield() }
                for _ in 0..<1000 { await Task.yield() }
                // At most what one turn of the loop reads comes on top.
                #expect(await connection.queuedBytes < 10_000 + 300_000)
                await connection.abort()
            }
        }

        @Test(
            "a server that does not really open a WebSocket",
            arguments: [
                ("", HTTPClientError.cut), ("HTTP/1.1 101 X\r\nUpgr", .cut),
                ("nonsense\r\n\r\n", .garbage(reason: "it is not HTTP")),
                (
                    "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
                    .garbage(reason: "the WebSocket handshake does not fit")
                ),
                (
                    "HTTP/1.1 302 Found\r\nLocation: ws://b/\r\n\r\nab",
                    .refused(status: 302, headers: ["Location": "ws://b/"], body: Array("ab".utf8))
                ),
                ("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 4000), .tooLarge(limit: 16_384)),
            ] as [(String, HTTPClientError)])
        func badServers(answer: String, expected: HTTPClientError) async throws {
            let server = try RawServer { connection in
                _ = connection.request()
                connection.send(answer)
            }
            await #expect(throws: expected) {
                _ = try await client.webSocket("ws://127.0.0.1:\(server.port)/", reach: .configured)
            }
            while await client.underWay > 0 { await Task.yield() }
        }

        @Test("a mute server is given up, a private one is not reached")
        func unreachable() async throws {
            let server = try RawServer { $0.waitForEnd() }
            await #expect(throws: HTTPClientError.timedOut(.firstByte)) {
                _ = try await client.webSocket(
                    "ws://localhost:\(server.port)/", reach: .configured,
                    timeouts: HTTPTimeouts(firstByte: .milliseconds(50)))
            }
            await #expect(throws: HTTPClientError.addressBlocked(host: "localhost")) {
                _ = try await client.webSocket("ws://localhost:\(server.port)/", reach: .untrusted)
            }
        }

        @Test("frames right behind the handshake's answer are read, and a close code is told")
        func early() async throws {
            let server = try RawServer { connection in
                let request = connection.request() ?? ""
                let key = request.components(separatedBy: "Sec-WebSocket-Key: ").last?.components(separatedBy: "\r\n")[
                    0]
                let head = """
                    HTTP/1.1 101 Yes\r\nUpgrade: WebSocket\r\nConnection: upgrade\r
                    Sec-WebSocket-Accept: \(WebSocketHandshake.accept(key: key ?? ""))\r\n\r\n
                    """
                connection.send(Array(head.utf8) + RawFrame.bytes(1, Array("early".utf8), mask: false))
                connection.send(RawFrame.bytes(8, [15, 161] + Array("bye".utf8), mask: false))
                connection.waitForEnd()
            }
            let socket = try await client.webSocket(
                "ws://127.0.0.1:\(server.port)/a?b=c", headers: ["Authorization": "Token x"], reach: .configured)
            let messages = socket.messages.makeAsyncIterator()
            #expect(try await messages.next() == .text("early"))
            #expect(try await messages.next() == nil)
            #expect(await socket.closure == WebSocketClosure(code: 4001, reason: "bye"))
        }
    }
}
