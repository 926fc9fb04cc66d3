import Foundation
import Testing

@testable import Operations

@Suite struct ConfigurationTests {
    static func load(_ text: String) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        try configuration.apply(try ConfigurationFile(path: "a.toml", text: text))
        return configuration
    }

    @Test("an empty file is the defaults")
    func empty() throws {
        #expect(try Self.load("") == Configuration())
        #expect(try Self.load("# nothing\n\n   \t\n[server]\n") == Configuration())
    }

    @Test("every default is allowed by its own setting")
    func defaults() {
        var configuration = Configuration()
        for setting in Configuration.settings {
            #expect(setting.write(&configuration, setting.read(Configuration())), "\(setting.key)")
        }
        #expect(configuration == Configuration())
    }

    @Test("names are unique, in sections and in order")
    func names() {
        let settings = Configuration.settings
        #expect(Set(settings.map(\.key)).count == settings.count)
        #expect(Set(settings.map(\.environment)).count == settings.count)
        #expect(settings.allSatisfy { $0.environment.hasPrefix("VISAVIS_") && $0.help.hasSuffix(".") })
        var sections: [String] = []
        for setting in settings where sections.last != setting.section { sections.append(setting.section) }
        #expect(Set(sections).count == sections.count)
    }

    @Test("values of every kind are read")
    func values() throws {
        let configuration = try Self.load(
            """
            [server] # where
            port = 9_090
            host = "0.0.0.0"   # all
            dev_tls = true
            data = "a \\"b\\" \\\\ \\u00e9"
            [access]
            origins = [ "https://a.example", "https://b.example:8443", ]
            """)
        #expect(configuration.server.port == 9090)
        #expect(configuration.server.host == "0.0.0.0")
        #expect(configuration.server.developmentTLS)
        #expect(configuration.server.data == "a \"b\" \\ é")
        #expect(configuration.access.origins == ["https://a.example", "https://b.example:8443"])
    }

    @Test("the printed configuration reads back as the same, without its secrets")
    func roundTrip() throws {
        var configuration = Configuration()
        configuration.server.data = "a\t\"\\\n\u{1}é"
        configuration.ice.udpPorts = "47000-47999"
        configuration.paths.avatars = ["/a b", "/c"]
        #expect(try Self.load(configuration.text) == configuration)
        configuration.access.apiKey = "0123456789abcdef-secret"
        #expect(!configuration.text.contains("0123456789abcdef-secret"))
    }

    @Test(
        "what is wrong in a file is told with its place",
        arguments: [
            ("[server]\nprot = 1", "there is no setting 'server.prot' (a.toml, line 2); did you mean 'server.port'?"),
            ("[sessions]\nport = 1", "did you mean 'server.port'?"),
            (
                "[server]\nport = 70000",
                "server.port must be a whole number from 0 to 65535, not 70000 (a.toml, line 2)"
            ),
            ("[server]\nport = \"80\"", "server.port must be a whole number from 0 to 65535, not \"80\""),
            ("[sessions]\nidle_timeout = 29", "from 30 to 3600 seconds, not 29"),
            ("[sessions]\nquality = \"hd\"", "must be one of low, medium, high, very_high, not \"hd\""),
            ("[log]\nlevel = 1", "log.level must be one of"),
            ("[ice]\nturn = [\"stun:a\"]", "ice.turn must be a list"),
            ("[ice]\nudp_ports = \"9-8\"", "ice.udp_ports must be two ports"),
            ("[access]\napi_key = \"short\"", "not what was given"),
            ("[access]\norigins = [\"example.com\"]", "access.origins must be a list"),
            ("port = 1", "there is no setting 'port'"),
            ("[server]\nport = 1\nport = 2", "line 3: 'server.port' is set a second time"),
            ("[server]\n[server]", "line 2: '[server]' is set a second time"),
            ("[server", "line 1: ']' is missing"),
            ("[server] x", "'x' does not belong here"),
            ("[server]\nport", "'=' is missing"),
            ("[server]\nport =", "the value is missing"),
            ("[server]\nport = 1 2", "'2' does not belong here"),
            ("[server]\nport = 0x10", "is no number"),
            ("[server]\nport = 007", "is no number"),
            ("[server]\nport = 99999999999999999999", "is no number"),
            ("[server]\nhost = 'a'", "texts go in double quotes"),
            ("[server]\nhost = \"a", "no closing quote"),
            ("[server]\nhost = \"\\x\"", "may follow a backslash"),
            ("[server]\nhost = \"\\ud800\"", "hexadecimal digits of a character"),
            ("[ice]\nstun = [\"a\" \"b\"]", "a list needs ','"),
            ("[ice]\nstun = [1]", "a list holds texts"),
            ("= 3", "a setting's name is missing"),
        ])
    func mistakes(text: String, message: String) {
        #expect { try Self.load(text) } throws: { "\($0)".contains(message) && "\($0)".contains("a.toml") }
    }

    @Test("the environment wins over the file, the command line over both")
    func precedence() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString).toml")
        try "[server]\nport = 1001\nhost = \"a\"\n[log]\nlevel = \"error\"".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try Configuration.load(
            file: file.path, environment: ["VISAVIS_PORT": "1002", "VISAVIS_HOST": "b", "PATH": "/bin"],
            options: ["port": "1003"])
        #expect(configuration.server.port == 1003)
        #expect(configuration.server.host == "b")
        #expect(configuration.log.level == "error")
        let named = try Configuration.load(environment: ["VISAVIS_CONFIG": file.path, "VISAVIS_LOG_LEVEL": ""])
        #expect(named.log.level == "error")
        let lists = try Configuration.load(environment: [
            "VISAVIS_AVATARS": "/a b:/c", "VISAVIS_ORIGINS": "https://a, https://b", "VISAVIS_ICE_TCP": "false",
        ])
        #expect(lists.paths.avatars == ["/a b", "/c"])
        #expect(lists.access.origins == ["https://a", "https://b"])
        #expect(!lists.ice.tcp)
    }

    @Test("mistakes in the environment, on the command line and between settings are told")
    func otherMistakes() {
        func message(_ environment: [String: String], _ options: [String: String] = [:]) -> String {
            do throws(ConfigurationError) {
                _ = try Configuration.load(environment: environment, options: options)
                return ""
            } catch { return "\(error)" }
        }
        #expect(message(["VISAVIS_PROT": "1"]).contains("'VISAVIS_PROT' (environment); did you mean 'VISAVIS_PORT'?"))
        #expect(message(["VISAVIS_PORT": "x"]).hasPrefix("VISAVIS_PORT must be a whole number"))
        #expect(message([:], ["port": "-1"]).hasPrefix("--port must be a whole number from 0 to 65535, not '-1'"))
        #expect(!message(["VISAVIS_API_KEY": "tooshort"]).contains("tooshort"))
        #expect(message(["VISAVIS_TLS_KEY": "a"]).contains("belong together"))
        #expect(message(["VISAVIS_TURN": "turn:a"]).contains("needs ice.username"))
        #expect(message(["VISAVIS_ORIGINS": "*,https://a"]).contains("not both"))
        #expect(message(["VISAVIS_CONFIG": "/nowhere"]).contains("cannot read the configuration /nowhere"))
    }

    @Test("no text makes the parser do anything but read or refuse")
    func mutations() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seed = Array(Configuration().text.utf8)
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
            _ = try? Self.load(String(decoding: bytes, as: UTF8.self))
        }
    }
}
