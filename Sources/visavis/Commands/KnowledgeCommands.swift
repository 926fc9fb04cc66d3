internal import CommandLineInterface
internal import Foundation
internal import Knowledge
internal import Operations
internal import Storage

/// What the `knowledge` commands share.
enum KnowledgeFolder {
    static let options: [CommandDescription.Option] = [
        .value("data", "DIR", help: "the server's data folder (default: ~/.local/share/visavis)"),
        .value("config", "FILE", help: "the server's configuration file, when it names the folder"),
    ]
    static let persona = CommandDescription.Option.value(
        "persona", "ID", help: "a persona's documents; without it, those all personas share")

    static func configuration(_ arguments: Arguments) throws -> Configuration {
        try Configuration.load(
            file: arguments.value("config"), environment: ProcessInfo.processInfo.environment,
            options: arguments.values.filter { $0.key == "data" })
    }

    static func open(_ configuration: Configuration) throws -> KnowledgeStore {
        let folder = configuration.dataFolder()
        try DataFolder.make(folder)
        return try KnowledgeStore(path: DataFolder.database(in: folder), sentences: configuration.sentences)
    }

    /// Personas have lower-case ids; nil when none is given.
    static func persona(_ arguments: Arguments) -> String? { arguments.value("persona")?.lowercased() }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

enum KnowledgeListCommand: Command {
    static let description = CommandDescription(
        ["knowledge", "list"], summary: "list the documents avatars know",
        options: [
            .value("persona", "ID", help: "only what this persona may look at; without it, everything"),
            .flag("json", help: "print JSON instead of a table"),
        ] + KnowledgeFolder.options,
        examples: [("visavis knowledge list", "one line for each document, the newest first")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let store = try KnowledgeFolder.open(try KnowledgeFolder.configuration(arguments))
        let documents = try await store.list(persona: KnowledgeFolder.persona(arguments), limit: 1_000_000)
        if arguments.has("json") {
            shell.print(try KnowledgeFolder.json(documents))
            return .success
        }
        let rows = documents.map { document in
            [
                document.id, ErrorText.oneLine(String(document.title.prefix(48))), document.format,
                "\(document.passages)", document.persona ?? "all",
                document.refreshedAt.formatted(.iso8601.year().month().day()),
            ]
        }
        let heading = ["id", "title", "format", "passages", "persona", "taken in"]
        shell.print(TextTable(heading: heading, rows: rows, rightAligned: [3]).text, terminator: "")
        return .success
    }
}

enum KnowledgeRemoveCommand: Command {
    static let description = CommandDescription(
        ["knowledge", "remove"], summary: "make avatars forget a document",
        details: ["Works at once, also beside a running server."],
        operands: [.init("ID", help: "as `visavis knowledge list` shows it")], options: KnowledgeFolder.options,
        examples: [("visavis knowledge remove 3f2c41de-…", "forgets one")],
        exitCodes: [(1, "there is no such document")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let store = try KnowledgeFolder.open(try KnowledgeFolder.configuration(arguments))
        let id = arguments.operands[0]
        guard try await store.remove(id.lowercased()) else {
            shell.complain("there is no document '\(ErrorText.oneLine(id))'; see visavis knowledge list")
            return .refused
        }
        return .success
    }
}
