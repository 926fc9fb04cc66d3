internal import Storage

/// A match of the index with the places where the question's words stand in it.
struct Candidate {
    struct Hit {
        /// In terms from the beginning.
        var place: Int
        /// Of the question.
        var word: Int
        /// How sure it is that the term stands for the word, 0…1.
        var weight: Double
    }

    var id: Int64
    var relevance: Double
    /// As the index holds it: the same for all passages of a document.
    var titleTerms: String
    var title, headings, question, body: [Hit]
    /// Terms of the question of an FAQ entry; 0 where there is none.
    var questionLength: Int

    init(_ match: KnowledgeSearch.Match, _ byTerm: SearchQuestion.WordsByTerm) {
        id = match.id
        relevance = match.relevance
        titleTerms = match.title
        title = Self.hits(in: match.title, byTerm).hits
        headings = Self.hits(in: match.headings, byTerm).hits
        (question, questionLength) = Self.hits(in: match.question, byTerm)
        body = Self.hits(in: match.body, byTerm).hits
    }

    /// The number of its document.
    var document: Int64 { id >> 20 }

    /// The question's words that stand anywhere in it, themselves or as the index's only words for them.
    func words(_ isKnown: [Bool]) -> Set<Int> {
        Set([title, headings, question, body].joined().filter { !isKnown[$0.word] || $0.weight >= 1 }.map(\.word))
    }

    /// Splits bytes rather than characters: a term never holds a space.
    private static func hits(in terms: String, _ byTerm: SearchQuestion.WordsByTerm) -> (hits: [Hit], count: Int) {
        var hits: [Hit] = []
        var count = 0
        for term in terms.utf8.split(separator: UInt8(ascii: " ")) {
            for entry in byTerm[Substring(term)] ?? [] {
                hits.append(Hit(place: count, word: entry.word, weight: entry.weight))
            }
            count += 1
        }
        return (hits, count)
    }
}
