internal import CommandLineInterface
internal import Foundation
internal import Operations
internal import Storage

/// What the `key` commands share.
private enum KeyStore {
    static let options: [CommandDescription.Option] = [
        .value("data", "DIR", help: "the server's data folder (default: ~/.local/share/visavis)"),
        .value("config", "FILE", help: "the server's configuration file, when it names the folder"),
    ]

    static func open(_ arguments: Arguments) throws -> APIKeys {
        let configuration = try Configuration.load(
            file: arguments.value("config"), environment: ProcessInfo.processInfo.environment,
            options: arguments.values.filter { $0.key == "data" })
        let folder = configuration.dataFolder()
        try DataFolder.make(folder)
        return APIKeys(try Database(path: DataFolder.database(in: folder)))
    }
}

enum KeyCreateCommand: Command {
    static let description = CommandDescription(
        ["key", "create"], summary: "make an API key and print it, once",
        details: ["It works at once, also beside a running server. Only its hash is kept: nobody can show it again."],
        options: [.value("name", "NAME", help: "what it is for", byDefault: "unnamed")] + KeyStore.options,
        examples: [("visavis key create --name shop", "prints a key for the shop")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let name = ErrorText.oneLine(arguments.value("name") ?? "unnamed")
        let (key, secret) = try await KeyStore.open(arguments).create(name: String(name.prefix(100)))
        shell.print(secret)
        shell.complain("this is the key '\(key.name)' (\(key.id)); it is shown this once")
        return .success
    }
}

enum KeyListCommand: Command {
    static let description = CommandDescription(
        ["key", "list"], summary: "list the API keys", options: KeyStore.options,
        examples: [("visavis key list", "one line for each key, without the keys themselves")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let keys = try await KeyStore.open(arguments).list()
        let rows = keys.map { key in
            [
                key.id, ErrorText.oneLine(key.name), day(key.createdAt), key.lastUsedAt.map(day) ?? "never",
                key.revokedAt.map { "revoked " + day($0) } ?? "valid",
            ]
        }
        let table = TextTable(heading: ["id", "name", "made", "last used", "state"], rows: rows)
        shell.print(table.text, terminator: "")
        return .success
    }

    private static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}

enum KeyRevokeCommand: Command {
    static let description = CommandDescription(
        ["key", "revoke"], summary: "make an API key invalid for ever",
        details: ["Works at once, also beside a running server. Sessions opened with it run on until they end."],
        operands: [.init("ID", help: "as `visavis key list` shows it")], options: KeyStore.options,
        examples: [("visavis key revoke key_3q2-7wAA", "revokes one")],
        exitCodes: [(1, "there is no such valid key")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        guard try await KeyStore.open(arguments).revoke(id: arguments.operands[0]) else {
            shell.complain("there is no valid key '\(ErrorText.oneLine(arguments.operands[0]))'; see visavis key list")
            return .refused
        }
        return .success
    }
}
