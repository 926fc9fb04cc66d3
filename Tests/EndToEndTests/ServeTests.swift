import Foundation
import FoundationNetworking
import Testing

/// `visavis serve`, run and called as an operator and a client would.
@Suite(.serialized) struct ServeTests {
    /// A server that listens, on a port of its own.
    final class Server {
        let run: Executable.Run
        let port: Int

        init(_ arguments: [String] = [], data: URL, environment: [String: String] = [:]) throws {
            run = try Executable.start(
                ["serve", "--port", "0", "--host", "127.0.0.1", "--data", data.path] + arguments, in: data,
                environment: ["VISAVIS_AVATARS": Executable.root.appendingPathComponent("avatars").path]
                    .merging(environment) { $1 })
            let line = run.waitForErrorLine(containing: " listening ")
            port = Int(line.split(separator: "address=127.0.0.1:").last?.prefix { $0.isNumber } ?? "") ?? 0
        }

        func stop() throws -> Executable.Outcome {
            run.process.terminate()
            return try run.finish()
        }

        func call(
            _ path: String, method: String = "GET", key: String? = nil, body: String? = nil
        ) async throws -> (status: Int, body: String) {
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
            request.httpMethod = method
            request.httpBody = body.map { Data($0.utf8) }
            if let key { request.setValue(key, forHTTPHeaderField: "X-Api-Key") }
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
        }
    }

