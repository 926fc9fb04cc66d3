import Core
import Cryptography
import Foundation
import Synchronization
import Testing

@testable import HTTP

extension SocketTests {
    @Suite struct HTTPClientTests {
        let client = HTTPClient(egress: Egress())

        /// Waits until nothing of the client is under way.
        func settle() async {
            while await client.underWay > 0 { await Task.yield() }
        }

        @Test("our client understands our server: methods, bodies, fields, status")
        func ourServer() async throws {
            try await withServer { _, port in
                let base = "http://127.0.0.1:\(port)"
                let home = try await client.send(OutgoingRequest(.get, base, reach: .configured))
                #expect(home.status == 200)
                #expect(String(decoding: home.body, as: UTF8.self) == "home")
                let body = (0..<9000).map { UInt8(truncatingIfNeeded: $0) }
                let echo = try await client.send(
                    OutgoingRequest(
                        .post, base + "/v1/echo", headers: ["Content-Type": "application/x-own"], body: body,
                        reach: .configured))
                #expect(echo.body == body)
                let head = try await client.send(OutgoingRequest(.head, base, reach: .configured))
                #expect(head.status == 200 && head.body.isEmpty && head.headers["content-length"] == "4")
                let missing = try await client.send(OutgoingRequest(.put, base + "/none", reach: .configured))
                #expect(missing.status == 404)
                let large = try await client.send(OutgoingRequest(.get, base + "/large", reach: .configured))
                #expect(large.body.count == 8 << 20)
                await settle()
            }
        }

        @Test("one connection serves one request after the other; POST too")
        func keepAlive() async throws {
            let server = try RawServer { connection in
                while connection.request() != nil {
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    connection.chunk("abc")
                    connection.send("0\r\n\r\n")
                }
            }
            for _ in 0..<10 {
                let answer = try await client.send(
                    OutgoingRequest(.post, server.url(), body: [1], reach: .configured))
                #expect(answer.body == Array("abc".utf8))
            }
            #expect(server.accepted.withLock { $0 } == 1)
        }

        @Test("a stream gives its header and each piece as soon as it comes")
        func streaming() async throws {
            let gates = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let server = try RawServer { connection in
                _ = connection.request()
                connection.send("HTTP/1.1 201 Made\r\nX-One: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
                gates.0.wait()
                connection.chunk("first")
                gates.1.wait()
                connection.chunk("second")
                connection.send("0\r\nX-Trailer: 1\r\n\r\n")
                connection.waitForEnd()
            }
            let response = try await client.stream(OutgoingRequest(.get, server.url(), reach: .configured))
            #expect(response.status == 201 && response.headers["x-one"] == "1")
            gates.0.signal()
            let chunks = response.chunks.makeAsyncIterator()
            #expect(try await chunks.next() == Array("first".utf8))
            gates.1.signal()
            #expect(try await chunks.next() == Array("second".utf8))
            #expect(try await chunks.next() == nil)
            #expect(try await chunks.next() == nil)
        }

        @Test(
            "a response cut short is said to be cut, never complete",
            arguments: [
                "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
            ])
        func cut(answer: String) async throws {
            let server = try RawServer { connection in
                _ = connection.request()
                connection.send(answer)
            }
            await #expect(throws: HTTPClientError.cut) {
                try await client.send(OutgoingRequest(.get, server.url(), reach: .configured))
            }
            await settle()
        }

        @Test(
            "what is not HTTP is garbage",
            arguments: [
                "hello\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
            ])
        func garbage(answer: String) async throws {
            let server = try RawServer { connection in
                _ = connection.request()
                connection.send(answer)
                connection.waitForEnd()
            }
            await #expect {
                _ = try await client.send(OutgoingRequest(.get, server.url(), reach: .configured))
            } throws: {
                if case HTTPClientError.garbage = $0 { true } else { false }
            }
        }

