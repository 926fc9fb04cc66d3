internal import Foundation
internal import Storage

/// What of a passage answers a question: one or two sentences, word for word.
package enum Excerpt {
    /// - Parameters:
    ///   - limit: Characters at most; a longer sentence is cut at a clause or a word, with "…".
    /// - Returns: Never empty when the passage is not. An FAQ entry gives its answer, a table row the cell asked for.
    package static func answering(_ question: String, from passage: Passage, limit: Int = 320) -> String {
        let sentences = Sentences.split(passage.text).map(String.init)
        guard sentences.count > 1 else { return shortened(sentences.first ?? passage.text, limit) }
        let scores = scores(of: sentences, for: question, in: passage)
        let isAnswered = passage.question != nil
        // The answer to a question of its own begins at its beginning.
        guard let best = isAnswered ? 0 : scores.indices.max(by: { (scores[$0], -$0) < (scores[$1], -$1) }) else {
            return shortened(passage.text, limit)
        }
        var chosen = best...best
        let (before, after) = (best - 1, best + 1)
        // A second sentence where it has a good share of what was asked for, too, or is what the best one refers to.
        let enough = max(scores[best] * 0.6, 0.15)
        let following = after < sentences.count ? scores[after] : -1
        let leading = before >= 0 ? scores[before] : -1
        if isAnswered ? after < sentences.count : following >= enough && following >= leading {
            chosen = best...after
        } else if leading >= enough || (before >= 0 && refersBack(sentences[best])) {
            chosen = before...best
        }
        let text = sentences[chosen].joined(separator: " ")
        return text.count <= limit ? text : shortened(sentences[best], limit)
    }

    /// Whether a passage has a telling word of a question, misspelt or inflected ones included; true also when the
    /// question has none, such as "how much is it?".
    package static func mayAnswer(_ question: String, _ passage: Passage) -> Bool {
        let text = ([passage.title, passage.question ?? ""] + passage.headings + [passage.text]).joined(separator: "\n")
        let language = Language(of: text)
        let analyzer = TextAnalyzer(language == .other ? .english : language)
        let vocabulary = Vocabulary()
        for term in analyzer.terms(of: text) { vocabulary.add(KnowledgeWord(word: term.word, term: term.term)) }
        let words = QuestionReader(languages: [analyzer.language]).read(question, vocabulary).words
        let telling = words.filter { !$0.isCommon }
        return telling.isEmpty || telling.contains { !$0.variants.isEmpty }
    }

    /// How much of the question each sentence covers and whether it has what was asked for; 0…1.2.
    private static func scores(of sentences: [String], for question: String, in passage: Passage) -> [Double] {
        let language = Language(of: passage.text)
        let analyzer = TextAnalyzer(language == .other ? .english : language)
        let vocabulary = Vocabulary()
        let terms = sentences.map { sentence in analyzer.terms(of: sentence) }
        for term in terms.joined() { vocabulary.add(KnowledgeWord(word: term.word, term: term.term)) }
        let asked = QuestionReader(languages: [analyzer.language]).read(question, vocabulary)
        let byTerm = asked.byTerm
        // A word in every sentence tells none of them apart.
        var frequency = [Int](repeating: 0, count: asked.words.count)
        let covered = terms.map { terms in
            var covered = [Double](repeating: 0, count: asked.words.count)
            for term in terms {
                for entry in byTerm[term.term[...]] ?? [] {
                    covered[entry.word] = max(covered[entry.word], entry.weight)
                }
            }
            for index in covered.indices where covered[index] > 0 { frequency[index] += 1 }
            return covered
        }
        let weights = asked.words.indices.map { index in
            frequency[index] == 0
                ? 0
                : (asked.words[index].isCommon ? 0.3 : 1) * log(1 + Double(sentences.count) / Double(frequency[index]))
        }
        let total = max(weights.reduce(0, +), 0.001)
        return sentences.indices.map { index in
            let share = zip(covered[index], weights).reduce(0) { $0 + $1.0 * $1.1 } / total
            let inOrder = 0.1 * Double(asked.neighbours(in: terms[index].map(\.term)))
            let hasKind = AnswerKind.any(of: asked.kinds, occursIn: sentences[index])
            return share + (hasKind ? 0.2 : 0) + inOrder
        }
    }

    private static func shortened(_ text: String, _ limit: Int) -> String {
        guard text.count > limit else { return text }
        let beginning = text.prefix(limit)
        let clause = beginning.lastIndex { ";,:–—".contains($0) }
        if let clause, beginning.distance(from: beginning.startIndex, to: clause) > limit / 2 {
            return beginning[..<clause].trimmingCharacters(in: .whitespaces) + " …"
        }
        let word = beginning.lastIndex(of: " ") ?? beginning.endIndex
        return beginning[..<word].trimmingCharacters(in: .whitespaces) + " …"
    }

    /// Whether a sentence begins with a word that only the one before explains.
    private static func refersBack(_ sentence: String) -> Bool {
        backward.contains(sentence.prefix { $0.isLetter }.lowercased())
    }

    private static let backward: Set<String> = [
        "it", "they", "this", "these", "that", "those", "he", "she", "es", "sie", "er", "dies", "diese", "elle", "il",
        "ils", "elles", "cela", "esto", "estos", "questo", "isso", "dit", "deze", "to",
    ]
}
