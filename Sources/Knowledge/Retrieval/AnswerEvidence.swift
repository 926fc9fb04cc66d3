/// What speaks for a passage holding the answer to a question and what against it, each about 0…1.
package struct AnswerEvidence: Equatable, Sendable {
    /// How well its words cover the question's, see ``PassageRanker``.
    var fit = 0.0
    /// Its BM25 as a share of the best passage's.
    var relevance = 0.0
    /// The share of the telling words it has itself, without those that only name its document.
    var attributes = 0.0
    /// The share of the telling words that stand in no document, nor others for them.
    var unknown = 0.0
    /// 1 when the question names another document.
    var elsewhere = 0.0
    /// How much less of the question its document has than the one that has most.
    var remote = 0.0
    /// 1 when the question asks for a kind of thing, such as a price, that it does not have.
    var lacksKind = 0.0
    /// How much of the question the best sentence covers that has the kind asked for.
    var besideKind = 0.0
    /// How near its sentences are to the question; nil where words alone are compared.
    var meaning: Meaning?

    struct Meaning: Equatable, Sendable {
        /// The cosine of the nearest sentence, −1…1.
        var nearness: Double
        /// How much less that is than the nearest passage's.
        var behind: Double
    }

    /// In the order of ``names``; those of the meaning only where it is compared.
    package var values: [Double] {
        let words = [fit, relevance, attributes, unknown, elsewhere, remote, lacksKind, besideKind]
        return words + (meaning.map { [$0.nearness, $0.behind] } ?? [])
    }

    package static let names = [
        "fit", "relevance", "attributes", "unknown", "elsewhere", "remote", "lacks kind", "beside kind", "nearness",
        "behind",
    ]
}

/// A passage and what speaks for it, before that is weighed.
package struct FoundPassage: Sendable {
    package var passage: Passage
    package var evidence: AnswerEvidence
    /// The one nearest to the question; nil where words alone are compared.
    var sentence: SentenceVector?
}
