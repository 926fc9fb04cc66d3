internal import Foundation

/// Says how well passages fit a question, from the terms both have. A pure value.
///
/// BM25 finds candidates; it adds up words, and cannot tell half an answer with a frequent word from a whole one. What
/// counts here is which share of the question a passage covers, each word weighed by how rare it is, and whether that is
/// within a few sentences.
struct PassageRanker {
    struct Fit {
        var candidate: Candidate
        /// Without what only its sentences tell.
        var evidence: AnswerEvidence

        var id: Int64 { candidate.id }
        /// 0…1.
        var score: Double { evidence.fit }
    }

    private let weights: [Double]
    /// ``weights`` before it is asked what the words are for.
    private let rarities: [Double]
    private let total: Double
    /// Whether a word names some documents that were found: it stands in their titles, and in few others.
    private let isTitleWord: [Bool]
    private let isCommon: [Bool]
    /// Which telling words stand in no document, nor others for them.
    private let isUnknown: [Bool]
    private let topics: DocumentTopics
    /// How much of the question each document covers with all its passages.
    private let shares: [Int64: Double]

    /// Words of a passage that stand near enough to each other to be about one thing; two or three sentences.
    private static let window = 18
    /// What a match is worth where it stands: in the text, the answer and the question of an FAQ entry, headings, the
    /// document's title.
    private static let places = (body: 1.0, answer: 0.85, question: 1.0, headings: 0.95, title: 0.8)
    /// A word that questions are wrapped in, against any other word.
    private static let common = 0.25
    /// A word no document has: it may be a paraphrase, or what the question is about.
    private static let unknown = 0.9
    /// A word that only says which document is meant.
    private static let naming = 0.5
    /// What a passage keeps whose document is not the one the question names.
    private static let elsewhere = 0.55
    /// What a passage keeps that has none of the question's own telling words, but others for them.
    private static let paraphrased = 0.75
    /// What all passages keep when a telling word of the question stands in none.
    private static let missing = 0.85
    /// How much a passage loses whose document has nothing else of the question, at most.
    private static let context = 0.4
    /// What a word is worth that its document is about, but that the passage does not repeat.
    private static let topic = 0.6
    /// What two words are worth that stand side by side as they do in the question, such as "telephone number".
    private static let inOrder = 0.05
    /// The word itself, or one letter beside it.
    private static let literal = 0.85

    /// - Parameters:
    ///   - candidates: All that is ranked.
    ///   - frequency: In how many of `passages` each word stands.
    init(_ question: SearchQuestion, among candidates: [Candidate], frequency: [Int], passages: Int) {
        var isTitleWord = [Bool](repeating: false, count: question.words.count)
        var titles: [String: Set<Int>] = [:]
        for candidate in candidates where titles[candidate.titleTerms] == nil {
            titles[candidate.titleTerms] = Set(candidate.title.filter { $0.weight >= 0.75 }.map(\.word))
        }
        for (index, word) in question.words.enumerated() where !word.isCommon {
            let naming = titles.values.count { $0.contains(index) }
            // What most titles have names none of them.
            isTitleWord[index] = naming > 0 && naming * 2 <= titles.count
        }
        // A word that other documents use names none: "leave" is more than the title of a policy.
        for candidate in candidates {
            for hit in [candidate.headings, candidate.question, candidate.body].joined() where hit.weight >= 0.75 {
                if titles[candidate.titleTerms]?.contains(hit.word) != true { isTitleWord[hit.word] = false }
            }
        }
        self.isTitleWord = isTitleWord
        isCommon = question.words.map(\.isCommon)
        isUnknown = question.words.map { !$0.isCommon && $0.variants.isEmpty }
        topics = DocumentTopics(candidates, words: question.words.count)
        let rarities = question.words.indices.map { index in
            question.words[index].variants.isEmpty
                ? Self.unknown : Self.rarity(frequency[index], of: max(passages, 20))
        }
        weights = question.words.indices.map { index in
            rarities[index] * (question.words[index].isCommon ? Self.common : isTitleWord[index] ? Self.naming : 1)
        }
        self.rarities = rarities
        total = weights.reduce(0, +)
        var best: [Int64: [Double]] = [:]
        for candidate in candidates {
            var found = best[candidate.document] ?? [Double](repeating: 0, count: weights.count)
            for hit in [candidate.title, candidate.headings, candidate.question, candidate.body].joined() {
                found[hit.word] = max(found[hit.word], hit.weight)
            }
            best[candidate.document] = found
        }
        let (weights, total) = (weights, max(total, 1e-9))
        shares = best.mapValues { found in weights.indices.reduce(0) { $0 + weights[$1] * found[$1] } / total }
    }

    /// BM25's inverse document frequency (Robertson & Zaragoza, "The probabilistic relevance framework", 2009, eq. 3.3
    /// with 1 added under the logarithm), as a share of that of a word that stands once,
    /// and never near nothing: two frequent words tell more than a rare one.
    static func rarity(_ frequency: Int, of passages: Int) -> Double {
        func value(_ count: Double) -> Double { log(1 + (Double(passages) - count + 0.5) / (count + 0.5)) }
        return 0.35 + 0.65 * min(max(value(Double(max(frequency, 1))) / value(1), 0), 1)
    }

