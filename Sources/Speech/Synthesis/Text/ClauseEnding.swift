extension Clause {
    /// Whether and how a text breathes after `token`.
    static func ending(
        of token: SpeakableText.Token, before next: SpeakableText.Token, spelling: Spelling
    ) -> Ending {
        var word = Substring(token.spoken)
        while let last = word.last, "\"')".contains(last) { word = word.dropLast() }
        guard let mark = word.last else { return .none }
        if phraseMarks.contains(mark) { return .phrase }
        guard sentenceMarks.contains(mark) else { return .none }
        guard mark == "." else { return .sentence }
        let stem = word.dropLast().lowercased()
        if isAbbreviation(stem) { return .none }
        // "am 3. Oktober": many languages write ordinal numbers so.
        let isOrdinal = spelling != .english && stem.count <= 2 && stem.allSatisfy(\.isNumber)
        if isOrdinal && next.spoken.first?.isLetter == true { return .none }
        // Somebody types without capitals, or it is an abbreviation nobody listed.
        return next.isLowercase ? .phrase : .sentence
    }

    static func isMark(_ character: Character) -> Bool {
        sentenceMarks.contains(character) || phraseMarks.contains(character)
    }

    /// Beside the Latin ones those of Arabic, Urdu, Indic, Armenian, Ethiopic, Burmese and East Asian writing.
    private static let sentenceMarks: Set<Character> = [
        ".", "!", "?", "؟", "۔", "।", "॥", "։", "።", "፧", "။", "。", "！", "？", "．", "｡",
    ]
    private static let phraseMarks: Set<Character> = [
        ",", ";", ":", "،", "؛", "፣", "፤", "፥", "၊", "·", "՝", "、", "，", "；", "：", "､",
    ]

    /// Initials ("J."), dotted ones ("z.B.", "U.S.") and the usual titles and shorthand.
    private static func isAbbreviation(_ stem: String) -> Bool {
        if stem.count == 1 { return stem != "i" && stem.first?.isLetter == true }
        return abbreviations.contains(stem) || stem.hasSuffix("str")
    }

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "no", "fig", "approx",
        "z.b", "d.h", "u.a", "bzw", "ca", "nr", "hr", "fr", "str", "mme", "mlle", "cf", "sra", "srta", "dra", "ud",
        "uds", "sig", "dott", "bijv", "mevr", "dhr", "np", "tzn", "ul", "ing", "mgr", "т.е", "т.д", "ул", "гр",
    ]
}
