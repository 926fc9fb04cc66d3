/// A web or e-mail address in a text, and how it is dictated.
struct Address {
    private let bare: Bare
    private let address: Substring

    /// - Returns: Nil when the run is none.
    init?(_ run: Substring) {
        bare = Bare(run)
        var core = bare.core
        while core.last == "/" || core.last == ">" { core = core.dropLast() }
        if core.first == "<" { core = core.dropFirst() }
        var isCertain = false
        for scheme in ["https://", "http://", "mailto:", "ftp://", "www."] where core.lowercased().hasPrefix(scheme) {
            core = core.dropFirst(scheme.count)
            isCertain = true
        }
        if core.lowercased().hasPrefix("www.") { core = core.dropFirst(4) }
        guard core.count <= 200, core.allSatisfy({ !$0.isWhitespace }) else { return nil }
        address = core
        let parts = core.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty {
            guard Self.isHost(parts[1].prefix { $0 != "?" }, atLeast: 2) else { return nil }
            return
        }
        guard parts.count == 1 else { return nil }
        let host = core.prefix { !"/?#:".contains($0) }
        guard Self.isHost(host, atLeast: isCertain ? 1 : 2) else { return nil }
        if !isCertain {
            // "e.g", "end.Next", "3.5": a host has letters and a domain that one would register.
            let labels = host.split(separator: ".")
            guard let domain = labels.last, domain.count >= 2, domain.allSatisfy(\.isLetter), labels[0].count >= 2,
                labels[0].contains(where: \.isLetter),
                Self.domains.contains(domain.lowercased()) || host.endIndex < core.endIndex
            else { return nil }
        }
    }

    /// Common top-level domains, those for examples (RFC 2606), and file names that are read alike.
    private static let domains: Set<String> = [
        "com", "org", "net", "edu", "gov", "int", "mil", "info", "biz", "io", "ai", "app", "dev", "tv", "me", "eu",
        "uk",
        "us", "de", "fr", "es", "it", "nl", "be", "ch", "at", "pl", "cz", "se", "no", "dk", "fi", "pt", "gr", "ie",
        "ca",
        "au", "nz", "jp", "cn", "in", "br", "ru", "ua", "tr", "kr", "za", "mx", "ar", "cl", "example", "test", "local",
        "invalid", "localhost", "online", "shop", "store", "cloud", "tech", "museum", "txt", "pdf", "html", "csv", "md",
        "json", "docx", "xlsx", "zip", "png", "jpg", "mp3", "mp4", "wav", "py", "js", "css", "exe", "yaml", "xml",
    ]

    private static func isHost(_ host: Substring, atLeast labels: Int) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= labels
            && parts.allSatisfy {
                !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            }
    }

    /// - Parameter language: Primary; the names of signs are English ones in a language that is not known.
    func spoken(in language: String) -> String {
        let names = Self.names[language] ?? Self.names["en"] ?? [:]
        var words: [String] = []
        var word = ""
        func close() {
            if !word.isEmpty { words.append(Self.spelt(word, language: language)) }
            word = ""
        }
        for character in address {
            if let name = names[character] {
                close()
                words.append(name)
            } else if character.isLetter || character.isNumber {
                if let last = word.last, last.isNumber != character.isNumber { close() }
                word.append(character)
            } else {
                close()
            }
        }
        close()
        return bare.opening + words.joined(separator: " ") + bare.closing.filter { $0 != ">" }
    }

    /// A part that nobody could say is spelt.
    private static func spelt(_ part: String, language: String) -> String {
        if part.allSatisfy(\.isNumber) {
            return language == "en" && part.count <= 4 ? EnglishNumbers.whole(part) : part
        }
        let isSayable =
            part.lowercased().contains { "aeiouyäöüáéíóúàèìòùâêîôûåæøœ".contains($0) } || !part.allSatisfy(\.isASCII)
        guard language == "en", part.count == 1 || !isSayable && part.count <= 5 else { return part }
        return EnglishLetters.names(part)
    }

    private static let names: [String: [Character: String]] = [
        "en": [
            ".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore", "?": "question mark", "=": "equals",
            "&": "and", "#": "hash", ":": "colon", "%": "percent", "+": "plus", "~": "tilde",
        ],
        "de": [
            ".": "Punkt", "/": "Schrägstrich", "@": "ät", "-": "Bindestrich", "_": "Unterstrich", "?": "Fragezeichen",
            "=": "gleich", "&": "und", "#": "Raute", ":": "Doppelpunkt", "+": "plus",
        ],
        "fr": [
            ".": "point", "/": "slash", "@": "arobase", "-": "tiret", "_": "tiret bas", "?": "point d'interrogation",
            "=": "égal", "&": "et", "#": "dièse", ":": "deux-points", "+": "plus",
        ],
        "es": [
            ".": "punto", "/": "barra", "@": "arroba", "-": "guion", "_": "guion bajo", "?": "interrogación",
            "=": "igual", "&": "y", "#": "almohadilla", ":": "dos puntos", "+": "más",
        ],
        "it": [
            ".": "punto", "/": "barra", "@": "chiocciola", "-": "trattino", "_": "trattino basso",
            "?": "punto interrogativo", "=": "uguale", "&": "e", "#": "cancelletto", ":": "due punti", "+": "più",
        ],
        "pt": [
            ".": "ponto", "/": "barra", "@": "arroba", "-": "hífen", "_": "sublinhado", "?": "interrogação",
            "=": "igual", "&": "e", "#": "cardinal", ":": "dois pontos", "+": "mais",
        ],
        "nl": [
            ".": "punt", "/": "slash", "@": "apenstaartje", "-": "streepje", "_": "laag streepje", "?": "vraagteken",
            "=": "is", "&": "en", "#": "hekje", ":": "dubbele punt", "+": "plus",
        ],
        "pl": [
            ".": "kropka", "/": "ukośnik", "@": "małpa", "-": "myślnik", "_": "podkreślnik", "?": "znak zapytania",
            "=": "równa się", "&": "i", "#": "krzyżyk", ":": "dwukropek", "+": "plus",
        ],
        "sv": [".": "punkt", "/": "snedstreck", "@": "snabel-a", "-": "bindestreck", "_": "understreck"],
        "cs": [".": "tečka", "/": "lomítko", "@": "zavináč", "-": "pomlčka", "_": "podtržítko"],
        "ru": [".": "точка", "/": "слэш", "@": "собака", "-": "дефис", "_": "подчёркивание"],
        "tr": [".": "nokta", "/": "eğik çizgi", "@": "et", "-": "tire", "_": "alt çizgi"],
    ]
}
