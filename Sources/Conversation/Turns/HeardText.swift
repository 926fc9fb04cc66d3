/// What was heard of a text.
enum HeardText {
    /// The beginning of `text` up to the last of `words`, which are its first words as a voice counts them.
    ///
    /// - Parameter words: Empty when unknown.
    static func of(_ text: String, words: [String]) -> String {
        var end = text.startIndex
        for word in words {
            let wanted = word.trimmingWhitespace()
            guard !wanted.isEmpty else { continue }
            guard let found = text[end...].range(of: wanted) else { return words.joined(separator: " ") }
            end = found.upperBound
        }
        // Punctuation right behind belongs to the word.
        while end < text.endIndex, text[end].isPunctuation { end = text.index(after: end) }
        return String(text[..<end]).trimmingWhitespace()
    }

    /// Whether two transcripts have the same words.
    static func isSame(_ one: String, _ other: String) -> Bool { words(one) == words(other) }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension StringProtocol {
    func trimmingWhitespace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// The first place of `part`, whatever its case.
    fileprivate func range(of part: String) -> Range<Index>? {
        let wanted = Array(part.lowercased())
        var start = startIndex
        while start < endIndex {
            var (here, matched) = (start, 0)
            while matched < wanted.count, here < endIndex, self[here].lowercased() == String(wanted[matched]) {
                here = index(after: here)
                matched += 1
            }
            if matched == wanted.count { return start..<here }
            start = index(after: start)
        }
        return nil
    }
}
