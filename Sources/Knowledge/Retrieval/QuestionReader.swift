/// What a question looks for: its telling words, each with the terms of the index that may answer it.
struct SearchQuestion {
    struct Word {
        /// Folded.
        var word: String
        /// Terms of the index that may be meant, each with how sure that is, 0…1.
        var variants: [String: Double]
        /// Whether it is one that questions are wrapped in.
        var isCommon: Bool

        /// Whether some document has it as it is.
        var isKnown: Bool { variants.values.contains { $0 >= 1 } }
    }

    var words: [Word]
    var kinds: Set<AnswerKind>

    typealias WordsByTerm = [Substring: [(word: Int, weight: Double)]]

    /// Which words each term stands for.
    var byTerm: WordsByTerm {
        var byTerm: WordsByTerm = [:]
        for (index, word) in words.enumerated() {
            for (term, weight) in word.variants { byTerm[term[...], default: []].append((index, weight)) }
        }
        return byTerm
    }

    /// How many pairs of words that follow each other in the question do so in these terms: "room 42", "brown bin".
    func neighbours(in terms: [String]) -> Int {
        guard words.count > 1, terms.count > 1 else { return 0 }
        return words.indices.dropLast().count { index in
            zip(terms, terms.dropFirst()).contains { first, second in
                words[index].variants[first] != nil && words[index + 1].variants[second] != nil
            }
        }
    }
}

/// Reads questions against a vocabulary: leaves out what only frames the question, and finds inflected, related,
/// misspelt and misheard words. One thread at a time.
final class QuestionReader {
    private let analyzers: [TextAnalyzer]
    private let synonyms: [Synonyms]

    /// More words are no question; the rest is not looked for.
    static let longest = (bytes: 2000, words: 24)
    private static let variantsOfWord = 12
    /// What another word for the same is worth.
    private static let synonym = 0.75
    /// What one of two words is worth that may have been run together, as "hand" in "handwriting" was not.
    private static let part = 0.6

    /// - Parameter languages: Of the documents that are searched.
    init(languages: [Language]) {
        var distinct: [Language] = []
        for language in languages.map({ $0 == .other ? .english : $0 }) where !distinct.contains(language) {
            distinct.append(language)
        }
        if distinct.isEmpty { distinct = [.english] }
        analyzers = distinct.map(TextAnalyzer.init)
        synonyms = analyzers.map { analyzer in Synonyms(analyzer.language, term: analyzer.term(of:)) }
    }

    func read(_ text: String, _ vocabulary: Vocabulary) -> SearchQuestion {
        let text = String(decoding: text.utf8.prefix(Self.longest.bytes), as: UTF8.self)
        var raw: [(word: String, lowercased: String, isPair: Bool)] = []
        WordScanner.scan(text) { word, _, isPair in raw.append((TextAnalyzer.fold(word), word, isPair)) }
        var words: [SearchQuestion.Word] = []
        let language = language(of: text)
        var index = 0
        while index < raw.count, words.count < Self.longest.words {
            let entry = raw[index]
            index += 1
            if entry.isPair {
                // Pairs of characters are not in the vocabulary.
                append(.init(word: entry.word, variants: [entry.word: 1], isCommon: false), to: &words)
                continue
            }
            // "E zero four" for "E04".
            if language == .english,
                let number = NumberWords.joined(raw[(index - 1)...].lazy.map(\.word)).first(where: {
                    isKnown($0.text, vocabulary)
                })
            {
                append(word(number.text, number.text, vocabulary, language), to: &words)
                index += number.words - 1
                continue
            }
            let isFunctionWord = language.functionWords.contains(entry.word)
            // "Wheel chair" for "wheelchair".
            if index < raw.count, !raw[index].isPair, entry.word.utf8.count > 1,
                !language.functionWords.contains(raw[index].word)
            {
                let joined = entry.lowercased + raw[index].lowercased
                if joined.utf8.count >= 6, isKnown(joined, vocabulary) {
                    append(word(TextAnalyzer.fold(joined), joined, vocabulary, language), to: &words)
                    index += 1
                    continue
                }
            }
            if isFunctionWord { continue }
            if !isKnown(entry.lowercased, vocabulary), !isOrdinary(entry.word, terms(of: entry.lowercased)),
                let parts = vocabulary.parts(of: entry.word)
            {
                for part in [parts.0, parts.1] {
                    var word = word(part, part, vocabulary, language)
                    word.variants = word.variants.mapValues { $0 * Self.part }
                    append(word, to: &words)
                }
            } else {
                append(word(entry.word, entry.lowercased, vocabulary, language), to: &words)
            }
        }
        return SearchQuestion(words: words, kinds: AnswerKind.expected(by: text))
    }

