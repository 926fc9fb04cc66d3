internal import Speech

/// Cuts prose that is still being written into what is spoken in one breath, as early as one can tell. Pure.
///
/// The clauses, one behind the other, are the prose. None ends inside a number, an abbreviation, an address or a word.
package struct ClauseCutter: Sendable {
    /// Weights are characters.
    package struct Lengths: Equatable, Sendable {
        /// The first clause ends at the first comma beyond this: its sound is waited for.
        package var first = 20
        /// The first clause ends before a conjunction beyond this, and between any words beyond ``firstLongest``.
        package var firstConjunction = 40
        package var firstLongest = 80
        /// Later clauses run to the end of the sentence unless that is further than this.
        package var later = 110
        package var longest = 240
        /// When the writer pauses, so much is spoken.
        package var pause = 12

        package init() {}
    }

    private let lengths: Lengths
    private var pending = ""
    private var isFirst = true

    package init(_ lengths: Lengths = .init()) { self.lengths = lengths }

    /// The clauses that end within this.
    package mutating func push(_ prose: String) -> [String] {
        pending += prose
        var clauses: [String] = []
        while let end = nextEnd() { clauses.append(take(to: end)) }
        return clauses
    }

    /// The writer pauses: what ends with a word, when it is worth a breath.
    package mutating func pause() -> String? {
        guard let space = pending.lastIndex(where: \.isWhitespace) else { return nil }
        var end = pending.index(after: space)
        while end > pending.startIndex, !canPart(at: end) {
            guard let before = pending[..<pending.index(before: end)].lastIndex(where: \.isWhitespace) else {
                return nil
            }
            end = pending.index(after: before)
        }
        guard pending.distance(from: pending.startIndex, to: end) >= lengths.pause else { return nil }
        return take(to: end)
    }

    /// What a pause would speak is there.
    package var isWorthPausing: Bool { pending.count >= lengths.pause && pending.contains(where: \.isWhitespace) }

    /// The rest.
    package mutating func finish() -> String? {
        defer { pending = "" }
        return pending.contains { !$0.isWhitespace } ? pending : nil
    }

    private mutating func take(to end: String.Index) -> String {
        let clause = String(pending[..<end])
        pending = String(pending[end...])
        if clause.contains(where: { $0.isLetter || $0.isNumber }) { isFirst = false }
        return clause
    }

    // MARK: Ends

    /// Where the first clause of what is pending ends, behind its white space.
    private func nextEnd() -> String.Index? {
        var count = 0
        var hasWords = false
        var index = pending.startIndex
        let longest = isFirst ? lengths.firstLongest : lengths.longest
        while index < pending.endIndex {
            let character = pending[index]
            let next = pending.index(after: index)
            if character.isNewline, hasWords { return next }
            if character.isLetter || character.isNumber { hasWords = true }
            if character.isWhitespace, hasWords, index > pending.startIndex {
                if let end = end(at: next, count: count, longest: longest) { return end }
            } else if !character.isASCII, Self.wideMarks.contains(character), hasWords {
                // Scripts without spaces.
                return next
            }
            count += 1
            index = next
        }
        return nil
    }

    private static let wideMarks: Set<Character> = ["。", "！", "？", "｡"]

    /// Whether a clause ends with the white space before `end`.
    private func end(at end: String.Index, count: Int, longest: Int) -> String.Index? {
        let before = pending[..<end]
        guard let word = before.split(whereSeparator: \.isWhitespace).last else { return nil }
        let following = pending[end...].prefix { !$0.isWhitespace }
        let mark = word.last { !Self.closing.contains($0) } ?? " "
        if SentenceMark.isFinal(mark) {
            return isSentenceEnd(word, mark, following) ? end : nil
        }
        if SentenceMark.isPhrase(mark) || word == "–" || word == "—" || word == "-" {
            guard count >= (isFirst ? lengths.first : lengths.later) else { return nil }
            return canPart(at: end) && (following.first != nil || !word.dropLast().allSatisfy(\.isNumber)) ? end : nil
        }
        guard !following.isEmpty, canPart(at: end) else { return nil }
        if isFirst, count >= lengths.firstConjunction, isWhole(following),
            Self.conjunctions.contains(following.lowercased())
        {
            return end
        }
        return count >= longest ? end : nil
    }

    private func isWhole(_ word: Substring) -> Bool { word.endIndex < pending.endIndex }

    private func isSentenceEnd(_ word: Substring, _ mark: Character, _ following: Substring) -> Bool {
        guard mark == "." else { return true }
        let stem = word.drop { !$0.isLetter && !$0.isNumber }.prefix { !Self.closing.contains($0) }.dropLast()
        if SentenceMark.isAbbreviation(stem.lowercased(), before: following.first) {
            // "…at 5 p.m. The next": only a new sentence's capital ends it, and most shorthand precedes one anyway.
            return stem.count > 1 && Self.maybeFinal.contains(stem.lowercased()) && following.first?.isUppercase == true
        }
        if stem.allSatisfy(\.isNumber), stem.count <= 2 {
            // "3. Oktober", "1. Open the door": it is a number of something.
            return false
        }
        guard let first = following.first else { return stem.count >= 3 && stem.last != "." }
        return !first.isLowercase
    }

    /// Not between a number and what it counts, nor within what is written in groups.
    private func canPart(at end: String.Index) -> Bool {
        guard let word = pending[..<end].split(whereSeparator: \.isWhitespace).last else { return false }
        let following = pending[end...].first
        let mark = word.last ?? " "
        if mark == ".", SentenceMark.isAbbreviation(word.dropLast().lowercased(), before: following) { return false }
        if Self.prefixes.contains(word.lowercased()) { return false }
        if mark.isNumber || mark.isCurrencySymbol { return false }
        if let following, following.isNumber || "½¼¾%°/€".contains(following) {
            return !(word.contains(where: \.isNumber)) && !Self.months.contains(String(word.lowercased().prefix(3)))
        }
        return true
    }

    private static let closing: Set<Character> = ["\"", "'", ")", "]", "”", "’", "»", "“", "*"]
    private static let maybeFinal: Set<String> = [
        "etc", "a.m", "p.m", "am", "pm", "u.s", "u.k", "inc", "ltd", "co", "jr", "sr", "usw", "b.c", "a.d",
    ]
    private static let prefixes: Set<String> = ["the", "a", "an", "of", "der", "die", "das", "le", "la", "el"]
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    /// Of English, German, French, Spanish and Italian, before which speakers breathe.
    private static let conjunctions: Set<String> = [
        "and", "but", "because", "which", "that", "while", "so", "or", "if", "when", "where", "who", "although",
        "und", "aber", "weil", "dass", "oder", "wenn", "et", "mais", "parce", "qui", "que", "ou", "y", "pero",
        "porque", "o", "ma", "perché", "che",
    ]
}
