/// What English speakers say for a few runs of a text. Looks at the first runs only; pure.
struct EnglishReading {
    let bare: [Bare]
    let previous: Substring?

    init(runs: [Substring], previous: Substring?) {
        bare = runs.map { Bare($0) }
        self.previous = previous
    }

    /// - Returns: How many runs, and what is said for them; nil when the first is said as it is written.
    func read() -> (count: Int, spoken: String)? {
        guard let first = bare.first, !first.core.isEmpty else { return sign() }
        let core = first.core
        if core.allSatisfy({ $0.isASCII && $0.isLowercase }) { return abbreviation() }
        if core.contains(where: { ".@/:".contains($0) }),
            let spoken = Address(first.opening + core + first.closing)?.spoken(in: "en")
        {
            return (1, spoken)
        }
        if core.contains(where: { $0.isNumber || $0.isCurrencySymbol }) { return figures() }
        return monthFirst() ?? abbreviation() ?? roman() ?? letters() ?? sign()
    }

    /// With the punctuation of the runs' ends.
    func said(_ count: Int, _ spoken: String) -> (count: Int, spoken: String) {
        (count, bare[0].opening + spoken + bare[count - 1].closing)
    }

    /// Run `index` without punctuation; empty beyond the last, or when punctuation parts it from the first.
    func core(_ index: Int) -> Substring {
        guard bare.indices.contains(index), bare[..<index].allSatisfy(\.closing.isEmpty),
            bare[index].opening.isEmpty || index == 0
        else { return "" }
        return bare[index].core
    }

    // MARK: Words

    private func abbreviation() -> (count: Int, spoken: String)? {
        let core = bare[0].core
        let stem = core.lowercased()
        if stem == "w/o" { return said(1, "without") }
        if stem == "w/" { return said(1, "with") }
        if stem == "and/or" { return said(1, "and or") }
        guard bare[0].closing.first == ".", bare[0].closing.dropFirst().first != "." else { return nil }
        let next = bare.count > 1 ? bare[1].core.first : nil
        if stem == "st" {
            let isSaint = next?.isUppercase == true && previous.map { Bare($0).core.first?.isUppercase != true } ?? true
            return (1, bare[0].opening + (isSaint ? "saint" : "street") + end(mayEnd: !isSaint, next))
        }
        guard let known = EnglishLetters.abbreviations[stem] else { return nil }
        if known.needsNumber, next?.isNumber != true { return nil }
        return (1, bare[0].opening + known.spoken + end(mayEnd: known.mayEnd, next))
    }

    /// The punctuation behind an abbreviation: its full stop is one only where a sentence ends, too.
    private func end(mayEnd: Bool, _ next: Character?) -> String {
        let rest = String(bare[0].closing.dropFirst())
        return mayEnd && rest.isEmpty && next?.isUppercase ?? true ? "." : rest
    }

    /// "Elizabeth II", "Chapter IV".
    private func roman() -> (count: Int, spoken: String)? {
        guard let previous, let number = EnglishNumbers.roman(bare[0].core) else { return nil }
        let before = Bare(previous)
        guard before.closing.isEmpty else { return nil }
        if Self.numbered.contains(before.core.lowercased()) { return said(1, EnglishNumbers.cardinal(number)) }
        guard bare[0].core.count > 1 || bare[0].core == "V" || bare[0].core == "X", before.core.count > 2,
            before.core.first?.isUppercase == true, before.core.dropFirst().allSatisfy(\.isLowercase), number < 26
        else { return nil }
        return said(1, "the " + EnglishNumbers.ordinal(number))
    }

    private static let numbered: Set<String> = [
        "chapter", "part", "volume", "war", "phase", "type", "section", "act", "scene", "book", "title", "article",
        "appendix", "figure", "table", "level", "class", "stage", "grade", "tier", "final", "apollo", "mark", "bowl",
        "episode", "season", "version", "rocky", "pentium",
    ]

    private func letters() -> (count: Int, spoken: String)? {
        let core = bare[0].core
        if let known = Self.compounds[String(core)] { return said(1, known) }
        // "R&D", "AT&T".
        let parts = core.split(separator: "&", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(\.isUppercase) }) {
            return said(1, parts.map { EnglishLetters.names($0) }.joined(separator: " and "))
        }
        let neighbours = [previous.map { Bare($0).core }, bare.count > 1 ? bare[1].core : nil].compactMap { $0 }
        let amid = neighbours.contains {
            $0.allSatisfy(\.isUppercase) && ($0.count > 3 || $0.count > 1 && EnglishLetters.isShouted($0))
        }
        let halves = core.split(separator: "-", omittingEmptySubsequences: false)
        if halves.count == 2, let first = EnglishLetters.acronym(halves[0], amidCapitals: amid) {
            return said(1, first + " " + (EnglishLetters.acronym(halves[1], amidCapitals: amid) ?? String(halves[1])))
        }
        for possessive in [false, true] {
            let word = Bare(bare[0].core, isPossessive: possessive)
            if let spoken = EnglishLetters.acronym(word.core, amidCapitals: amid) {
                return said(1, spoken + word.closing)
            }
        }
        return nil
    }

    private static let compounds = [
        "C++": "C plus plus", "C#": "C sharp", "F#": "F sharp", ".NET": "dot net", "Wi-Fi": "why fi", "iOS": "I O S",
        "macOS": "mac O S", "PhD": "P H D", "IPv": "I P V", "eSIM": "E sim", "H&M": "H and M",
        "24/7": "twenty four seven",
    ]

    /// What is neither letter nor digit.
    private func sign() -> (count: Int, spoken: String)? {
        guard let first = bare.first else { return nil }
        let run = String(first.opening + first.core + first.closing)
        return Self.signs[run].map { (1, $0) }
    }

    private static let signs = [
        "&": "and", "+": "plus", "=": "equals", "<": "less than", ">": "greater than", "≤": "at most", "≥": "at least",
        "≈": "about", "~": "about", "±": "plus or minus", "×": "times", "÷": "divided by", "→": "to", "≠": "is not",
        "@": "at", "%": "percent", "½": "one half", "¼": "one quarter", "¾": "three quarters", "/": "slash",
        "−": "minus", "$": "dollars", "€": "euros", "£": "pounds", "°": "degrees", "§": "section",
    ]
}
