/// A passage that is not stored yet.
package struct PassageDraft: Equatable, Sendable {
    /// Outermost first.
    package var headings: [String]
    /// What `text` answers, where the document says so.
    package var question: String?
    package var text: String

    package init(headings: [String] = [], question: String? = nil, text: String) {
        self.headings = headings
        self.question = question
        self.text = text
    }

    package func passage(id: Int64, document: String, title: String, url: String? = nil) -> Passage {
        Passage(
            id: id, document: document, title: title, headings: headings, question: question, text: text, url: url)
    }
}
