/// Abbreviations and single letters in English.
enum EnglishLetters {
    /// One by one. "A" by its name, for alone it is an article.
    static func names(_ letters: some StringProtocol) -> String {
        letters.uppercased().compactMap { $0 == "A" ? "ay" : $0.isLetter ? String($0) : nil }.joined(separator: " ")
    }

    /// Said as words although written in capitals.
    private static let words: Set<String> = [
        "NASA", "NATO", "UNESCO", "UNICEF", "LASER", "RADAR", "SCUBA", "AIDS", "PIN", "SIM", "RAM", "ROM", "GIF", "LAN",
        "WAN", "COVID", "OPEC", "SWAT", "ASAP", "YOLO", "SARS", "FIFA", "UEFA", "LEGO", "IKEA", "CAPTCHA", "SONAR",
        "NAFTA", "ASCII", "POTUS", "WASP", "ZIP", "CAD", "BASIC", "COBOL", "SOAP", "CRUD", "CERN", "ELISA", "IMAX",
        "VOIP", "NASDAQ", "OSHA", "FEMA", "HIPAA", "ERASMUS", "DAX", "WHO",
    ]
    private static let special = [
        "OK": "okay", "JSON": "jason", "JPEG": "jay peg", "JPG": "jay peg", "WIFI": "why fi", "MPEG": "M peg",
        "PHD": "P H D", "SAAS": "sass", "TCP/IP": "T C P I P", "IEEE": "I triple E", "PNG": "P N G",
    ]
    /// Capitals that shout rather than abbreviate.
    private static let shouted: Set<String> = [
        "A", "I", "AM", "AN", "AND", "ARE", "AS", "AT", "BE", "BUT", "BY", "CAN", "DO", "FOR", "GO", "HAS", "HE", "HOW",
        "IF", "IN", "IS", "ME", "MUST", "MY", "NEW", "NO", "NOT", "NOW", "OF", "ON", "ONE", "OR", "OUR", "OUT", "SHE",
        "SO", "STOP", "THE", "TO", "TOO", "TWO", "UP", "WE", "WAS", "WILL", "YES", "YOU", "ALL", "ANY", "DID", "GET",
        "HIS", "HER", "ITS", "OLD", "SEE", "WHY", "YOUR", "THIS", "THAT", "VERY", "NEVER", "ONLY", "FREE", "OPEN",
        "SALE", "NOTE", "HELP", "READ", "WAIT", "DON", "HELLO", "GOOD", "PLEASE", "HERE", "WITH", "FROM", "HAVE",
        "MORE",
        "BIG", "DAY", "END", "BAD", "TOP", "LAST", "ALSO", "THEY", "THEM", "WHAT", "WHEN", "EVER", "EACH",
    ]

    static func isShouted(_ word: Substring) -> Bool { shouted.contains(String(word)) }

    /// Letters alone in capitals, or in capitals with a small "s" behind: how they are said, nil when as a word.
    static func acronym(_ core: Substring, amidCapitals: Bool) -> String? {
        if let known = special[core.uppercased()], core.first?.isUppercase == true { return known }
        var stem = core
        var plural = ""
        if stem.count > 2, stem.last == "s", stem.dropLast().allSatisfy(\.isUppercase) {
            stem = stem.dropLast()
            plural = "s"
        }
        guard (2...5).contains(stem.count), stem.allSatisfy({ $0.isUppercase && $0.isASCII }) else { return nil }
        let text = String(stem)
        if words.contains(text) { return text.lowercased() + plural }
        if shouted.contains(text) { return nil }
        let vowels = text.filter { "AEIOU".contains($0) }.count
        if amidCapitals, vowels > 0 { return nil }
        // Four letters and more with a word's shape are words.
        if text.count >= 4, vowels >= 2 || text.count == 5 && vowels > 0 {
            return text.count == 4 && amidCapitals ? nil : text.lowercased() + plural
        }
        if text.count == 4, vowels == 1, !amidCapitals { return names(text) + plural.map(possessive).joined() }
        return names(text) + plural.map(possessive).joined()
    }

    private static func possessive(_ letter: Character) -> String { "'" + String(letter) }

    /// In small letters without the last full stop → (as it is said, whether what follows must be a number, whether it
    /// may end a sentence).
    struct Abbreviation {
        var spoken: String
        var needsNumber = false
        var mayEnd = false
    }

    static let abbreviations: [String: Abbreviation] = [
        "dr": .init(spoken: "doctor"), "mr": .init(spoken: "mister"), "mrs": .init(spoken: "missus"),
        "ms": .init(spoken: "miz"), "prof": .init(spoken: "professor"), "gen": .init(spoken: "general"),
        "col": .init(spoken: "colonel"), "sgt": .init(spoken: "sergeant"), "capt": .init(spoken: "captain"),
        "lt": .init(spoken: "lieutenant"), "rev": .init(spoken: "reverend"), "gov": .init(spoken: "governor"),
        "sen": .init(spoken: "senator"), "jr": .init(spoken: "junior", mayEnd: true),
        "sr": .init(spoken: "senior", mayEnd: true), "e.g": .init(spoken: "for example"),
        "i.e": .init(spoken: "that is"), "etc": .init(spoken: "et cetera", mayEnd: true),
        "vs": .init(spoken: "versus"), "approx": .init(spoken: "approximately"), "cf": .init(spoken: "compare"),
        "no": .init(spoken: "number", needsNumber: true), "nos": .init(spoken: "numbers", needsNumber: true),
        "fig": .init(spoken: "figure", needsNumber: true), "vol": .init(spoken: "volume", needsNumber: true),
        "p": .init(spoken: "page", needsNumber: true), "pp": .init(spoken: "pages", needsNumber: true),
        "ch": .init(spoken: "chapter", needsNumber: true), "sec": .init(spoken: "section", needsNumber: true),
        "ext": .init(spoken: "extension", needsNumber: true), "est": .init(spoken: "established", needsNumber: true),
        "ca": .init(spoken: "around", needsNumber: true), "c": .init(spoken: "around", needsNumber: true),
        "max": .init(spoken: "maximum", needsNumber: true), "min": .init(spoken: "minimum", needsNumber: true),
        "tel": .init(spoken: "telephone"), "inc": .init(spoken: "incorporated", mayEnd: true),
        "ltd": .init(spoken: "limited", mayEnd: true), "corp": .init(spoken: "corporation", mayEnd: true),
        "dept": .init(spoken: "department"), "incl": .init(spoken: "including"), "excl": .init(spoken: "excluding"),
        "ave": .init(spoken: "avenue", mayEnd: true), "blvd": .init(spoken: "boulevard", mayEnd: true),
        "rd": .init(spoken: "road", mayEnd: true), "mt": .init(spoken: "mount"), "avg": .init(spoken: "average"),
        "a.m": .init(spoken: "ay M", mayEnd: true), "p.m": .init(spoken: "P M", mayEnd: true),
        "u.s": .init(spoken: "U S", mayEnd: true), "u.k": .init(spoken: "U K", mayEnd: true),
        "u.s.a": .init(spoken: "U S ay", mayEnd: true), "ph.d": .init(spoken: "P H D", mayEnd: true),
        "b.c": .init(spoken: "B C", mayEnd: true), "a.d": .init(spoken: "ay D", mayEnd: true),
        "et al": .init(spoken: "and others"), "al": .init(spoken: "al"),
    ]
}