    @Test("the first start makes a key that works until it is revoked; stopping ends with 0; a restart makes no other")
    func life() async throws {
        try await Scratch.keep { folder in
            let first = try Server(data: folder)
            #expect(try await first.call("/healthz").status == 200)
            #expect([200, 503].contains(try await first.call("/readyz").status))
            #expect(try await first.call("/").body.contains("<html"))
            #expect(try await first.call("/metrics").body.contains("visavis_http_requests_total{"))
            #expect(try await first.call("/nothing").status == 404)
            let stopped = try first.stop()
            #expect(stopped.exitCode == 0)
            let key = try #require(stopped.output.firstMatch(of: /vvk_[\w-]{43}/)).output
            #expect(!stopped.errors.contains(key))

            let second = try Server(data: folder)
            #expect(
                try await second.call("/v1/streaming.create_token", method: "POST", key: String(key)).status == 200)
            let list = try Executable.run("key", "list", "--data", folder.path)
            let id = try #require(list.output.firstMatch(of: /key_[\w-]+/)).output
            #expect(try Executable.run("key", "revoke", String(id), "--data", folder.path).exitCode == 0)
            #expect(try Executable.run("key", "revoke", String(id), "--data", folder.path).exitCode == 1)
            #expect(
                try await second.call("/v1/streaming.create_token", method: "POST", key: String(key)).status == 401)
            let made = try Executable.run("key", "create", "--name", "shop", "--data", folder.path)
            let other = String(made.output.dropLast())
            #expect(try await second.call("/v1/streaming.create_token", method: "POST", key: other).status == 200)
            let again = try second.stop()
            #expect(again.output.contains("as before"))
            #expect(!again.output.contains("vvk_"))
        }
    }

    @Test("a second server on the same data, and one on a port that is taken, end with 69 and say why")
    func conflicts() throws {
        try Scratch.use { folder in
            let server = try Server(data: folder)
            let same = try Executable.run("serve", "--port", "0", "--data", folder.path)
            #expect(same.exitCode == 69)
            #expect(
                same.errors.contains("another visavis serve (process \(server.run.process.processIdentifier)) uses"))
            let other = folder.appendingPathComponent("other").path
            let taken = try Executable.run("serve", "--host", "127.0.0.1", "--port", "\(server.port)", "--data", other)
            #expect(taken.exitCode == 69)
            #expect(taken.errors.hasSuffix("choose another with --port\n"))
            #expect(taken.errors.contains("port \(server.port) of 127.0.0.1 is in use"))
            #expect(try server.stop().exitCode == 0)
        }
    }

    @Test(
        "a configuration that is wrong ends with 64 and one line that says what is wrong",
        arguments: [
            (["--port", "99999"], [:], "--port must be a whole number from 0 to 65535, not '99999'"),
            ([], ["VISAVIS_IDLE_TIMEOUT": "5"], "VISAVIS_IDLE_TIMEOUT must be a whole number from 30 to 3600 seconds"),
            ([], ["VISAVIS_PRT": "5"], "did you mean 'VISAVIS_PORT'?"),
            (["--config", "/nowhere.toml"], [:], "cannot read the configuration /nowhere.toml"),
            (["--prt", "5"], [:], "did you mean '--port'?"),
        ] as [([String], [String: String], String)])
    func mistakes(arguments: [String], environment: [String: String], message: String) throws {
        let outcome = try Executable.run(["serve"] + arguments, environment: environment)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains(message))
        #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
    }

    @Test("a host that is not here and a data folder that cannot be are told")
    func unusable() throws {
        try Scratch.use { folder in
            let host = try Executable.run("serve", "--host", "192.0.2.77", "--port", "0", "--data", folder.path)
            #expect(host.exitCode == 69)
            #expect(host.errors.contains("this machine has no such address"))
            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            let data = try Executable.run("serve", "--port", "0", "--data", file.appendingPathComponent("x").path)
            #expect(data.exitCode == 69)
            #expect(data.errors.contains("choose another with --data"))
        }
    }

    @Test("--print-config shows what is in effect, without secrets")
    func printing() throws {
        let outcome = try Executable.run(
            ["serve", "--print-config", "--port", "1234"], environment: ["VISAVIS_API_KEY": "a-very-secret-key-indeed"])
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("port = 1234"))
        #expect(outcome.output.contains("# api_key is set, and hidden here"))
        #expect(!outcome.output.contains("a-very-secret-key-indeed"))
    }

    @Test("docs/configuration.md shows every setting as it is")
    func documented() throws {
        let reference = try Executable.run("serve", "--describe-config").output
        let page = Executable.root.appendingPathComponent("docs/configuration.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains(reference), "run scripts/check-docs --write")
    }

    @Test("a second signal ends a server at once that still has something to do")
    func impatience() async throws {
        try await Scratch.keep { folder in
            let server = try Server(data: folder, environment: ["VISAVIS_STOP_TIMEOUT": "600"])
            // A request whose body does not come holds the server.
            let input = Self.connect(port: server.port)
            defer { close(input) }
            let text = "POST /v1/streaming.new HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"
            #expect(text.withCString { send(input, $0, strlen($0), 0) } == text.utf8.count)
            while try await !server.call("/metrics").body.contains("visavis_http_connections 2") {}
            server.run.process.terminate()
            server.run.waitForErrors(containing: "stopping")
            server.run.process.terminate()
            #expect(try server.run.finish().exitCode == 130)
        }
    }

    @Test("a session of a server that was killed is ended when the next one starts")
    func killed() async throws {
        try await Scratch.keep { folder in
            let key = ["VISAVIS_API_KEY": "the-key-of-this-test"]
            let first = try Server(data: folder, environment: key)
            let opened = try await first.call(
                "/v1/streaming.new", method: "POST", key: "the-key-of-this-test", body: #"{"quality":"low"}"#)
            #expect(opened.status == 200)
            kill(first.run.process.processIdentifier, SIGKILL)
            #expect(try first.run.finish().exitCode == -9)
            let second = try Server(data: folder, environment: key)
            let history = try await second.call("/v2/streaming.list", key: "the-key-of-this-test").body
            #expect(history.contains(#""status":"closed""#))
            #expect(
                try await second.call("/metrics").body.contains(#"sessions_ended_total{reason="server_restart"} 1"#))
            let outcome = try second.stop()
            #expect(outcome.exitCode == 0)
            #expect(outcome.errors.contains("ended sessions that an earlier server left"))
            #expect(!outcome.errors.contains("the-key-of-this-test"))
        }
    }

    @Test("--dev-tls serves HTTPS, with the same certificate at every start")
    func developmentTLS() throws {
        let script = """
            import hashlib, http.client, ssl, sys
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", int(sys.argv[1]), context=context, timeout=20)
            connection.request("GET", "/healthz")
            print(connection.getresponse().status, hashlib.sha256(connection.sock.getpeercert(True)).hexdigest())
            """
        try Scratch.use { folder in
            let seen = try (0..<2).map { _ in
                let server = try Server(["--dev-tls"], data: folder)
                let python = Process()
                python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                python.arguments = ["python3", "-c", script, "\(server.port)"]
                let pipe = Pipe()
                python.standardOutput = pipe
                try python.run()
                let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
                #expect(try server.stop().exitCode == 0)
                return output
            }
            #expect(seen[0].hasPrefix("200 "))
            #expect(seen[0] == seen[1])
        }
    }

    private static func connect(port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}

@Suite struct DoctorCommandTests {
    private struct Finding: Decodable {
        var check: String
        var verdict: String
        var advice: String?
    }
    private struct Findings: Decodable { var examinations: [Finding] }

    @Test("without an avatar the doctor says so, what to do, and ends with 1")
    func noAvatar() throws {
        try Scratch.use { folder in
            let nothing = folder.appendingPathComponent("avatars").path
            let outcome = try Executable.run(
                ["doctor", "--json", "--port", "0", "--data", folder.path],
                environment: ["VISAVIS_AVATARS": nothing, "VISAVIS_TURN": "turn:127.0.0.1:9"].merging([
                    "VISAVIS_TURN_USERNAME": "a", "VISAVIS_TURN_CREDENTIAL": "b",
                ]) { $1 })
            #expect(outcome.exitCode == 1)
            let found = try JSONDecoder().decode(Findings.self, from: Data(outcome.output.utf8)).examinations
            let verdicts = Dictionary(found.map { ($0.check, $0.verdict) }, uniquingKeysWith: { first, _ in first })
            #expect(verdicts["avatars"] == "broken")
            #expect(verdicts["turn"] == "broken")
            #expect(verdicts["plugins"] == "fine")
            #expect(verdicts["voices"] == "fine")
            #expect(verdicts["port"] == "fine")
            #expect(verdicts["processor"] == "skipped")
            #expect(found.allSatisfy { ($0.verdict == "broken" || $0.verdict == "warning") == ($0.advice != nil) })
        }
    }
}
