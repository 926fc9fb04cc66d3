/// Columns of text under a heading, as wide as their widest cell, two spaces apart.
package struct TextTable: Equatable, Sendable {
    package var heading: [String]
    package var rows: [[String]]
    /// Columns whose cells stand at the right, as numbers do.
    package var rightAligned: Set<Int>

    package init(heading: [String], rows: [[String]] = [], rightAligned: Set<Int> = []) {
        self.heading = heading
        self.rows = rows
        self.rightAligned = rightAligned
    }

    /// The table with a rule under its heading; every line ends with a line break and none with a space.
    package var text: String {
        let widths = heading.indices.map { column in
            ([heading] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([heading, rule] + rows).map { line(of: $0, widths: widths) + "\n" }.joined()
    }

    private func line(of cells: [String], widths: [Int]) -> String {
        var line = cells.indices.map { column in
            rightAligned.contains(column)
                ? cells[column].paddedLeft(to: widths[column]) : cells[column].padded(to: widths[column])
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
