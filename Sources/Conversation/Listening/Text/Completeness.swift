/// How much a text sounds as if nothing followed.
enum Completeness: Int, Comparable, Sendable {
    /// More must follow: "what is the", "because", "I would like to, um".
    case unfinished
    /// More may follow, or not.
    case open
    /// A whole question, greeting or answer.
    case complete

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// - Parameters:
    ///   - text: Partial text, with punctuation or without.
    ///   - language: BCP 47; nil is unknown.
    ///   - logEnd: Natural logarithm of a language model's probability that nothing follows.
    ///   - isPunctuated: What ends the text says how the sentence ends; else a comma alone does.
    init(of text: String, language: String?, logEnd: Double? = nil, isPunctuated: Bool = true) {
        let words = Words(text)
        guard !words.all.isEmpty else {
            self = .open
            return
        }
        let base = language.map { $0.lowercased().prefix { $0 != "-" && $0 != "_" } }
        var verdict =
            base == nil || base == "en"
            ? EnglishSentence(words.all).completeness
            : base.flatMap { OpenEndings.byLanguage[$0] }?.completeness(of: words.all) ?? .open
        if !isPunctuated, words.ending == "," { verdict = verdict == .complete ? .open : .unfinished }
        switch isPunctuated ? words.ending : nil {
        case "?", "!", "\u{FF1F}": verdict = .complete
        case ".", "\u{3002}": verdict = verdict == .unfinished ? .open : .complete
        case ",", ";", ":", "-", "\u{2026}": verdict = .unfinished
        default: break
        }
        if verdict == .complete, let logEnd, logEnd < Self.unlikelyEnd { verdict = .open }
        self = verdict
    }

    private static let unlikelyEnd = -5.0
}
