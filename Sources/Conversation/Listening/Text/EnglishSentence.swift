/// What can be said about the end of an English sentence from its words alone.
///
/// Judged by closed word classes and the order of questions; nothing is parsed. In doubt it is `open`.
struct EnglishSentence {
    let words: [String]

    /// - Parameter words: In lower case, without punctuation.
    init(_ words: [String]) {
        // "Well, so, and what is that": what comes before the question does not matter.
        let lead: Set<String> = [
            "well", "so", "and", "okay", "ok", "yes", "yeah", "no", "oh", "but", "hi", "hello", "please",
        ]
        let head = words.prefix { lead.contains($0) || EnglishWords.hesitations.contains($0) }.count
        let rest = Array(words.dropFirst(head))
        self.words = rest.isEmpty ? words : rest
        hesitates = words.last.map(EnglishWords.hesitations.contains) ?? false
    }

    private let hesitates: Bool

    var completeness: Completeness {
        guard let last = words.last, let first = words.first else { return .open }
        if EnglishWords.whole.contains(words.joined(separator: " ")) { return .complete }
        if hesitates || isCutOff(last) { return .unfinished }
        if endsOpen(last) { return .open }
        if EnglishWords.questions.contains(first) { return questionWord }
        if EnglishWords.auxiliaries.contains(first), words.count > 1 { return inverted(Array(words.dropFirst())) }
        if isRequest { return request }
        if isSubordinate(first) { return .unfinished }
        return .open
    }

    private var beforeLast: String { words.count > 1 ? words[words.count - 2] : "" }
    private var asksWithQuestionWord: Bool { words.first.map(EnglishWords.questions.contains) ?? false }

    /// The last word cannot be the last one.
    private func isCutOff(_ last: String) -> Bool {
        if EnglishWords.articles.contains(last), !EnglishWords.articlesThatStand.contains(last) { return true }
        if ["a", "an", "the", "my", "your", "our", "their"].contains(last) { return true }
        if EnglishWords.subjects.contains(last) { return true }
        if last == "you", EnglishWords.auxiliaries.contains(beforeLast) {
            return !(EnglishWords.forms.contains(beforeLast) && asksWithQuestionWord)
        }
        if EnglishWords.conjunctions.contains(last) {
            // "What is that", "why", "I know how".
            if words.count == 1 { return !EnglishWords.questions.contains(last) }
            // "What is that", "can you repeat that", but "I think that".
            if last == "that" { return EnglishWords.opensClause.contains(beforeLast) }
            return last != "so"
        }
        if EnglishWords.prepositions.contains(last) { return !isStranded(last) }
        if EnglishWords.auxiliaries.contains(last) {
            // "Can you tell me where it is", "what do you do", "yes, I have".
            if EnglishWords.forms.contains(last), words.count > 3, !asksWithQuestionWord { return false }
            if last == "do", asksWithQuestionWord, words.count > 2 { return false }
            return !EnglishWords.subjects.contains(beforeLast)
        }
        if EnglishWords.transitive.contains(last) { return !asksForItsObject }
        return EnglishWords.degrees.contains(last)
    }

    /// "What are you looking for", "where are you from", "how do I log in".
    private func isStranded(_ last: String) -> Bool {
        guard EnglishWords.particles.contains(last), words.count > 2 else { return false }
        // "How far is it from".
        if words.first == "how", ["from", "to"].contains(last) { return false }
        if EnglishWords.verbs.contains(beforeLast), asksWithQuestionWord { return true }
        return asksWithQuestionWord && ["you", "it", "this", "that", "they"].contains(beforeLast)
    }

    /// "What do you recommend", "which one should I take": the object is the question word.
    private var asksForItsObject: Bool {
        guard let first = words.first, ["what", "which", "who", "whom"].contains(first), words.count >= 4 else {
            // "How do I order".
            guard let first = words.first, ["how", "why"].contains(first), words.count >= 4 else { return false }
            return words.last.map(EnglishWords.standAlone.contains) ?? false
        }
        return words.dropFirst().contains(where: EnglishWords.auxiliaries.contains)
    }

