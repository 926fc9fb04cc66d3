/// What a visitor says that asks nothing of the documents.
enum SmallTalk: Equatable, Sendable {
    case greeting, thanks, goodbye
    /// "Who are you?"
    case identity
    /// "What can you do?"
    case abilities
    /// "Sorry? Say that again."
    case again
    /// "How are you?"
    case wellbeing
    /// "Okay."
    case acknowledgement

    /// nil when the words hold anything beyond it, or nothing of it.
    ///
    /// - Parameter text: Spoken or typed; case, accents and punctuation do not matter.
    static func of(_ text: String, _ phrases: [SmallTalkPhrases]) -> SmallTalk? {
        let words = PlainWords.of(text)
        guard !words.isEmpty, words.count <= 12 else { return nil }
        // Longest phrases first, so that "good morning" is not "good" and something else; what remains must be padding.
        var found: [SmallTalk] = []
        var index = 0
        while index < words.count {
            guard let (kind, length) = longest(words[index...], phrases) else { return nil }
            if let kind { found.append(kind) }
            index += length
        }
        // "Hello, who are you?" asks; "Thanks, bye" leaves.
        let order: [SmallTalk] = [.identity, .abilities, .again, .wellbeing, .goodbye, .thanks, .greeting]
        return order.first(where: found.contains) ?? .acknowledgement
    }

    /// - Returns: What the first words mean (nil: padding, such as a name's "miss") and how many they are.
    private static func longest(_ words: ArraySlice<String>, _ phrases: [SmallTalkPhrases]) -> (SmallTalk?, Int)? {
        for length in stride(from: min(words.count, 6), through: 1, by: -1) {
            let phrase = words.prefix(length).joined(separator: " ")
            for table in phrases {
                if let kind = table.meaning[phrase] { return (kind, length) }
                if length == 1, table.padding.contains(phrase) { return (nil, 1) }
            }
        }
        return nil
    }
}
