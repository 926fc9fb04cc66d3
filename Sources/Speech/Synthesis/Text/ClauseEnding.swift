extension Clause {
    /// Whether and how a text breathes after `token`.
    static func ending(
        of token: SpeakableText.Token, before next: SpeakableText.Token, spelling: Spelling
    ) -> Ending {
        var word = Substring(token.spoken)
        while let last = word.last, "\"')".contains(last) { word = word.dropLast() }
        guard let mark = word.last else { return .none }
        if SentenceMark.isPhrase(mark) { return .phrase }
        guard SentenceMark.isFinal(mark) else { return .none }
        guard mark == "." else { return .sentence }
        let stem = word.dropLast().lowercased()
        if SentenceMark.isAbbreviation(stem, before: next.spoken.first) { return .none }
        // "am 3. Oktober": many languages write ordinal numbers so.
        let isOrdinal = spelling != .english && stem.count <= 2 && stem.allSatisfy(\.isNumber)
        if isOrdinal && next.spoken.first?.isLetter == true { return .none }
        // Somebody types without capitals, or it is an abbreviation nobody listed.
        return next.isLowercase ? .phrase : .sentence
    }

    static func isMark(_ character: Character) -> Bool {
        SentenceMark.isFinal(character) || SentenceMark.isPhrase(character)
    }
}