    func fit(_ candidate: Candidate, greatestRelevance: Double) -> Fit {
        var evidence = AnswerEvidence()
        guard total > 0 else { return Fit(candidate: candidate, evidence: evidence) }
        let title = strongest(candidate.title)
        let headings = strongest(candidate.headings)
        let question = strongest(candidate.question)
        let isEntry = candidate.questionLength > 0
        let worth = isEntry ? Self.places.answer : Self.places.body
        let inBody = strongest(candidate.body).map { $0 * worth }
        // What the surroundings say counts for every window of the text.
        let around = weights.indices.map { index in
            max(
                question[index] * Self.places.question, headings[index] * Self.places.headings,
                title[index] * Self.places.title,
                isCommon[index] ? 0 : Self.topic * topics.share(of: index, in: candidate.document))
        }
        let covered = share { max(around[$0], inBody[$0]) }
        let together = closest(candidate.body, worth, around)
        var score = 0.5 * covered + 0.4 * together
        if greatestRelevance > 0 { score += 0.1 * covered * candidate.relevance / greatestRelevance }
        if isEntry { score = max(score, sameness(question, candidate)) }
        score += 0.05 * share { headings[$0] }
        score +=
            Self.inOrder * Double(min(pairs(candidate.body) + pairs(candidate.question) + pairs(candidate.headings), 2))
        score = min(score, 1)
        let isLiteral = weights.indices.contains { index in
            !isCommon[index] && max(inBody[index] / worth, question[index], headings[index]) >= Self.literal
        }
        if !isLiteral { score *= Self.paraphrased }
        // Where the rest of the question is spoken of nearby, its passage is likelier meant.
        let most = shares.values.max() ?? 0
        evidence.remote = most > 0 ? 1 - (shares[candidate.document] ?? 0) / most : 0
        score *= 1 - Self.context * evidence.remote
        if isUnknown.contains(true) { score *= Self.missing }
        let named = weights.indices.filter { isTitleWord[$0] }
        if !named.isEmpty, !named.contains(where: { title[$0] > 0 || inBody[$0] > 0 }) {
            score *= Self.elsewhere
            evidence.elsewhere = 1
        }
        evidence.fit = min(score, 1)
        evidence.relevance = greatestRelevance > 0 ? candidate.relevance / greatestRelevance : 0
        let asked = weights.indices.filter {
            !isCommon[$0] && !isTitleWord[$0] && !topics.isNamed(by: $0, candidate.document)
        }
        let all = asked.reduce(0) { $0 + rarities[$1] }
        if all > 0 {
            evidence.attributes =
                asked.reduce(0) { $0 + rarities[$1] * max(inBody[$1] / worth, question[$1], headings[$1]) } / all
            evidence.unknown = asked.reduce(0) { $0 + (isUnknown[$1] ? rarities[$1] : 0) } / all
        }
        return Fit(candidate: candidate, evidence: evidence)
    }

    /// How much of the question words cover that stand in one sentence, each with how sure it is.
    func share(of words: [Int: Double]) -> Double { total > 0 ? share { words[$0] ?? 0 } : 0 }

    /// How much of the question the nearest words cover, with their surroundings.
    private func closest(_ hits: [Candidate.Hit], _ worth: Double, _ around: [Double]) -> Double {
        var best = share { around[$0] }
        for (start, first) in hits.enumerated() {
            var here = around
            for hit in hits[start...] {
                guard hit.place - first.place < Self.window else { break }
                here[hit.word] = max(here[hit.word], hit.weight * worth)
            }
            best = max(best, share { here[$0] })
        }
        return best
    }

    /// Words that follow each other both in the question and here.
    private func pairs(_ hits: [Candidate.Hit]) -> Int {
        var pairs: Set<Int> = []
        for (index, hit) in hits.enumerated() {
            let next = hits[(index + 1)...].prefix { $0.place <= hit.place + 1 }
            if next.contains(where: { $0.place == hit.place + 1 && $0.word == hit.word + 1 }) { pairs.insert(hit.word) }
        }
        return pairs.count
    }

    /// How far an FAQ entry asks the same: the share of each question that the other one covers.
    private func sameness(_ found: [Double], _ candidate: Candidate) -> Double {
        let theirs = Double(Set(candidate.question.map(\.place)).count) / Double(candidate.questionLength)
        return share { found[$0] } * (0.6 + 0.4 * theirs)
    }

    private func share(_ matched: (Int) -> Double) -> Double {
        weights.indices.reduce(0) { $0 + weights[$1] * matched($1) } / total
    }

    private func strongest(_ hits: [Candidate.Hit]) -> [Double] {
        var found = [Double](repeating: 0, count: weights.count)
        for hit in hits { found[hit.word] = max(found[hit.word], hit.weight) }
        return found
    }
}
