/// Words that were recognised wrongly, of those that were said: substituted, left out and put in, by the least number of
/// such changes (Levenshtein 1966), summed over utterances.
struct WordErrors: Equatable, Sendable {
    private(set) var said = 0
    private(set) var wrong = 0

    /// In percent of the words said; may be above 100.
    var rate: Double { said == 0 ? .nan : 100 * Double(wrong) / Double(said) }

    mutating func add(said text: String, heard: String) {
        let (said, heard) = (Self.words(text), Self.words(heard))
        self.said += said.count
        wrong += Self.changes(said, heard)
    }

    /// Lower case, letters and apostrophes alone.
    static func words(_ text: String) -> [Substring] {
        text.lowercased().replacing("\u{2019}", with: "'").split { !$0.isLetter && $0 != "'" }
    }

    static func changes(_ one: [Substring], _ other: [Substring]) -> Int {
        var row = Array(0...other.count)
        for (index, word) in one.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for place in other.indices {
                let diagonal = before + (word == other[place] ? 0 : 1)
                before = row[place + 1]
                row[place + 1] = min(diagonal, before + 1, row[place] + 1)
            }
        }
        return row[other.count]
    }
}