    /// The last word often has something behind it.
    private func endsOpen(_ last: String) -> Bool {
        if EnglishWords.attributes.contains(last) || EnglishWords.adverbs.contains(last) { return !isStranded(last) }
        if EnglishWords.relations.contains(last) { return !EnglishWords.possessives.contains(beforeLast) }
        if last == "that" { return false }
        if EnglishWords.articlesThatStand.contains(last) { return beforeLast.isEmpty || !asksWithQuestionWord }
        if EnglishWords.particles.contains(last) { return !isStranded(last) }
        // "Can you tell me where it is".
        if EnglishWords.forms.contains(last) {
            return !words.dropFirst().contains(where: EnglishWords.questions.contains)
        }
        return EnglishWords.auxiliaries.contains(last) || last.hasSuffix("'s") && words.count > 2 || isNumber(last)
    }

    private func isNumber(_ word: String) -> Bool {
        word.first?.isNumber == true
            || [
                "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty",
                "thirty", "forty", "fifty", "hundred", "thousand", "oh",
            ].contains(word)
    }

    // MARK: - Questions

    /// A sentence that begins with a question word.
    private var questionWord: Completeness {
        guard let auxiliary = words.firstIndex(where: EnglishWords.auxiliaries.contains) else {
            // "Who built the tower", "how about tomorrow", "why not".
            if words[0].hasSuffix("'s") { return words.count >= 3 ? .complete : .open }
            return words[0] == "who" && words.count >= 4 ? .complete : .open
        }
        let rest = Array(words[(auxiliary + 1)...])
        if words[0].hasSuffix("'s"), auxiliary == 0 { return predicate(rest) }
        return EnglishWords.forms.contains(words[auxiliary]) ? predicate(rest) : clause(rest)
    }

    /// Behind "what is": a noun with its article, or a pronoun.
    private func predicate(_ rest: [String]) -> Completeness {
        guard let first = rest.first else { return .unfinished }
        if rest.count == 1 { return ["it", "this", "that", "you", "he", "she"].contains(first) ? .complete : .open }
        return rest.count >= 2 ? .complete : .open
    }

    /// Behind "how do", "can": subject, verb and perhaps more.
    private func clause(_ rest: [String]) -> Completeness {
        guard let first = rest.first else { return .unfinished }
        if EnglishWords.pronouns.contains(first) { return rest.count >= 2 ? .complete : .unfinished }
        let subject = EnglishWords.articles.contains(first) ? 2 : 1
        guard rest.count > subject else { return .unfinished }
        return rest[subject...].contains(where: EnglishWords.verbs.contains) ? .complete : .open
    }

    /// A sentence that begins with an auxiliary; `rest` is what follows it.
    private func inverted(_ rest: [String]) -> Completeness {
        guard rest.count >= 2 else { return .unfinished }
        if EnglishWords.forms.contains(words[0]) {
            let subject = EnglishWords.pronouns.contains(rest[0]) ? 1 : EnglishWords.articles.contains(rest[0]) ? 2 : 1
            return rest.count > subject + (rest[0] == "there" ? 1 : 0) ? .complete : .unfinished
        }
        if let asked = askedFor(rest) { return asked }
        let verdict = clause(rest)
        return verdict == .complete && rest.count < 3 ? .open : verdict
    }

    /// "Can you tell me" wants to hear what.
    private func askedFor(_ rest: [String]) -> Completeness? {
        guard let ask = rest.firstIndex(where: ["tell", "show", "give", "explain", "send"].contains) else { return nil }
        let behind = rest[(ask + 1)...].drop { ["me", "us", "him", "her", "them", "to"].contains($0) }
        if behind.isEmpty { return .unfinished }
        return behind.count >= 2 ? .complete : .open
    }

    // MARK: - Other sentences

    private var isRequest: Bool { ["tell", "show", "give", "explain", "describe", "repeat"].contains(words[0]) }
    private var request: Completeness { askedFor(words) ?? .open }

    private func isSubordinate(_ first: String) -> Bool {
        let openers: Set<String> = [
            "if", "because", "although", "though", "while", "since", "unless", "whenever", "once",
        ]
        return openers.contains(first) && words.count < 7
    }
}
