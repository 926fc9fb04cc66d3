/// How words of somebody's world are said: written form → as it is read out.
///
/// Whole words and phrases alone match. A written form in small letters matches in any case; one with a capital only
/// just so. Of several the longest counts. A possessive "'s" and punctuation stay.
package struct PronunciationDictionary: Hashable, Sendable {
    /// By the first word in lower case, longest first.
    private let entries: [String: [Entry]]

    private struct Entry: Hashable, Sendable {
        var words: [String]
        var spoken: String
        var isExact: Bool
    }

    /// More are left out, by their order in the alphabet.
    package static let mostEntries = 1_000
    static let mostWords = 5

    package static let empty = PronunciationDictionary([:])

    package init(_ pronunciations: [String: String]) {
        var entries: [String: [Entry]] = [:]
        for (written, spoken) in pronunciations.sorted(by: { $0.key < $1.key }).prefix(Self.mostEntries) {
            let words = written.split(whereSeparator: \.isWhitespace).map(String.init)
            let spoken = String(spoken.prefix(200))
            guard let first = words.first, words.count <= Self.mostWords,
                spoken.contains(where: { $0.isLetter || $0.isNumber })
            else { continue }
            let entry = Entry(words: words, spoken: spoken, isExact: written.contains(where: \.isUppercase))
            entries[first.lowercased(), default: []].append(entry)
        }
        self.entries = entries.mapValues { $0.sorted { ($0.words.count, $1.words[0]) > ($1.words.count, $0.words[0]) } }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// What the first of these runs between white space are read as.
    func read(_ runs: [Substring]) -> (count: Int, spoken: String)? {
        guard !entries.isEmpty, let first = runs.first else { return nil }
        for stem in [Bare(first).core, Bare(first, isPossessive: true).core] {
            for entry in entries[stem.lowercased()] ?? [] {
                if let spoken = spoken(entry, runs) { return (entry.words.count, spoken) }
            }
        }
        return nil
    }

    private func spoken(_ entry: Entry, _ runs: [Substring]) -> String? {
        guard runs.count >= entry.words.count else { return nil }
        let lastIndex = entry.words.count - 1
        for (index, word) in entry.words.enumerated() {
            let isLast = index == lastIndex
            let found = [Bare(runs[index]), Bare(runs[index], isPossessive: isLast)].first { bare in
                let isEqual = entry.isExact ? bare.core == word : bare.core.lowercased() == word.lowercased()
                // Punctuation within a phrase parts it.
                return isEqual && (index == 0 || bare.opening.isEmpty) && (isLast || bare.closing.isEmpty)
            }
            guard let found else { return nil }
            if isLast { return Bare(runs[0]).opening + entry.spoken + found.closing }
        }
        return nil
    }
}

/// A run of characters without the punctuation around it.
struct Bare {
    var opening: Substring
    var core: Substring
    /// With a possessive "'s" where that was asked for.
    var closing: Substring

    init(_ run: Substring, isPossessive: Bool = false) {
        let start = run.firstIndex { !"(\"'“‘„«[¿¡*_".contains($0) } ?? run.endIndex
        opening = run[..<start]
        var end = run.endIndex
        while end > start, Self.isClosing(run[run.index(before: end)]) { end = run.index(before: end) }
        if isPossessive, let mark = run[start..<end].lastIndex(where: { $0 == "'" || $0 == "’" }),
            run[mark..<end].dropFirst() == "s"
        {
            end = mark
        }
        core = run[start..<end]
        closing = run[end...]
    }

    private static func isClosing(_ character: Character) -> Bool {
        ",.;:!?)\"'”’»]…*".contains(character) || !character.isASCII && Clause.isMark(character)
    }
}
