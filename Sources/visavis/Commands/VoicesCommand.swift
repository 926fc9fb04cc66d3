internal import CommandLineInterface
internal import Foundation
internal import Speech

enum VoicesCommand: Command {
    static let description = CommandDescription(
        ["voices"], summary: "list the built-in voices",
        details: [
            "One line for each voice: the id that --voice takes, its language as a BCP 47 tag, its gender, and what it is "
                + "called. The English voices slt, rms and awb are part of Visavis; the others need its helper "
                + "visavis-espeak beside it, or where VISAVIS_ESPEAK says."
        ],
        options: [
            .value("language", "TAG", help: "only the voices of this language, such as de or pt-BR"),
            .flag("json", help: "print them as JSON, each with a sample sentence"),
        ],
        examples: [
            ("visavis voices", "lists them all"), ("visavis voices --language de", "lists the German ones"),
        ],
        exitCodes: [(1, "no voice speaks the language")])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let voices = Voices()
        let chosen = arguments.value("language").map(voices.voices(forLanguage:)) ?? voices.all
        if chosen.isEmpty {
            shell.complain("no voice speaks \"\(ErrorText.oneLine(arguments.value("language") ?? ""))\"")
            return .refused
        }
        if arguments.has("json") {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            shell.print(String(decoding: try encoder.encode(chosen), as: UTF8.self))
        } else {
            let rows = chosen.map { [$0.id, $0.language, $0.gender.rawValue, $0.name] }
            shell.print(
                TextTable(heading: ["id", "language", "gender", "name"], rows: rows).text, terminator: "")
        }
        return .success
    }
}
