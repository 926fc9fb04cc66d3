/// What ends sentences and phrases in writing, for whoever cuts text.
package enum SentenceMark {
    package static func isFinal(_ mark: Character) -> Bool { final.contains(mark) }
    package static func isPhrase(_ mark: Character) -> Bool { phrase.contains(mark) }

    /// Beside the Latin ones those of Arabic, Urdu, Indic, Armenian, Ethiopic, Burmese and East Asian writing.
    private static let final: Set<Character> = [
        ".", "!", "?", "…", "؟", "۔", "।", "॥", "։", "።", "፧", "။", "。", "！", "？", "．", "｡",
    ]
    private static let phrase: Set<Character> = [
        ",", ";", ":", "،", "؛", "፣", "፤", "፥", "၊", "·", "՝", "、", "，", "；", "：", "､",
    ]

    /// Initials ("J."), dotted ones ("z.B.", "U.S.") and the usual titles and shorthand.
    ///
    /// - Parameters:
    ///   - stem: The word in lower case without its last full stop.
    ///   - next: What follows the white space; "No. 5" is one, "No. I" is none.
    package static func isAbbreviation(_ stem: some StringProtocol, before next: Character?) -> Bool {
        if let next, !next.isNumber, onlyBeforeNumbers.contains(String(stem)) { return false }
        if stem.count == 1 { return stem != "i" && stem.first?.isLetter == true }
        return abbreviations.contains(String(stem)) || stem.hasSuffix("str") || isDotted(stem)
    }

    /// Single letters with full stops between them: "e.g", "u.s.a".
    private static func isDotted(_ stem: some StringProtocol) -> Bool {
        let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
    }

    private static let onlyBeforeNumbers: Set<String> = [
        "no", "fig", "vol", "pp", "nr", "mar", "jan", "may", "max", "min", "al", "ed", "co", "est",
    ]

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "no", "fig", "approx", "gen", "col", "sgt",
        "capt", "lt", "rev", "hon", "gov", "sen", "rep", "inc", "ltd", "corp", "co", "dept", "est", "ext", "vol", "ed",
        "eds", "pp", "ave", "blvd", "rd", "mt", "ph.d", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
        "oct", "nov", "dec", "min", "max", "avg", "tel", "incl", "excl", "al",
        "bzw", "ca", "nr", "hr", "fr", "str", "usw", "evtl", "ggf", "inkl", "vgl", "mme", "mlle", "cf", "sra", "srta",
        "dra", "ud", "uds", "sig", "dott", "bijv", "mevr", "dhr", "np", "tzn", "ul", "ing", "mgr", "т.е", "т.д", "ул",
        "гр",
    ]
}
