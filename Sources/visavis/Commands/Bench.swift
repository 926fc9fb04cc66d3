internal import Benchmarks
internal import CommandLineInterface
internal import Foundation

/// What every `bench` command shares: its option, its exit codes and the way it shows a report.
enum Bench {
    static let jsonOption = CommandDescription.Option.value("json", "FILE", help: "write the report as JSON")

    static let exitCodes: [(code: Int32, meaning: String)] = [
        (0, "every row holds"), (1, "at least one row does not hold, or none could be measured"),
    ]

    /// Prints the table, writes the JSON where asked, and says whether every row holds.
    static func show(_ report: BenchReport, _ arguments: Arguments, _ shell: Shell) throws -> ExitCode {
        shell.print(text(of: report), terminator: "")
        if let path = arguments.value("json") {
            do {
                try report.json().write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw CommandError.cannotWrite(path: path, reason: error.localizedDescription)
            }
        }
        return report.holds ? .success : .refused
    }

    private static func text(of report: BenchReport) -> String {
        let rows = report.rows.map { row in
            [row.figure, BenchReport.short(row.value), row.unit, row.bound.description, row.holds ? "yes" : "NO"]
        }
        let table = TextTable(heading: ["figure", "value", "unit", "bound", "holds"], rows: rows, rightAligned: [1])
        let details = report.details.map { [$0.figure, BenchReport.short($0.value), $0.unit] }
        let detailTable =
            details.isEmpty
            ? "" : "\n" + TextTable(heading: ["detail", "value", "unit"], rows: details, rightAligned: [1]).text
        let machine = report.machine
        let skipped = report.skipped.map { "skipped: \($0.figure): \($0.reason)\n" }.joined()
        return table.text + detailTable + skipped
            + "machine: \(machine.cpu), \(machine.cores) cores, \(machine.memoryMB) MB, \(machine.os), Swift \(machine.swift)\n"
    }
}
