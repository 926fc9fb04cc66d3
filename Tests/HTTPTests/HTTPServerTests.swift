import Core
import Cryptography
import Foundation
import Testing

@testable import HTTP

/// Tests over real sockets, one after the other: they count what is open, and block threads.
@Suite(.serialized) enum SocketTests {}

extension SocketTests {
    @Suite struct HTTPServerTests {
        @Test(
            "each request gets its answer",
            arguments: [
                ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200, "home"),
                ("GET /v1/things/A%20%C3%A9?q=1+2%2B HTTP/1.1\r\nHost: a\r\n\r\n", 200, "A é|1 2+"),
                ("POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 200, "abc"),
                ("POST /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 200, ""),
                (
                    "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                    200,
                    "abcde"
                ),
                (
                    "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404,
                    #"{"code":404,"message":"There is nothing at this path."}"#
                ),
                (
                    "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405,
                    #"{"code":405,"message":"This path takes GET, HEAD, OPTIONS."}"#
                ),
                (
                    "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405,
                    #"{"code":405,"message":"This path takes GET, HEAD, OPTIONS."}"#
                ),
                (
                    "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400,
                    #"{"code":400,"message":"This is not HTTP as RFC 9112 has it."}"#
                ),
                (
                    "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400,
                    #"{"code":400,"message":"The path is not percent-encoded UTF-8."}"#
                ),
                (
                    "GET /v1/%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n", 404,
                    #"{"code":404,"message":"There is nothing at this path."}"#
                ),
                (
                    "GET /?a=%0d%0a HTTP/1.1\r\nHost: a\r\n\r\n", 400,
                    #"{"code":400,"message":"The query is not percent-encoded UTF-8."}"#
                ),
                ("GET / HTTP/1.1\r\n\r\n", 400, #"{"code":400,"message":"This is not HTTP as RFC 9112 has it."}"#),
                ("nonsense\r\n\r\n", 400, #"{"code":400,"message":"This is not HTTP as RFC 9112 has it."}"#),
                (
                    "GET /fails HTTP/1.1\r\nHost: a\r\n\r\n", 500,
                    #"{"code":500,"message":"Something went wrong here; the server's log says what."}"#
                ),
                (
                    "GET /sleeps HTTP/1.1\r\nHost: a\r\n\r\n", 503,
                    #"{"code":503,"message":"The request took too long here."}"#
                ),
            ] as [(String, Int, String)])
        func answers(request: String, status: Int, body: String) async throws {
            try await withServer { _, port in
                let answer = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(request)
                    return client.response()
                }
                #expect(answer?.status == status)
                #expect(answer?.body == body)
            }
        }

        @Test("HEAD has the head of GET and no body; the connection goes on")
        func head() async throws {
            try await withServer { _, port in
                let answers = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return [client.response(isHead: true), client.response()]
                }
                #expect(answers[0]?.head.contains("Content-Length: 4") == true)
                #expect(answers[1]?.body == "home")
            }
        }

        @Test("pipelined requests are answered in order")
        func pipelining() async throws {
            try await withServer { _, port in
                let bodies = try await onThread {
                    let client = try RawClient(port: port)
                    let requests = (0..<50).map { "GET /v1/things/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
                    client.send(requests.joined())
                    return (0..<50).map { _ in client.response()?.body }
                }
                #expect(bodies == (0..<50).map { "\($0)|" })
            }
        }

        @Test("two hundred connections at once all get their answers, and leave nothing behind")
        func concurrency() async throws {
            let metrics = Metrics()
            try await withServer(metrics: metrics) { server, port in
                let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            try await onThread {
                                let client = try RawClient(port: port)
                                var count = 0
                                for turn in 0..<5 {
                                    client.send("GET /v1/things/\(number)-\(turn) HTTP/1.1\r\nHost: a\r\n\r\n")
                                    if client.response()?.body == "\(number)-\(turn)|" { count += 1 }
                                }
                                return count
                            }
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(answered == 1000)
                while await server.openConnections > 0 { await Task.yield() }
                #expect(await server.exchanges.isEmpty)
                #expect(await server.connectionOf.isEmpty)
            }
        }

        @Test("a preflight is allowed what it asks for, and errors can be read by other origins' pages")
        func crossOrigin() async throws {
            try await withServer { _, port in
                let answers = try await onThread {
                    let client = try RawClient(port: port)
                    client.send(
                        """
                        OPTIONS /v1/echo HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\nAccess-Control-Request-Method: POST\r
                        Access-Control-Request-Headers: authorization, x-own\r\n\r\n
                        """)
                    client.send("GET /v1/none HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\n\r\n")
                    client.send("GET / HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\n\r\n")
                    return [client.response(isHead: true), client.response(), client.response()].map { $0?.head ?? "" }
                }
                #expect(answers[0].hasPrefix("HTTP/1.1 204"))
                #expect(answers[0].contains("Access-Control-Allow-Origin: *"))
                #expect(answers[0].contains("Access-Control-Allow-Methods: POST, OPTIONS"))
                #expect(answers[0].contains("Authorization, Content-Type, X-Api-Key, If-Match, Idempotency-Key, x-own"))
                #expect(!answers[0].contains("Content-Type: application/json"))
                #expect(answers[1].hasPrefix("HTTP/1.1 404"))
                #expect(answers[1].contains("Access-Control-Allow-Origin: *"))
                #expect(answers[1].contains("Access-Control-Expose-Headers: Location"))
                #expect(!answers[2].contains("Access-Control"))
            }
        }

        @Test("stopping lets a running request finish, and refuses others meanwhile")
        func gracefulStop() async throws {
            let gate = Gate()
            var router = Router.forTests
            router.add(.get, "/waits") { _ in
                await gate.pass()
                return .text("finished")
            }
            try await withServer(router: router) { server, port in
                let idle = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(client.response()?.status == 200)
                    return client
                }
                async let running = onThread {
                    let client = try RawClient(port: port)
                    client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n")
                    return (client.response(), client.readToEnd())
                }
                await gate.arrival()
                async let stopped: Void = server.stop(within: .seconds(60))
                while await !server.isStopping { await Task.yield() }
                let refused = try await onThread {
                    idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return idle.response()
                }
                #expect(refused?.status == 503)
                #expect(refused?.head.contains("Connection: close") == true)
                await gate.open()
                let (answer, rest) = try await running
                #expect(answer?.body == "finished")
                #expect(answer?.head.contains("Connection: close") == true)
                #expect(rest == "")
                await stopped
                #expect(throws: RawClient.ConnectionFailed.self) { try RawClient(port: port) }
            }
        }

        @Test("stopping cancels what does not finish in time")
        func hardStop() async throws {
            let gate = Gate()
            var router = Router()
            router.add(.get, "/hangs") { _ in
                await gate.pass()
                return .text("late")
            }
            try await withServer(router: router) { server, port in
                async let running = onThread {
                    let client = try RawClient(port: port)
                    client.send("GET /hangs HTTP/1.1\r\nHost: a\r\n\r\n")
                    return client.readToEnd()
                }
                await gate.arrival()
                await server.stop(within: .milliseconds(1))
                let rest = try await running
                #expect(rest == "")
                await gate.open()
            }
        }

        @Test("a port that is taken, a host that is not here and a bad certificate are told")
        func refusedStarts() async throws {
            try await withServer { _, port in
                func start(_ host: String, _ port: Int, _ tls: TLSIdentity? = nil) async throws {
                    let configuration = HTTPServerConfiguration(host: host, port: port, tls: tls)
                    let server = HTTPServer(configuration, router: Router(), metrics: Metrics(), log: .silent)
                    _ = try await server.start()
                    await server.stop(within: .zero)
                }
                await #expect(throws: HTTPServerError.portInUse(host: "127.0.0.1", port: port)) {
                    try await start("127.0.0.1", port)
                }
                await #expect(throws: HTTPServerError.unknownHost("no.such.host.invalid")) {
                    try await start("no.such.host.invalid", 0)
                }
                await #expect { try await start("192.0.2.77", 0) } throws: { "\($0)".contains("no such address") }
                await #expect {
                    try await start("127.0.0.1", 0, TLSIdentity(certificates: "x", privateKey: "y"))
                } throws: {
                    "\($0)".contains("TLS certificate or key cannot be used")
                }
            }
        }

        @Test("localhost listens on every address it has, on one port")
        func localhost() async throws {
            let server = HTTPServer(
                HTTPServerConfiguration(host: "localhost", port: 0), router: .forTests, metrics: Metrics(), log: .silent
            )
            let addresses = try await server.start()
            #expect(addresses.contains { $0.address == "127.0.0.1" })
            #expect(Set(addresses.map(\.port)).count == 1)
            await server.stop(within: .zero)
        }

        @Test("over TLS the same is served, and a client that speaks no TLS gets nothing")
        func tls() async throws {
            let certificate = try SelfSignedCertificate(commonName: "test", hosts: ["localhost"])
            let identity = TLSIdentity(certificates: certificate.certificate, privateKey: certificate.privateKey)
            try await withServer(tls: identity) { _, port in
                let plain = try await onThread {
                    let client = try RawClient(port: port)
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return client.readToEnd()
                }
                #expect(plain?.contains("HTTP/1.1") == false)
                let script = """
                    import http.client, ssl
                    context = ssl._create_unverified_context()
                    connection = http.client.HTTPSConnection("127.0.0.1", \(port), context=context, timeout=20)
                    for path in ["/", "/v1/things/a", "/large"]:
                        connection.request("GET", path)
                        response = connection.getresponse()
                        print(response.status, len(response.read()))
                    connection.request("POST", "/v1/echo", b"x" * 20000)
                    print(connection.getresponse().status)
                    """
                let output = try await onThread {
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                    process.arguments = ["python3", "-c", script]
                    let pipe = Pipe()
                    process.standardOutput = pipe
                    try process.run()
                    return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
                }
                #expect(output == "200 4\n200 2\n200 8388608\n413\n")
            }
        }
    }
}
