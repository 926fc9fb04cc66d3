/// A part of a text that is spoken by itself, cut where a speaker would breathe.
struct Clause: Equatable, Sendable {
    /// How long the voice rests after it.
    enum Ending: Equatable, Sendable { case sentence, phrase, none }

    var tokens: [SpeakableText.Token]
    var ending: Ending
    /// As in the source, with all that is not spoken; the clauses' texts make up the source.
    var written: String

    var spoken: String { tokens.map(\.spoken).joined(separator: " ") }
}

/// The clauses of one text, found as they are asked for.
struct Clauses: Sequence, Sendable {
    let text: SpeakableText
    /// The text ends between words, and more of it comes later.
    var goesOn = false

    /// The first clause ends at the first comma beyond this weight, so that its sound comes early.
    static let firstClauseWeight = 24
    /// Later ones run to the end of the sentence unless that is further than this.
    static let clauseWeight = 120
    /// Cut even without punctuation: an engine analyses the whole clause before its first sample.
    static let longestFirstWeight = 80
    static let longestWeight = 240

    func makeIterator() -> Iterator { Iterator(self) }

    struct Iterator: IteratorProtocol {
        private let source: String
        private let spelling: Spelling
        private var tokens: SpeakableText.Iterator
        private var upcoming: SpeakableText.Token?
        private var start: String.Index
        private var isFirst = true
        private let goesOn: Bool

        init(_ clauses: Clauses) {
            let text = clauses.text
            goesOn = clauses.goesOn
            (source, spelling, tokens, start) = (text.text, text.spelling, text.makeIterator(), text.text.startIndex)
            upcoming = tokens.next()
        }

        mutating func next() -> Clause? {
            var taken: [SpeakableText.Token] = []
            var weight = 0
            let comma = isFirst ? Clauses.firstClauseWeight : Clauses.clauseWeight
            let longest = isFirst ? Clauses.longestFirstWeight : Clauses.longestWeight
            while let token = upcoming {
                upcoming = tokens.next()
                taken.append(token)
                weight += Clauses.weight(of: token.spoken) + 1
                guard let upcoming else { return close(taken, Clauses.ending(after: token, goesOn: goesOn)) }
                switch Clause.ending(of: token, before: upcoming, spelling: spelling) {
                case .sentence: return close(taken, .sentence)
                case .phrase where weight >= comma: return close(taken, .phrase)
                case .phrase, .none: if weight >= longest { return close(taken, .none) }
                }
            }
            return nil
        }

        private mutating func close(_ tokens: [SpeakableText.Token], _ ending: Clause.Ending) -> Clause {
            let end = upcoming == nil ? source.endIndex : tokens.last?.end ?? source.endIndex
            defer { (start, isFirst) = (end, false) }
            return Clause(tokens: tokens, ending: ending, written: String(source[start..<end]))
        }
    }

    /// Of the whole text.
    func ending(of tokens: [SpeakableText.Token]) -> Clause.Ending {
        tokens.last.map { Self.ending(after: $0, goesOn: goesOn) } ?? .sentence
    }

    /// A text without a mark at its end is whole all the same.
    private static func ending(after token: SpeakableText.Token, goesOn: Bool) -> Clause.Ending {
        let mark = token.spoken.last { !"\"')”’»".contains($0) }
        if let mark, SentenceMark.isPhrase(mark) { return .phrase }
        if let mark, SentenceMark.isFinal(mark) { return .sentence }
        return goesOn ? .none : .sentence
    }

    /// About how many letters it takes to say a token: a digit is a word, a Hangul or Ethiopic sign a syllable.
    static func weight(of spoken: String) -> Int {
        spoken.unicodeScalars.reduce(0) { sum, scalar in
            if scalar.properties.numericType != nil { return sum + 5 }
            switch Script.of(scalar) {
            case .hangul, .ethiopic, .other: return sum + 3
            default: return sum + 1
            }
        }
    }
}

extension Clause {
    /// The first of the tokens that are said for the same written run.
    func leader(of index: Int) -> Int {
        guard tokens.indices.contains(index) else { return index }
        return tokens[...index].lastIndex { !$0.isContinuation } ?? 0
    }

    /// Whether punctuation makes the voice rest after the token at `index`.
    func endsPhrase(after index: Int) -> Bool {
        guard tokens.indices.contains(index), let mark = tokens[index].spoken.last(where: { !"\"')".contains($0) })
        else { return false }
        guard index + 1 < tokens.count else { return Self.isMark(mark) }
        return Self.ending(of: tokens[index], before: tokens[index + 1], spelling: .english) != .none
    }
}
