/// A question that only the one before explains: "and on Sundays?", "how much is it?"
enum FollowUp {
    /// What to look for instead: both questions. nil when the question stands by itself or none came before.
    static func resolved(_ question: Question) -> String? {
        guard isFollowUp(question.text), let before = previous(question.history) else { return nil }
        return question.text + " " + before
    }

    /// Whether what was said is short enough that the question before may explain it.
    static func mayBe(_ text: String) -> Bool { PlainWords.of(text).count <= 5 }

    /// The visitor's last question that was none of small talk and no follow-up itself, at most four turns of theirs
    /// back; where all are follow-ups, the last one.
    static func previous(_ history: [Turn]) -> String? {
        let asked = history.filter { $0.role == .user && PlainWords.of($0.text).count > 1 }.suffix(4)
        let own = asked.last { !isFollowUp($0.text) }
        let last = asked.last
        guard let last else { return nil }
        // "And on Sundays?" between them adds what the next one may mean.
        return own == nil || own?.text == last.text ? last.text : last.text + " " + (own?.text ?? "")
    }

    private static func isFollowUp(_ text: String) -> Bool {
        let words = PlainWords.of(text)
        guard let first = words.first, words.count <= 8 else { return false }
        let beginning = words.prefix(2).joined(separator: " ")
        if connectives.contains(first) || connectives.contains(beginning) { return true }
        return words.count <= 6 && words.contains(where: pronouns.contains)
    }

    private static let connectives: Set<String> = [
        "and", "also", "or", "but", "what about", "how about", "und", "oder", "aber", "auch", "wie ist", "et", "ou",
        "mais",
        "y", "o", "pero", "tambien", "e", "ed", "ma", "anche", "mas", "en", "of", "maar", "ook", "a", "i", "albo",
        "ale",
    ]
    private static let pronouns: Set<String> = [
        "it", "they", "them", "that", "those", "there", "this", "one", "ones", "he", "she", "him", "her", "then", "es",
        "das", "davon", "dort", "sie", "ihn", "ca", "cela", "y", "en", "eso", "alli", "ello", "cio", "isso", "la",
        "dat",
        "daar", "die", "tam",
    ]
}
