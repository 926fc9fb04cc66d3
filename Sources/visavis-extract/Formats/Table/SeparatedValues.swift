internal import ExtractWire

/// CSV as RFC 4180 has it, with other separators too: what Excel and Calc write in any country.
enum SeparatedValues {
    static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")]

    static func read(_ text: String, into list: inout BlockList) throws(ExtractRefusal) {
        var body = text[...]
        // What Excel writes to name its separator.
        var named: UInt8?
        if body.utf8.starts(with: "sep=".utf8), let mark = body.utf8.dropFirst(4).first {
            named = mark
            body = Substring(body.utf8.drop { $0 != 10 }.dropFirst())
        }
        let rows = try records(body, separator: named ?? separator(of: body))
        try TableText.append(rows, namesColumns: true, to: &list)
    }

    /// Whether text of no known kind is a table: every line has as many cells as the first.
    static func looksLikeTable(_ text: String) -> Bool {
        let sample = Substring(text.utf8.prefix(16_384))
        let mark = separator(of: sample)
        guard let rows = try? records(sample, separator: mark), let first = rows.first else { return false }
        // The sample may end within a row.
        let whole = text.utf8.count > 16_384 ? rows.dropLast() : rows[...]
        guard whole.count >= 3, first.count >= 2, whole.allSatisfy({ $0.count == first.count }) else { return false }
        // Prose has commas and bars; a header is short.
        return mark == 9 || first.allSatisfy { !$0.isEmpty && $0.utf8.count <= 60 && !$0.hasSuffix(".") }
    }

    /// The one that divides the most of the first lines into equally many cells.
    static func separator(of text: Substring) -> UInt8 {
        let sample = Substring(text.utf8.prefix(16_384))
        var (best, bestScore) = (separators[0], 0)
        for mark in separators {
            guard let rows = try? records(sample, separator: mark).prefix(50), let first = rows.first else { continue }
            let same = rows.count { $0.count == first.count }
            let score = first.count < 2 ? 0 : same * 100 / rows.count + min(first.count, 20)
            if score > bestScore { (best, bestScore) = (mark, score) }
        }
        return best
    }

    /// Rows of cells, empty rows left out. A quote that never closes ends with the text.
    static func records(_ text: Substring, separator: UInt8) throws(ExtractRefusal) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var (isQuoted, wasQuote) = (false, false)
        func trimmed(_ bytes: [UInt8]) -> String {
            String(Lines.trimmed(Substring(decoding: bytes, as: UTF8.self)))
        }
        for byte in text.utf8 {
            if isQuoted {
                if byte != 34 {
                    cell.append(byte)
                } else {
                    (isQuoted, wasQuote) = (false, true)
                }
                continue
            }
            switch byte {
            case 34 where wasQuote:
                // Two quotes within quotes are one.
                cell.append(34)
                isQuoted = true
            case 34 where cell.allSatisfy({ $0 == 32 || $0 == 9 }):
                cell = []
                isQuoted = true
            case separator:
                row.append(trimmed(cell))
                cell = []
                guard row.count <= ExtractWire.mostCells else {
                    throw .tooMuch(detail: "its table has more than \(ExtractWire.mostCells) columns")
                }
            case 10:
                row.append(trimmed(cell))
                cell = []
                if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
                row = []
                guard rows.count <= ExtractWire.mostBlocks else {
                    throw .tooMuch(detail: "its table has more than \(ExtractWire.mostBlocks) rows")
                }
            default: cell.append(byte)
            }
            wasQuote = false
        }
        row.append(trimmed(cell))
        if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
        return rows
    }
}
