internal import CFlite

/// What flite found out about a text: a look at an utterance that somebody else owns, valid as long as that lives.
struct FliteRelations {
    private typealias Item = UnsafeMutablePointer<cst_item>
    let utterance: UnsafeMutablePointer<cst_utterance>

    /// One item of the Segment relation.
    struct Segment {
        var symbol: String
        /// Seconds.
        var end: Double
        /// Of the syllable, for every segment in it.
        var stress: Int
        var isPause: Bool { symbol == "pau" }
        /// ARPAbet vowels begin with a vowel letter, and no consonant does.
        var isVowel: Bool { symbol.first.map { "aeiou".contains($0) } ?? false }
    }

    /// One item of the Word relation: a token such as "42" has several.
    struct SpokenWord {
        var name: String
        /// Position in the Token relation.
        var token: Int
        /// Positions in the Segment relation, never empty.
        var segments: Range<Int>
    }

    func segments() -> [Segment] {
        items(of: "Segment").map { item in
            Segment(
                symbol: Self.text(item, "name"),
                end: Double(item_feat_float(item, "end")),
                stress: Int(Self.path(item, "R:SylStructure.parent.stress")) ?? 0)
        }
    }

    /// In speaking order; words without a sound are left out.
    func words() -> [SpokenWord] {
        let segmentIndex = Dictionary(
            items(of: "Segment").enumerated().map { (UnsafeRawPointer(item_as($1, "SylStructure")), $0) },
            uniquingKeysWith: { first, _ in first })
        let tokenIndex = Dictionary(
            items(of: "Token").enumerated().map { (UnsafeRawPointer(item_as($1, "Token")), $0) },
            uniquingKeysWith: { first, _ in first })
        return items(of: "Word").compactMap { word in
            guard let structure = item_as(word, "SylStructure"),
                let firstSyllable = item_daughter(structure), let lastSyllable = item_last_daughter(structure),
                let first = segmentIndex[UnsafeRawPointer(item_daughter(firstSyllable))],
                let last = segmentIndex[UnsafeRawPointer(item_last_daughter(lastSyllable))]
            else { return nil }
            let parent = UnsafeRawPointer(item_parent(item_as(word, "Token")))
            return SpokenWord(
                name: Self.text(word, "name"), token: tokenIndex[parent] ?? 0, segments: first..<(last + 1))
        }
    }

    func tokenCount() -> Int { items(of: "Token").count }

    private func items(of relation: String) -> [Item] {
        guard utt_relation_present(utterance, relation) == 1 else { return [] }
        var items: [Item] = []
        var next = relation_head(utt_relation(utterance, relation))
        while let item = next {
            items.append(item)
            next = item_next(item)
        }
        return items
    }

    private static func text(_ item: Item, _ feature: String) -> String {
        item_feat_string(item, feature).map { String(cString: $0) } ?? ""
    }

    private static func path(_ item: Item, _ path: String) -> String {
        flite_ffeature_string(item, path).map { String(cString: $0) } ?? ""
    }
}
