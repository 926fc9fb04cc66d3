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

    /// In the order of ``names``.
    package var values: [Double] {
        [fit, relevance, attributes, unknown, elsewhere, remote, lacksKind, besideKind]
    }

    package static let names = [
        "fit", "relevance", "attributes", "unknown", "elsewhere", "remote", "lacks kind", "beside kind",
    ]
}
