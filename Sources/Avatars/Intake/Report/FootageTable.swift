internal import Foundation

/// A report as people read it in a terminal.
package enum FootageTable {
    /// Plain text without colours, lines of at most `columns` characters where a value does not force more.
    package static func text(_ report: FootageReport, columns: Int = 100) -> String {
        var lines = [
            "\(report.file): \(report.width)×\(report.height), \(String(format: "%.4g", report.sourceRate)) fps, "
                + String(format: "%.1f s", report.duration),
            "parts (\(report.partsGiven ? "given" : "found")): "
                + (report.parts.named.isEmpty
                    ? "none"
                    : report.parts.named.map { String(format: "\($0.name) %.1f–%.1f s", $0.span.start, $0.span.end) }
                        .joined(separator: ", ")),
            "",
        ]
        let rows = report.findings.map { [mark($0.severity), $0.check.rawValue, $0.valueText, $0.acceptedText] }
        let header = ["", "check", "measured", "accepted"]
        let widths = (0..<header.count).map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        lines.append(line(header, widths[...]))
        for (finding, row) in zip(report.findings, rows) {
            lines.append(line(row, widths[...]))
            let indent = String(repeating: " ", count: widths[0] + 2)
            if !finding.spans.isEmpty, finding.severity != .fine { lines.append(indent + "at " + finding.spansText) }
            if let advice = finding.advice { lines += wrapped("→ " + advice, indent: indent, columns: columns) }
        }
        lines += ["", summary(report)]
        return lines.joined(separator: "\n") + "\n"
    }

    /// One sentence: the verdict and the counts.
    package static func summary(_ report: FootageReport) -> String {
        let (errors, warnings) = (report.count(.error), report.count(.warning))
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        switch report.verdict {
        case .refused: return "Refused: \(counted(errors, "error")), \(counted(warnings, "warning"))."
        case .usable:
            return warnings == 0 ? "Usable, nothing to improve." : "Usable, with \(counted(warnings, "warning"))."
        }
    }

    private static func mark(_ severity: Severity) -> String {
        switch severity {
        case .fine: "ok"
        case .warning: "warn"
        case .error: "ERROR"
        }
    }

    private static func line(_ cells: [String], _ widths: ArraySlice<Int>) -> String {
        var text = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func wrapped(_ text: String, indent: String, columns: Int) -> [String] {
        var lines: [String] = []
        var current = indent
        for word in text.split(separator: " ") {
            if current.count + word.count + 1 > columns, current.count > indent.count + 2 {
                lines.append(current)
                current = indent + "  "
            }
            if current.last != " " { current += " " }
            current += word
        }
        return lines + [current]
    }
}
