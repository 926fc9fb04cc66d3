internal import ExtractWire

/// Lines of plain text, and what their beginnings say.
enum Lines {
    static func split(_ text: some StringProtocol) -> [Substring] {
        Substring(text).utf8.split(separator: 10, omittingEmptySubsequences: false).map(Substring.init)
    }

    static func trimmed(_ line: Substring) -> Substring {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 10 }
        let bytes = line.utf8
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return Substring(bytes[first...last])
    }

    /// Columns before the first character; a tab counts four.
    static func indentation(_ line: Substring) -> Int {
        line.utf8.prefix { $0 == 32 || $0 == 9 }.reduce(0) { $0 + ($1 == 9 ? 4 : 1) }
    }

    /// One text out of lines that were wrapped: joined by spaces, but not between characters of scripts that have none.
    static func joined(_ lines: some Sequence<Substring>) -> String {
        var text = ""
        for line in lines {
            let line = trimmed(line)
            if line.isEmpty { continue }
            if let last = text.unicodeScalars.last, let first = line.unicodeScalars.first,
                !(hasNoSpaces(last) && hasNoSpaces(first))
            {
                text += " "
            }
            text += line
        }
        return text
    }

    /// Chinese and Japanese characters and their punctuation.
    static func hasNoSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF65,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// What follows a bullet or a number at the beginning of a line; nil when there is none.
    static func listItem(_ line: Substring) -> Substring? {
        let line = trimmed(line)
        guard let first = line.unicodeScalars.first else { return nil }
        if "-*+•‣◦▪●○–—·".unicodeScalars.contains(first) {
            let rest = line.unicodeScalars.dropFirst()
            // A bullet of its own needs a space behind it, "-5" has none.
            guard let next = rest.first, next == " " || next == "\t" || first.value > 0x2020 else { return nil }
            let item = trimmed(Substring(rest))
            return item.isEmpty ? nil : item
        }
        let digits = line.utf8.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        var rest = line.utf8[digits.endIndex...]
        guard let mark = rest.popFirst(), mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"),
            let space = rest.first, space == 32 || space == 9
        else { return nil }
        let item = trimmed(Substring(rest))
        return item.isEmpty ? nil : item
    }

    static func isQuestion(_ text: some StringProtocol) -> Bool {
        guard let last = text.unicodeScalars.last(where: { !"\"'”’»)）」* ".unicodeScalars.contains($0) }) else {
            return false
        }
        return "?？؟⁇;".unicodeScalars.contains(last) && (last != ";" || isGreek(text))
    }

    /// Whose question mark looks like a semicolon.
    private static func isGreek(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { (0x0370...0x03FF).contains($0.value) }
    }

    static func endsSentence(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.last.map { ".!?:;,。！？；，、؟।…".unicodeScalars.contains($0) } ?? false
    }
}
