internal import ExtractWire

/// Tables of any format: which row names the columns, and what a row says.
enum TableText {
    /// - Parameter header: Names of the columns; nil when they are to be found in the first row.
    /// - Parameter namesColumns: Whether a first row names the columns even where that is not plain to see.
    static func append(
        _ rows: [[String]], header: [String]? = nil, namesColumns: Bool, to list: inout BlockList
    ) throws(ExtractRefusal) {
        var rows = rows.filter { row in row.contains { !$0.isEmpty } }[...]
        var header = header ?? []
        var faq = FAQColumns(header: header)
        if header.isEmpty, let first = rows.first {
            faq = FAQColumns(header: first)
            if faq == nil, asksAndAnswers(rows) {
                faq = FAQColumns(question: 0, answer: 1)
            } else if faq != nil || rows.count > 1 && namesColumns && Self.namesColumns(first) {
                header = first
                rows = rows.dropFirst()
            }
        }
        for row in rows {
            if let faq, let entry = entry(row, faq) {
                try list.append(entry)
            } else {
                try list.append(tableRow(row, header: header))
            }
        }
    }

    /// Nil when the row asks nothing or answers nothing.
    private static func entry(_ row: [String], _ faq: FAQColumns) -> DocumentBlock? {
        guard row.indices.contains(faq.question), row.indices.contains(faq.answer) else { return nil }
        let (question, answer) = (row[faq.question], row[faq.answer])
        if question.isEmpty || answer.isEmpty { return nil }
        let topics = faq.topics.filter { row.indices.contains($0) }.map { row[$0] }.filter { !$0.isEmpty }
        return .entry(question: question, answer: answer, topics: topics)
    }

    private static func tableRow(_ row: [String], header: [String]) -> DocumentBlock {
        // Of two columns without names the first says what the second is.
        if header.isEmpty, row.count == 2, !row[0].isEmpty, !row[1].isEmpty, row[0].utf8.count <= 120 {
            return .tableRow([TableCell(header: row[0], text: row[1])])
        }
        let cells = row.prefix(ExtractWire.mostCells).enumerated().filter { !$0.element.isEmpty }.map { index, text in
            TableCell(header: header.indices.contains(index) ? header[index] : "", text: text)
        }
        return .tableRow(cells)
    }

    /// Names are short, differ from each other and are no numbers.
    private static func namesColumns(_ row: [String]) -> Bool {
        let named = row.filter { !$0.isEmpty }
        guard !named.isEmpty, named.count * 2 >= row.count, Set(named).count == named.count else { return false }
        return named.allSatisfy { name in
            name.utf8.count <= 120 && !name.hasSuffix(".")
                && name.unicodeScalars.contains { $0.properties.isAlphabetic }
        }
    }

    /// Two columns, of which the first asks.
    private static func asksAndAnswers(_ rows: ArraySlice<[String]>) -> Bool {
        guard rows.allSatisfy({ $0.count == 2 }) else { return false }
        return rows.count { Lines.isQuestion($0[0]) } * 2 > rows.count
    }
}
