internal import CXML
internal import ExtractWire

/// A table of data; tables that only arrange a page are none.
enum HTMLTable {
    /// Columns that one cell may span.
    private static let widestCell = 50

    struct Rows {
        /// Nil when no row is marked as one.
        var header: [String]?
        var cells: [[String]]
    }

    /// - Returns: Nil for a table within which there are others, or that has one column alone.
    static func rows(_ table: xmlNodePtr) -> Rows? {
        if HTMLTree.attribute("role", of: table) == "presentation" || HTMLTree.first("table", below: table) != nil {
            return nil
        }
        var rows = Rows(header: nil, cells: [])
        // Cells that go on below, by column.
        var spans: [Int: (rows: Int, text: String)] = [:]
        for row in HTMLTree.all(below: table, atMost: 50_000, where: { HTMLTree.name($0) == "tr" }) {
            var (texts, isHeader) = ([String](), true)
            func continueSpans() {
                while let span = spans[texts.count], texts.count < ExtractWire.mostCells {
                    spans[texts.count] = span.rows > 1 ? (span.rows - 1, span.text) : nil
                    texts.append(span.text)
                }
            }
            var cell = row.pointee.children
            while let node = cell, texts.count < ExtractWire.mostCells {
                cell = node.pointee.next
                guard let name = HTMLTree.name(node), name == "td" || name == "th" else { continue }
                continueSpans()
                if name == "td" { isHeader = false }
                let text = HTMLTree.text(of: node)
                let width = min(max(Int(HTMLTree.attribute("colspan", of: node) ?? "") ?? 1, 1), widestCell)
                let height = min(max(Int(HTMLTree.attribute("rowspan", of: node) ?? "") ?? 1, 1), 1000)
                for column in 0..<width {
                    if height > 1 { spans[texts.count] = (height - 1, text) }
                    // A wide cell of a header names all its columns, one of a row stands once.
                    texts.append(column == 0 || name == "th" ? text : "")
                }
            }
            continueSpans()
            if texts.isEmpty { continue }
            if isHeader, rows.header == nil, rows.cells.isEmpty, texts.count > 1 {
                rows.header = texts
            } else {
                rows.cells.append(texts)
            }
        }
        return (rows.header ?? []).count > 1 || rows.cells.contains { $0.count > 1 } ? rows : nil
    }
}
