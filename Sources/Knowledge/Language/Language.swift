/// Languages whose function words are known: what is looked for is told from how it is asked.
package enum Language: String, CaseIterable, Codable, Sendable {
    case english = "en"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case italian = "it"
    case portuguese = "pt"
    case dutch = "nl"
    case polish = "pl"
    /// None of these, or too little text to tell.
    case other = ""

    /// The language of a BCP 47 tag, such as "de" of "de-AT".
    package init(tag: String) {
        self = Language(rawValue: String(tag.lowercased().prefix { $0 != "-" && $0 != "_" })) ?? .other
    }

    /// The one most of whose function words a text has; ``other`` when fewer than 2 of its first 2000 words are any.
    package init(of text: String) {
        var counts: [Language: Int] = [:]
        var words = 0
        let beginning = String(decoding: text.utf8.prefix(16_000), as: UTF8.self)
        WordScanner.scan(beginning) { word, _, isPair in
            guard !isPair, words < 2000 else { return }
            words += 1
            for language in Self.owners[TextAnalyzer.fold(word)] ?? [] { counts[language, default: 0] += 1 }
        }
        let best = counts.max { ($0.value, $1.key.rank) < ($1.value, $0.key.rank) }
        guard let best, best.value >= 2 else {
            self = .other
            return
        }
        self = best.key
    }

    /// Words without case and diacritics that say nothing of what a sentence is about.
    var functionWords: Set<String> { FunctionWords.of[self] ?? [] }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    private static let owners: [String: [Language]] = {
        var owners: [String: [Language]] = [:]
        for (language, words) in FunctionWords.of {
            for word in words where word.count > 1 { owners[word, default: []].append(language) }
        }
        return owners
    }()
}
