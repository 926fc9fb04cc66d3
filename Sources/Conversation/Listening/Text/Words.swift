/// The words of a transcript, in lower case and without punctuation but apostrophes and hyphens inside.
struct Words: Equatable, Sendable {
    let all: [String]
    /// The punctuation behind the last word, as recognisers that punctuate give it.
    let ending: Character?

    init(_ text: String) {
        all = text.lowercased().split(whereSeparator: { $0.isWhitespace || ",;:.!?\u{2026}\"()".contains($0) })
            .map { $0.trimmed }.filter { !$0.isEmpty }
        ending = text.last { !$0.isWhitespace }.flatMap { ",;:.!?\u{2026}-".contains($0) ? $0 : nil }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let head = drop { !$0.isLetter && !$0.isNumber }
        return String(head.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed())
    }
}
