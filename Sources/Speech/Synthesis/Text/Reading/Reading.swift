/// How what people write is read out: pronunciations first, then the language's own rules.
struct Reading: Sendable {
    var pronunciations: PronunciationDictionary = .empty
    var rules: Rules = .none

    enum Rules: Sendable, Equatable {
        /// As written.
        case none
        /// Numbers, dates, amounts, abbreviations, addresses, as English speakers say them.
        case english
        /// Addresses in the words of a BCP 47 primary language; the rest is the engine's.
        case addresses(language: String)
    }

    static let plain = Reading()

    init(_ pronunciations: PronunciationDictionary = .empty, rules: Rules = .none) {
        (self.pronunciations, self.rules) = (pronunciations, rules)
    }

    /// As a voice of a BCP 47 tag reads.
    init(_ pronunciations: PronunciationDictionary, language: String) {
        let primary = LanguageTag(language).language
        self.init(pronunciations, rules: primary == "en" ? .english : .addresses(language: primary))
    }

    /// Runs that are looked at together, at most.
    static let window = 6

    /// What the first of `runs` are read as.
    ///
    /// - Parameters:
    ///   - runs: Characters between white space, at least one, at most ``window``.
    ///   - previous: The run before.
    /// - Returns: Nil when the first run is said as it is written.
    func read(_ runs: [Substring], after previous: Substring?) -> (count: Int, spoken: String)? {
        if let known = pronunciations.read(runs) { return known }
        switch rules {
        case .none: return nil
        case .english: return EnglishReading(runs: runs, previous: previous).read()
        case .addresses(let language):
            guard let run = runs.first, let spoken = Address(run)?.spoken(in: language) else { return nil }
            return (1, spoken)
        }
    }
}
