internal import Foundation
internal import Storage

/// Says how well passages fit a question, from the terms both have. A pure value.
///
/// BM25 finds candidates; it adds up words, and cannot tell half an answer with a frequent word from a whole one. What
/// counts here is which share of the question a passage covers, each word weighed by how rare it is, and whether that is
/// within a few sentences.
struct PassageRanker {
    struct Fit {
        var id: Int64
        /// 0…1.
        var score: Double
    }

    private let byTerm: [String: [(word: Int, weight: Double)]]
    private let weights: [Double]
    private let total: Double
    /// Whether a word stands in the title of some document that was found.
    private let isTitleWord: [Bool]
    private let isCommon: [Bool]

    /// Words of a passage that stand near enough to each other to be about one thing; two or three sentences.
    private static let window = 30
    /// What a match is worth where it stands: in the text, the answer and the question of an FAQ entry, headings, the document's title.
    private static let places = (body: 1.0, answer: 0.75, question: 1.0, headings: 0.95, title: 0.8)
    /// A word that questions are wrapped in, against any other word.
    private static let common = 0.25
    /// A word no document has: it may be a paraphrase, or what the question is about.
    private static let unknown = 0.65
    /// What a passage keeps whose document is not the one the question names.
    private static let elsewhere = 0.65
    /// What a passage keeps that has none of the question's own telling words, but others for them.
    private static let paraphrased = 0.75
    /// The word itself, or one letter beside it.
    private static let literal = 0.85

    /// - Parameters:
    ///   - matches: All that is ranked.
    ///   - frequency: In how many of `passages` each word stands.
    init(_ question: SearchQuestion, among matches: [KnowledgeSearch.Match], frequency: [Int], passages: Int) {
        byTerm = question.byTerm
        var isTitleWord = [Bool](repeating: false, count: question.words.count)
        let titles = Set(matches.map(\.title)).map { $0.split(separator: " ").map(String.init) }
        for (index, word) in question.words.enumerated() where !word.isCommon {
            let naming = titles.count { $0.contains { (word.variants[$0] ?? 0) >= 0.75 } }
            // What most titles have names none of them.
            isTitleWord[index] = naming > 0 && naming * 3 <= titles.count
        }
        self.isTitleWord = isTitleWord
        isCommon = question.words.map(\.isCommon)
        weights = question.words.indices.map { index in
            let word = question.words[index]
            let rarity =
                word.variants.isEmpty ? Self.unknown : Self.rarity(frequency[index], of: max(passages, 20))
            return rarity * (word.isCommon ? Self.common : 1)
        }
        total = weights.reduce(0, +)
    }

    /// BM25's inverse document frequency (Robertson & Zaragoza, "The probabilistic relevance framework", 2009, eq. 3.3
    /// with 1 added under the logarithm), as a share of that of a word that stands once.
    static func rarity(_ frequency: Int, of passages: Int) -> Double {
        func value(_ count: Double) -> Double { log(1 + (Double(passages) - count + 0.5) / (count + 0.5)) }
        return min(max(value(Double(max(frequency, 1))) / value(1), 0.1), 1)
    }

    func fit(_ match: KnowledgeSearch.Match, greatestRelevance: Double) -> Fit {
        guard total > 0 else { return Fit(id: match.id, score: 0) }
        let title = found(in: match.title)
        let headings = found(in: match.headings)
        let question = found(in: match.question)
        let worth = match.question.isEmpty ? Self.places.body : Self.places.answer
        let body = positions(in: match.body).map { (place: $0.place, word: $0.word, weight: $0.weight * worth) }
        var inBody = [Double](repeating: 0, count: weights.count)
        for hit in body { inBody[hit.word] = max(inBody[hit.word], hit.weight) }
        // What the surroundings say counts for every window of the text.
        let around = weights.indices.map { index in
            max(
                question[index] * Self.places.question, headings[index] * Self.places.headings,
                title[index] * Self.places.title)
        }
        let covered = share { max(around[$0], inBody[$0]) }
        let together = closest(body, around)
        var score = 0.5 * covered + 0.4 * together
        if greatestRelevance > 0 { score += 0.1 * covered * match.relevance / greatestRelevance }
        if !match.question.isEmpty { score = max(score, sameness(question, match.question)) }
        score = min(score + 0.05 * share { headings[$0] }, 1)
        let isLiteral = weights.indices.contains { index in
            !isCommon[index] && max(inBody[index] / worth, question[index], headings[index]) >= Self.literal
        }
        if !isLiteral { score *= Self.paraphrased }
        let named = weights.indices.filter { isTitleWord[$0] }
        if !named.isEmpty, !named.contains(where: { title[$0] > 0 || inBody[$0] > 0 }) { score *= Self.elsewhere }
        return Fit(id: match.id, score: min(score, 1))
    }

    /// How much of the question the nearest words cover, with their surroundings.
    private func closest(_ hits: [(place: Int, word: Int, weight: Double)], _ around: [Double]) -> Double {
        var best = share { around[$0] }
        for (start, first) in hits.enumerated() {
            var here = around
            for hit in hits[start...] {
                guard hit.place - first.place < Self.window else { break }
                here[hit.word] = max(here[hit.word], hit.weight)
            }
            best = max(best, share { here[$0] })
        }
        return best
    }

    /// How far an FAQ entry asks the same: the share of each question that the other one covers.
    private func sameness(_ found: [Double], _ terms: String) -> Double {
        let ours = share { found[$0] }
        let words = terms.split(separator: " ")
        let theirs = Double(words.filter { byTerm[String($0)] != nil }.count) / Double(max(words.count, 1))
        return (ours * (0.6 + 0.4 * theirs))
    }

    private func share(_ matched: (Int) -> Double) -> Double {
        weights.indices.reduce(0) { $0 + weights[$1] * matched($1) } / total
    }

    private func found(in terms: String) -> [Double] {
        var found = [Double](repeating: 0, count: weights.count)
        for hit in positions(in: terms) { found[hit.word] = max(found[hit.word], hit.weight) }
        return found
    }

    private func positions(in terms: String) -> [(place: Int, word: Int, weight: Double)] {
        var hits: [(place: Int, word: Int, weight: Double)] = []
        for (place, term) in terms.split(separator: " ").enumerated() {
            for (word, weight) in byTerm[String(term)] ?? [] { hits.append((place, word, weight)) }
        }
        return hits
    }

    /// Which of the question's words stand anywhere in a passage.
    static func words(_ match: KnowledgeSearch.Match, _ byTerm: [String: [(word: Int, weight: Double)]]) -> Set<Int> {
        var words: Set<Int> = []
        for text in [match.title, match.headings, match.question, match.body] {
            for term in text.split(separator: " ") {
                for entry in byTerm[String(term)] ?? [] { words.insert(entry.word) }
            }
        }
        return words
    }
}
