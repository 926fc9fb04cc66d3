internal import Benchmarks
internal import CommandLineInterface

enum BenchFaceCommand: Command {
    static let description = CommandDescription(
        ["bench", "face"], summary: "measure building, rendering and lip-sync against their bounds",
        details: ["Without --footage it measures the pack that comes with Visavis and says which rows it skips."],
        options: [
            .value("footage", "FILE", help: "a recording to build from and to compare with"),
            .value("transcript", "FILE", help: "what is said in it, as plain text"),
            Bench.jsonOption,
        ],
        examples: [
            ("visavis bench face", "measures what the pack alone can show"),
            ("visavis bench face --footage ada.mp4 --transcript ada.txt --json face.json", "measures every row"),
        ],
        exitCodes: Bench.exitCodes)

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        throw CommandError.notBuiltYet("bench face")
    }
}
