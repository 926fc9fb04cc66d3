internal import ExtractWire

/// Lists as one would say them.
enum ListText {
    /// "Intro: item; item; item.", in as many parts as passages need.
    static func parts(of items: [String], intro: String?) -> [String] {
        var (parts, open, words) = ([[String]](), [String](), 0)
        for item in items {
            let count = WordCount.of(item)
            if words + count > PassageLength.most, !open.isEmpty {
                parts.append(open)
                (open, words) = ([], 0)
            }
            open.append(item)
            words += count
        }
        if !open.isEmpty { parts.append(open) }
        return parts.map { items in
            let list = joined(items)
            return intro.map { $0 + ($0.hasSuffix("：") ? "" : " ") + list } ?? list
        }
    }

    /// Items that are sentences stay sentences.
    private static func joined(_ items: [String]) -> String {
        var text = ""
        for (index, item) in items.enumerated() {
            text += item
            let isEnd = index == items.count - 1
            let ended = item.unicodeScalars.last.map { ".!?。！？؟।…".unicodeScalars.contains($0) } ?? false
            if isEnd { return text }
            let isMarked = item.unicodeScalars.last.map { ";,:；，".unicodeScalars.contains($0) } ?? false
            text += ended || isMarked ? " " : "; "
        }
        return text
    }
}

/// Rows as one would say them: "Price: 3 €; Size: large".
enum TableRowText {
    static func text(of cells: [TableCell]) -> String {
        cells.compactMap { cell in
            let (header, text) = (CleanText.line(cell.header), CleanText.line(cell.text))
            if text.isEmpty { return nil }
            if header.isEmpty { return text }
            return header.hasSuffix(":") ? "\(header) \(text)" : "\(header): \(text)"
        }.joined(separator: "; ")
    }
}
