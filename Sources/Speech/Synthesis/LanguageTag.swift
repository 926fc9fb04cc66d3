/// A BCP 47 tag as far as choosing a voice needs it: language and region, in any case, with "-" or "_".
struct LanguageTag: Equatable {
    var language: String
    /// Nil when the tag names none.
    var region: String?

    init(_ tag: String) {
        let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        let language = parts.first ?? ""
        self.language = Self.modern[language] ?? language
        region = parts.dropFirst().first {
            $0.count == 2 && $0.allSatisfy(\.isLetter) || $0.count == 3 && $0.allSatisfy(\.isNumber)
        }
    }

    /// Codes that ISO 639 has replaced, languages that go by several codes, and what comes close enough to be
    /// understood.
    private static let modern = [
        "iw": "he", "in": "id", "no": "nb", "nn": "nb", "sh": "sr", "hbs": "sr", "mo": "ro", "eng": "en", "deu": "de",
        "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    ]

    /// The first voice of the same region, else the first of the language.
    func best(of voices: [Voice]) -> Voice? { all(of: voices).first }

    func all(of voices: [Voice]) -> [Voice] {
        let speaking = voices.filter { LanguageTag($0.language).language == language }
        let near = speaking.filter { LanguageTag($0.language).region == region }
        return region == nil || near.isEmpty ? speaking : near
    }
}
