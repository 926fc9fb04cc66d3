internal import Benchmarks
internal import CommandLineInterface
internal import Foundation

enum BenchLiveCommand: Command {
    static let description = CommandDescription(
        ["bench", "live"], summary: "measure a live server with receiving WebRTC clients against its bounds",
        details: [
            """
            Starts a server of its own on the loopback interface for every group of rows, with an empty data folder, \
            and receives from it. All rows take about half an hour; measure with a release build on a machine that \
            does nothing else.
            """
        ],
        options: [
            Bench.jsonOption,
            .value("minutes", "N", help: "how long picture and sound are compared, 0.2 to 600", byDefault: "10"),
            .value(
                "rows", "NAMES",
                help: "only these, with commas: " + LiveFigure.allCases.map(\.rawValue).joined(separator: ", ")),
            .value("avatar", "ID", help: "the avatar that speaks", byDefault: "ada"),
        ],
        examples: [
            ("visavis bench live --json live.json", "measures every row"),
            ("visavis bench live --rows latency,interrupt", "measures two groups of rows"),
        ],
        exitCodes: Bench.exitCodes)

    static func run(_ arguments: Arguments, _ shell: Shell) async throws -> ExitCode {
        var options = LiveBench.Options(executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath())
        options.minutes = try arguments.number("minutes", in: 0.2...600) ?? options.minutes
        options.avatar = arguments.value("avatar") ?? options.avatar
        if let names = arguments.value("rows") { options.figures = try figures(names) }
        let bench = try LiveBench(options) { stage, fraction in shell.progress.report(stage, fraction) }
        let report = try await bench.run()
        shell.progress.finish()
        return try Bench.show(report, arguments, shell)
    }

    private static func figures(_ names: String) throws(UsageError) -> [LiveFigure] {
        var figures: [LiveFigure] = []
        for name in names.split(separator: ",") {
            guard let figure = LiveFigure(rawValue: String(name)) else {
                let known = LiveFigure.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badValue(option: "rows", value: names, wanted: "some of \(known), with commas between")
            }
            figures.append(figure)
        }
        return figures
    }
}
