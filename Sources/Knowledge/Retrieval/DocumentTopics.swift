/// Which of a question's words say what a document is about: its name for a thing stands in many of its passages and in
/// few others, so that a passage is about it without repeating it.
struct DocumentTopics {
    /// By document and word: the part of all passages with the word that are the document's; 0 where it has one alone.
    private var shares: [Int64: [Double]] = [:]
    /// In how many passages each word stands.
    private var totals: [Double]

    /// The word itself, or one letter beside it.
    private static let literal = 0.85

    init(_ candidates: [Candidate], words: Int) {
        totals = [Double](repeating: 0, count: words)
        let none = totals
        for candidate in candidates {
            let hits = [candidate.title, candidate.headings, candidate.question, candidate.body].joined()
            for word in Set(hits.filter { $0.weight >= Self.literal }.map(\.word)) {
                shares[candidate.document, default: none][word] += 1
                totals[word] += 1
            }
        }
        let totals = totals
        shares = shares.mapValues { counts in
            zip(counts, totals).map { count, total in count >= 2 ? count / total : 0 }
        }
    }

    func share(of word: Int, in document: Int64) -> Double { shares[document]?[word] ?? 0 }

    /// Whether the word stands for this document as a title does.
    func isNamed(by word: Int, _ document: Int64) -> Bool {
        totals[word] >= 3 && share(of: word, in: document) >= 0.75
    }
}
