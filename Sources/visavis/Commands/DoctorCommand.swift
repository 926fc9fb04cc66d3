internal import Avatars
internal import CommandLineInterface
internal import Core
internal import Foundation
internal import HTTP
internal import Operations
internal import Speech

enum DoctorCommand: Command {
    static let description = CommandDescription(
        ["doctor"], summary: "look whether this machine can serve, and say what to do where it cannot",
        details: [
            "Checks plugins, data, avatars, voices, documents, what listens, thinks and speaks, stored keys, fonts, ports, "
                + "HTTPS, ways for media, limits and the processor, with the configuration the server would use. Each "
                + "provider in it is sent one short request. Takes about ten seconds; a server may be running."
        ],
        options: [
            .value("config", "FILE", help: "the server's configuration file"),
            .value("host", "HOST", help: "where the server is to listen"),
            .value("port", "PORT", help: "its TCP port"),
            .value("data", "DIR", help: "its data folder"),
            .flag("json", help: "print the findings as JSON"),
        ],
        examples: [
            ("visavis doctor", "one line for each check"),
            ("visavis doctor --config visavis.toml --json", "for a script that sets servers up"),
        ],
        exitCodes: [(0, "nothing essential is missing"), (1, "something essential is missing or broken")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let configuration = try Configuration.load(
            file: arguments.value("config"), environment: ProcessInfo.processInfo.environment,
            options: arguments.values.filter { $0.key != "config" })
        let doctor = Doctor(
            configuration, folder: configuration.dataFolder(), catalogue: configuration.avatarCatalogue(),
            engines: engines(of: configuration))
        let diagnosis = try await doctor.examine { shell.progress.report("examining", $0) }
        shell.progress.finish()
        if arguments.has("json") {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            shell.print(String(decoding: try encoder.encode(diagnosis), as: UTF8.self))
        } else {
            shell.print(text(of: diagnosis), terminator: "")
        }
        return diagnosis.canServe ? .success : .refused
    }

    /// As a server has them.
    private static func engines(of configuration: Configuration) -> ConversationEngines {
        let client = HTTPClient(egress: configuration.egress)
        var contradiction: String?
        do { try configuration.checkConversation() } catch { contradiction = "\(error)" }
        return ConversationEngines(
            model: configuration.languageModel(client),
            recogniser: {
                try configuration.recogniser(client, log: .silent)
                    ?? BuiltInRecogniser.installed(models: configuration.modelFolder)
            },
            speech: {
                let parts = try VoiceParts(configuration, client: client, metrics: Metrics())
                let other = parts.voices.all.first { $0.engine != .flite && $0.engine != .espeak }
                return other.map { (parts.speech, VoiceChoice(id: $0.id, language: $0.language)) }
            },
            embedder: configuration.embedder(client) ?? configuration.sentences, contradiction: contradiction)
    }

    private static func text(of diagnosis: Diagnosis) -> String {
        let width = diagnosis.examinations.map(\.check.count).max() ?? 0
        var lines: [String] = []
        for examination in diagnosis.examinations {
            let name = examination.check.padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append("\(mark(examination.verdict))  \(name)  \(ErrorText.oneLine(examination.finding))")
            if let advice = examination.advice {
                lines.append(String(repeating: " ", count: width + 10) + "→ " + ErrorText.oneLine(advice))
            }
        }
        lines.append(
            diagnosis.canServe ? "This machine can serve." : "Something essential is missing; see BROKEN above.")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mark(_ verdict: Examination.Verdict) -> String {
        switch verdict {
        case .fine: "fine  "
        case .skipped: "-     "
        case .warning: "WARN  "
        case .broken: "BROKEN"
        }
    }
}
