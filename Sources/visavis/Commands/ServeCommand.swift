internal import CommandLineInterface
internal import Core
internal import Foundation
internal import HTTP
internal import Operations
internal import Storage

enum ServeCommand: Command {
    static let description = CommandDescription(
        ["serve"], summary: "run the server: the page, the API and live sessions",
        details: [
            "Every setting has a default and can be set in a configuration file, by an environment variable or, some of "
                + "them, by an option here; the later wins. docs/configuration.md describes them all.",
            "The first start makes an API key and prints it once. Ctrl-C or SIGTERM ends sessions and then the server; a "
                + "second one ends it at once.",
        ],
        options: [
            .value("config", "FILE", help: "the configuration file (default: what VISAVIS_CONFIG names, or none)"),
            .value("host", "HOST", help: "where to listen (default: localhost)"),
            .value("port", "PORT", help: "TCP port; 0 takes any free one (default: 8080)"),
            .value("data", "DIR", help: "the folder of database and caches (default: ~/.local/share/visavis)"),
            .value("public-url", "URL", help: "how clients reach the server, when not by its own address"),
            .flag("dev-tls", help: "HTTPS with a self-signed certificate"),
            .value("log-level", "LEVEL", help: "one of debug, info, warning, error (default: info)"),
            .flag("print-config", help: "print the configuration in effect, without secrets, and end"),
            .flag("describe-config", help: "print the reference of all settings as Markdown, and end"),
        ],
        examples: [
            ("visavis serve", "serves http://localhost:8080"),
            ("visavis serve --host 0.0.0.0 --dev-tls", "serves every machine that reaches this one, over HTTPS"),
        ],
        exitCodes: [
            (0, "it was told to stop and did"),
            (69, "the port, the data folder or something else it needs is not free"),
        ])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        if arguments.has("describe-config") {
            shell.print(Configuration.reference, terminator: "")
            return .success
        }
        let environment = ProcessInfo.processInfo.environment
        var options = arguments.values.filter { $0.key != "config" }
        if arguments.has("dev-tls") { options["dev-tls"] = "true" }
        let configuration = try Configuration.load(
            file: arguments.value("config"), environment: environment, options: options)
        if arguments.has("print-config") {
            shell.print(configuration.text, terminator: "")
            return .success
        }
        FileLimit.raise()
        let folder = try DataFolder(configuration.dataFolder())
        let database = try Database(path: folder.database)
        let firstKey = try await FirstKey.prepare(APIKeys(database), configuration)
        let server: LiveServer
        do {
            server = try await LiveServer(
                configuration, folder: folder, database: database, log: configuration.logger)
        } catch {
            // It is stored as a hash alone and shown this once, also when the port is not free.
            if let firstKey { shell.print(Banner.key(firstKey)) }
            throw error
        }
        shell.print(Banner.text(server, configuration, folder: folder, firstKey: firstKey), terminator: "")
        Interruption.endAtOnceWhenRepeated()
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        // In a task of its own: this one is cancelled, and nothing in it would wait any more.
        let limit = Duration.seconds(configuration.server.stopTimeout)
        await Task.detached { await server.stop(within: limit) }.value
        return .success
    }
}