    /// Which of a question's words a sentence has, each with how sure it is.
    func matches(of byTerm: SearchQuestion.WordsByTerm, in sentence: String) -> [Int: Double] {
        var found: [Int: Double] = [:]
        WordScanner.scan(sentence) { word, _, _ in
            for term in terms(of: word) {
                for entry in byTerm[term[...]] ?? [] { found[entry.word] = max(found[entry.word] ?? 0, entry.weight) }
            }
        }
        return found
    }

    /// The one a question is asked in, for "bin" is a word that says nothing in German alone; where it is too short to
    /// tell, that of most documents.
    private func language(of text: String) -> Language {
        let language = Language(of: text)
        return analyzers.contains { $0.language == language } ? language : analyzers[0].language
    }

    private func append(_ word: SearchQuestion.Word, to words: inout [SearchQuestion.Word]) {
        let exact = Set(word.variants.filter { $0.value >= 1 }.keys)
        let isRepeated = words.contains { known in
            known.word == word.word
                || (!exact.isEmpty && exact.isSubset(of: known.variants.filter { $0.value >= 1 }.keys))
        }
        if !isRepeated { words.append(word) }
    }

    private func terms(of word: String) -> Set<String> {
        Set(analyzers.map { TextAnalyzer.fold($0.term(of: word)) })
    }

    private func isKnown(_ word: String, _ vocabulary: Vocabulary) -> Bool {
        terms(of: word).contains { vocabulary.hasTerm($0) }
    }

    /// Whether it is a word of everyday life, so that it is neither misspelt nor two words run together.
    private func isOrdinary(_ folded: String, _ terms: Set<String>) -> Bool {
        CommonWords.contains(folded) || synonyms.contains { terms.contains(where: $0.contains) }
    }

    private func word(_ folded: String, _ lowercased: String, _ vocabulary: Vocabulary, _ language: Language)
        -> SearchQuestion.Word
    {
        var variants: [String: Double] = [:]
        func add(_ term: String, _ weight: Double) {
            if vocabulary.hasTerm(term) { variants[term] = max(variants[term] ?? 0, weight) }
        }
        let own = terms(of: lowercased).union(terms(of: folded)).union(vocabulary.terms(of: folded))
        for term in own { add(term, 1) }
        if language == .english, let number = NumberWords.other(folded) {
            for term in terms(of: number) { add(term, 1) }
        }
        let isKnown = !variants.isEmpty
        for term in own where !CommonWords.contains(folded) {
            for synonyms in synonyms { for synonym in synonyms.synonyms(of: term) { add(synonym, Self.synonym) } }
        }
        for (term, weight) in vocabulary.relatives(of: folded, compounds: language == .german || language == .dutch) {
            add(term, isKnown ? weight * 0.75 : weight)
        }
        let isEnglish = language == .english && EnglishWords.installed?.contains(folded) == true
        if !isKnown, isEnglish {
            for term in vocabulary.homophones(of: folded) { add(term, 0.8) }
            for (term, weight) in vocabulary.misspellings(of: folded, isWord: true) { add(term, weight) }
        }
        if !isKnown, !isEnglish, !isOrdinary(folded, own) {
            for (term, weight) in vocabulary.misspellings(of: folded) { add(term, weight) }
            // "Fotos" where documents have pictures.
            for synonyms in synonyms {
                guard let (term, weight) = synonyms.corrected(folded) else { continue }
                add(term, weight)
                for synonym in synonyms.synonyms(of: term) { add(synonym, weight * Self.synonym) }
            }
        }
        let kept = variants.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.variantsOfWord)
        return SearchQuestion.Word(
            word: folded, variants: Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) }),
            isCommon: CommonWords.contains(folded) || (folded.utf8.count == 1 && folded.utf8.allSatisfy { $0 >= 0x61 }))
    }
}
