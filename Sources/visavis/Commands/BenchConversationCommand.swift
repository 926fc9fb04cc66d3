internal import Benchmarks
internal import CommandLineInterface
internal import Foundation

enum BenchConversationCommand: Command {
    static let description = CommandDescription(
        ["bench", "conversation"], summary: "measure spoken conversations with a live server against their bounds",
        details: [
            """
            Starts servers of its own on the loopback interface, speaks to them through WebRTC with synthetic voices, \
            in real time, and listens to what comes back. Models and providers are local stand-ins. All rows take about \
            an hour; measure with a release build on a machine that does nothing else.
            """
        ],
        options: [
            Bench.jsonOption,
            .value(
                "rows", "NAMES",
                help: "only these, with commas: " + ConversationFigure.allCases.map(\.rawValue).joined(separator: ", ")),
            .value("knowledge", "DIR", help: "documents and questions.csv", byDefault: "Benchmarks/knowledge"),
            .value("trials", "N", help: "at most N of each kind, for a look; the bounds then say little"),
            .value("avatar", "ID", help: "the avatar that speaks", byDefault: "ada"),
        ],
        examples: [
            ("visavis bench conversation --json conversation.json", "measures every row"),
            ("visavis bench conversation --rows interruptions --trials 3", "has a look at one group of rows"),
        ],
        exitCodes: [
            (0, "every row holds"), (1, "at least one row does not hold, or could not be measured"),
        ])

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        let folder = URL(fileURLWithPath: arguments.value("knowledge") ?? "Benchmarks/knowledge", isDirectory: true)
        guard FileManager.default.isReadableFile(atPath: folder.appending(path: "questions.csv").path) else {
            throw CommandError.cannotRead(
                path: folder.appending(path: "questions.csv").path,
                reason: "say with --knowledge where the documents and their questions are")
        }
        var options = ConversationBench.Options(
            executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(), knowledge: folder)
        options.avatar = arguments.value("avatar") ?? options.avatar
        options.trials = try arguments.number("trials", in: 1...1000).map { Int($0) }
        if let names = arguments.value("rows") { options.figures = try figures(names) }
        let bench = ConversationBench(options) { stage, fraction in shell.progress.report(stage, fraction) }
        let report = try await bench.run()
        shell.progress.finish()
        let code = try Bench.show(report, arguments, shell)
        // A promise that could not be looked at is not kept.
        return report.skipped.isEmpty ? code : .refused
    }

    private static func figures(_ names: String) throws(UsageError) -> [ConversationFigure] {
        var figures: [ConversationFigure] = []
        for name in names.split(separator: ",") {
            guard let figure = ConversationFigure(rawValue: String(name)) else {
                let known = ConversationFigure.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badValue(option: "rows", value: names, wanted: "some of \(known), with commas between")
            }
            figures.append(figure)
        }
        return figures
    }
}
