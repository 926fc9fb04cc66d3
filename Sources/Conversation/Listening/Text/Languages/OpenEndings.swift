/// What tells in a language without parsing it that a sentence goes on, or that it is whole. In doubt it says `open`.
struct OpenEndings: Sendable {
    /// Articles, prepositions, conjunctions, hesitations: nothing ends with them.
    private let words: Set<String>
    /// Texts that are the beginning of something and nothing by themselves.
    private let beginnings: Set<String>
    /// Courtesies that nothing need follow.
    private let whole: Set<String>

    /// - Parameters:
    ///   - words: Lower case, separated by spaces.
    ///   - beginnings: Lower case, separated by semicolons; `whole` too.
    init(words: String, beginnings: String, whole: String) {
        func phrases(_ text: String) -> Set<String> {
            Set(text.split(separator: ";").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") })
        }
        self.words = Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
        self.beginnings = phrases(beginnings)
        self.whole = phrases(whole)
    }

    /// By BCP 47 base language.
    static let byLanguage: [Substring: OpenEndings] = [
        "de": german, "fr": french, "es": spanish, "it": italian, "pt": portuguese, "nl": dutch,
    ]

    /// - Parameter said: In lower case, without punctuation.
    func completeness(of said: [String]) -> Completeness {
        let text = said.joined(separator: " ").replacing("\u{2019}", with: "'")
        if whole.contains(text) { return .complete }
        if beginnings.contains(text) { return .unfinished }
        return said.last.map(words.contains) == true ? .unfinished : .open
    }
}