        @Test("bodies and headers beyond their limits are refused while they come")
        func tooLarge() async throws {
            let server = try RawServer { connection in
                guard let request = connection.request() else { return }
                if request.contains("/header") {
                    connection.send("HTTP/1.1 200 OK\r\n")
                    while connection.send("X-Many: \(String(repeating: "a", count: 1000))\r\n") {}
                } else if request.contains("/line") {
                    connection.send("HTTP/1.1 200 OK\r\nX: ")
                    while connection.send(String(repeating: "a", count: 10_000)) {}
                } else {
                    connection.send("HTTP/1.1 200 OK\r\n\r\n")
                    while connection.send([UInt8](repeating: 0, count: 10_000)) {}
                }
            }
            for path in ["/header", "/line"] {
                await #expect {
                    _ = try await client.send(OutgoingRequest(.get, server.url(path), reach: .configured))
                } throws: { error in
                    guard let error = error as? HTTPClientError else { return false }
                    return error == .tooLarge(limit: 65_536) || path == "/line"
                }
            }
            await #expect(throws: HTTPClientError.tooLarge(limit: 100_000)) {
                try await client.send(
                    OutgoingRequest(.get, server.url(), reach: .configured, maximumBody: 100_000))
            }
        }

        @Test("each kind of slowness has its own error")
        func timeouts() async throws {
            let server = try RawServer { connection in
                guard let request = connection.request() else { return }
                if request.contains("/mute") { return connection.waitForEnd() }
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                connection.chunk("a")
                if request.contains("/stuck") { return connection.waitForEnd() }
                while connection.send("1\r\na\r\n") { usleep(5000) }
            }
            func fault(_ path: String, _ change: (inout HTTPTimeouts) -> Void) async -> HTTPClientError? {
                var timeouts = HTTPTimeouts()
                change(&timeouts)
                do {
                    _ = try await client.send(
                        OutgoingRequest(.get, server.url(path), reach: .configured, timeouts: timeouts))
                    return nil
                } catch {
                    return error
                }
            }
            #expect(await fault("/mute") { $0.firstByte = .milliseconds(50) } == .timedOut(.firstByte))
            #expect(await fault("/stuck") { $0.idle = .milliseconds(50) } == .timedOut(.idle))
            #expect(await fault("/trickle") { $0.total = .milliseconds(100) } == .timedOut(.total))
            #expect(await fault("/mute") { $0.total = .milliseconds(50) } == .timedOut(.total))
            await settle()
        }

        @Test("beyond its connections to one host, a request waits, within its time to connect")
        func connectionLimit() async throws {
            let client = HTTPClient(egress: Egress(), connectionsPerHost: 1)
            let begun = DispatchSemaphore(value: 0)
            let goOn = DispatchSemaphore(value: 0)
            let server = try RawServer { connection in
                while connection.request() != nil {
                    begun.signal()
                    goOn.wait()
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                }
            }
            let first = Task { try await client.send(OutgoingRequest(.get, server.url(), reach: .configured)) }
            try await onThread { begun.wait() }
            let patient = Task { try await client.send(OutgoingRequest(.get, server.url(), reach: .configured)) }
            await #expect(throws: HTTPClientError.timedOut(.connect)) {
                try await client.send(
                    OutgoingRequest(
                        .get, server.url(), reach: .configured, timeouts: HTTPTimeouts(connect: .milliseconds(50))))
            }
            goOn.signal()
            goOn.signal()
            #expect(try await first.value.status == 200)
            #expect(try await patient.value.status == 200)
            #expect(server.accepted.withLock { $0 } == 1)
        }

        @Test("a slow reader makes the server wait, and is not timed out for it")
        func backPressure() async throws {
            let sent = Mutex(0)
            let stalled = DispatchSemaphore(value: 0)
            let server = try RawServer { connection in
                _ = connection.request()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
                let piece = [UInt8](repeating: 7, count: 1 << 20)
                for _ in 0..<64 {
                    guard connection.send(piece) else { return }
                    sent.withLock { $0 += 1 }
                    stalled.signal()
                }
            }
            let response = try await client.stream(
                OutgoingRequest(
                    .get, server.url(), reach: .configured, timeouts: HTTPTimeouts(idle: .seconds(1)),
                    maximumBody: 64 << 20))
            // The system's buffers take a few MiB; then nothing more is taken.
            try await onThread { while stalled.wait(timeout: .now() + .milliseconds(1500)) == .success {} }
            #expect(sent.withLock { $0 } < 32)
            var count = 0
            for try await chunk in response.chunks { count += chunk.count }
            #expect(count == 64 << 20)
        }

        @Test("cancelling a task, and letting go of a stream, close the connection")
        func cancelling() async throws {
            let ended = DispatchSemaphore(value: 0)
            let begun = DispatchSemaphore(value: 0)
            let server = try RawServer { connection in
                guard let request = connection.request() else { return }
                begun.signal()
                if !request.contains("/mute") {
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    connection.chunk("a")
                }
                connection.waitForEnd()
                ended.signal()
            }
            for path in ["/mute", "/stream"] {
                let task = Task { try await client.send(OutgoingRequest(.get, server.url(path), reach: .configured)) }
                try await onThread { begun.wait() }
                task.cancel()
                await #expect(throws: HTTPClientError.cancelled) { try await task.value }
                try await onThread { ended.wait() }
            }
            do {
                let response = try await client.stream(OutgoingRequest(.get, server.url(), reach: .configured))
                let chunks = response.chunks.makeAsyncIterator()
                _ = try await chunks.next()
            }
            try await onThread { ended.wait() }
            await settle()
        }

        @Test("nobody there, no such name, a header that breaks its line")
        func unreachable() async throws {
            let port = try RawServer { _ in }.port
            await #expect(throws: HTTPClientError.unreachable(host: "127.0.0.1")) {
                try await client.send(OutgoingRequest(.get, "http://127.0.0.1:\(port)/", reach: .configured))
            }
            await #expect(throws: HTTPClientError.unreachable(host: "no-such-name.invalid")) {
                try await client.send(OutgoingRequest(.get, "http://no-such-name.invalid/", reach: .untrusted))
            }
            await #expect(throws: HTTPClientError.self) {
                try await client.send(
                    OutgoingRequest(.get, "http://127.0.0.1:\(port)/", headers: ["A": "b\r\nC: d"], reach: .configured))
            }
        }

        @Test("certificates are verified, by name and by authority")
        func certificates() async throws {
            let certificate = try SelfSignedCertificate(commonName: "localhost", hosts: ["localhost"])
            let identity = TLSIdentity(certificates: certificate.certificate, privateKey: certificate.privateKey)
            try await withServer(tls: identity) { _, port in
                func ask(_ client: HTTPClient, _ host: String) async throws -> Int {
                    try await client.send(
                        OutgoingRequest(.get, "https://\(host):\(port)/", reach: .configured)
                    ).status
                }
                let trusting = HTTPClient(egress: Egress(), certificateAuthorities: certificate.certificate)
                let status = try await ask(trusting, "localhost")
                #expect(status == 200)
                for (client, host) in [(client, "localhost"), (trusting, "127.0.0.1")] {
                    await #expect {
                        _ = try await ask(client, host)
                    } throws: {
                        if case HTTPClientError.tls = $0 { true } else { false }
                    }
                }
            }
        }

        @Test("a hundred requests at once, half of them given up, leave no descriptor behind")
        func descriptors() async throws {
            let server = try RawServer { connection in
                while let request = connection.request() {
                    if request.contains("/mute") { return connection.waitForEnd() }
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na")
                    return
                }
            }
            // The first request makes what stays for good: the thread's pipes, libcurl's own.
            _ = try await client.send(OutgoingRequest(.get, server.url(), reach: .configured))
            await settle()
            let before = try openDescriptors()
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let path = number % 2 == 0 ? "/mute" : "/"
                        _ = try? await client.send(
                            OutgoingRequest(
                                .get, server.url(path), reach: .configured,
                                timeouts: HTTPTimeouts(firstByte: .milliseconds(100 + 10 * number))))
                    }
                }
            }
            await settle()
            while try openDescriptors() > before { await Task.yield() }
        }
    }
}
