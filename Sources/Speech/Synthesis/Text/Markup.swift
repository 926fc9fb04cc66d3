/// Tags in a text ("<break time='1s'/>", "</speak>", "<!-- … -->"): they are not obeyed, but nobody wants them read out.
enum Markup {
    /// Longer "tags" are text.
    static let longestTag = 300

    /// Where the tag ends that begins at `start`, which is a "<"; nil when it is just a less-than sign.
    static func endOfTag(in text: Substring.UnicodeScalarView, at start: String.Index) -> String.Index? {
        var scan = Scan(rest: text[start...].prefix(longestTag))
        guard scan.take("<") else { return nil }
        if scan.take("!") {
            guard scan.take("-"), scan.take("-") else { return nil }
            while !scan.rest.isEmpty {
                if scan.take("-") {
                    while scan.take("-") { if scan.take(">") { return scan.rest.startIndex } }
                } else {
                    scan.rest.removeFirst()
                }
            }
            return nil
        }
        if !scan.take("/") { _ = scan.take("?") }
        guard let first = scan.rest.first, first.properties.isAlphabetic, first.isASCII else { return nil }
        scan.skipName()
        while true {
            let spaced = scan.skipSpace()
            if scan.take("/") || scan.take("?") { return scan.take(">") ? scan.rest.startIndex : nil }
            if scan.take(">") { return scan.rest.startIndex }
            guard spaced, scan.skipAttribute() else { return nil }
        }
    }

    private struct Scan {
        var rest: Substring.UnicodeScalarView

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        mutating func skipSpace() -> Bool {
            let before = rest.startIndex
            while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
            return rest.startIndex != before
        }

        mutating func skipName() {
            while let first = rest.first, first.isASCII,
                first.properties.isAlphabetic || first.properties.numericType != nil
                    || "-_.:".unicodeScalars.contains(first)
            {
                rest.removeFirst()
            }
        }

        /// name="value" or name='value'.
        mutating func skipAttribute() -> Bool {
            let before = rest.startIndex
            skipName()
            guard rest.startIndex != before else { return false }
            _ = skipSpace()
            guard take("=") else { return false }
            _ = skipSpace()
            guard let quote = rest.first, quote == "\"" || quote == "'" else { return false }
            rest.removeFirst()
            guard let end = rest.firstIndex(of: quote) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
    }
}
