/// A part of a text that is spoken by itself, cut where a speaker would breathe.
struct Clause: Equatable {
    /// How long the voice rests after it.
    enum Ending: Equatable { case sentence, phrase, none }

    var tokens: [SpeakableText.Token]
    var ending: Ending

    var spoken: String { tokens.map(\.spoken).joined(separator: " ") }

    /// The first clause ends at the first comma beyond this many characters, so that its sound comes early.
    static let firstClauseCharacters = 24
    /// Later ones run to the end of the sentence unless that is further than this.
    static let clauseCharacters = 120
    /// Cut even without punctuation: an engine analyses the whole clause before its first sample.
    static let longestCharacters = 240

    static func clauses(of text: SpeakableText) -> [Clause] {
        var clauses: [Clause] = []
        var tokens: [SpeakableText.Token] = []
        var characters = 0
        func close(_ ending: Ending) {
            clauses.append(Clause(tokens: tokens, ending: ending))
            tokens = []
            characters = 0
        }
        for token in text.tokens {
            tokens.append(token)
            characters += token.spoken.count + 1
            let comma = clauses.isEmpty ? firstClauseCharacters : clauseCharacters
            switch ending(of: token) {
            case .sentence: close(.sentence)
            case .phrase where characters >= comma: close(.phrase)
            case .none where characters >= longestCharacters: close(.none)
            case .phrase, .none: continue
            }
        }
        if !tokens.isEmpty { close(.sentence) }
        return clauses
    }

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "no", "fig", "approx",
    ]

    static func ending(of token: SpeakableText.Token) -> Ending {
        var word = Substring(token.spoken)
        while let last = word.last, "\"')".contains(last) { word = word.dropLast() }
        guard let mark = word.last else { return .none }
        switch mark {
        case "!", "?": return .sentence
        case ",", ";", ":": return .phrase
        case ".":
            let stem = word.dropLast().lowercased()
            let initial = stem.count == 1 && stem != "i" && stem.first?.isLetter == true
            return initial || abbreviations.contains(stem) ? .none : .sentence
        default: return .none
        }
    }
}
