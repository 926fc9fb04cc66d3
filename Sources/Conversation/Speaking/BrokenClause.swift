internal import Core

/// How far a clause was spoken before its voice failed, so that another voice can go on with the next word.
struct BrokenClause {
    let text: String
    /// Of the chunks that came, one behind the other.
    private(set) var shown = ""
    private var words: [Word] = []

    /// Letters spoken in a second where the voice told no words: rather a few words twice than one left out (English
    /// conversation has 14 to 18).
    private static let slowestRate = 12.0

    init(_ text: String) { self.text = text }

    mutating func heard(_ chunk: SpeechChunk) {
        shown += chunk.text
        words += chunk.pronunciation?.words ?? []
    }

    /// What is to be said yet, from the word that did not end within `seconds` of the clause.
    func rest(after seconds: Double) -> Substring {
        guard seconds > 0 else { return text[...] }
        var cursor = text.startIndex
        if words.isEmpty {
            let letters = min(Int(seconds * Self.slowestRate), text.count)
            let reached = text.index(text.startIndex, offsetBy: letters)
            cursor = text[..<reached].lastIndex(where: \.isWhitespace) ?? text.startIndex
        } else {
            for word in words where word.end <= seconds + 0.02 {
                let sought = word.text.filter { !$0.isWhitespace }
                if let range = text[cursor...].range(of: sought, limit: 80) { cursor = range.upperBound }
            }
        }
        let rest = text[cursor...].drop { !$0.isLetter && !$0.isNumber }
        return rest.isEmpty ? text[text.endIndex...] : text[rest.startIndex...]
    }

    /// How many characters of `rest` were given as caption already.
    func shownCount(of rest: Substring) -> Int {
        max(0, shown.count - text.distance(from: text.startIndex, to: rest.startIndex))
    }
}

extension Substring {
    /// The first occurrence that begins within `limit` characters; whole words need not match.
    fileprivate func range(of sought: String, limit: Int) -> Range<Index>? {
        guard !sought.isEmpty else { return nil }
        var start = startIndex
        var count = 0
        while start < endIndex, count < limit {
            if self[start...].hasPrefix(sought) { return start..<index(start, offsetBy: sought.count) }
            start = index(after: start)
            count += 1
        }
        return nil
    }
}
