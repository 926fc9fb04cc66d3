/// A stretch of a document, small enough to be read out and large enough to stand alone.
package struct Passage: Equatable, Codable, Sendable {
    /// Unique on the server.
    package var id: Int64
    /// Of the document it is from.
    package var document: String
    /// The document's title or file name, for people.
    package var title: String
    /// Headings above it, outermost first.
    package var headings: [String]
    /// Of a table row or FAQ entry with a question: the question, and `text` is its answer.
    package var question: String?
    package var text: String
    /// Where a link's passage came from.
    package var url: String?

    package init(
        id: Int64, document: String, title: String, headings: [String] = [], question: String? = nil, text: String,
        url: String? = nil
    ) {
        self.id = id
        self.document = document
        self.title = title
        self.headings = headings
        self.question = question
        self.text = text
        self.url = url
    }
}

/// A passage and how well it fits a question; 1 fits best.
package struct RankedPassage: Equatable, Sendable {
    package var passage: Passage
    /// 0…1, comparable between questions.
    package var score: Double

    package init(passage: Passage, score: Double) {
        self.passage = passage
        self.score = score
    }
}

/// What a persona was given to know, searchable. Any thread.
package protocol KnowledgeSource: Sendable {
    /// The best passages for a question, best first; none when nothing fits. Never throws: where a provider of
    /// embeddings fails, words alone decide, and the failure is counted.
    ///
    /// - Parameter personas: Whose knowledge; documents shared by all personas are always searched.
    func passages(for question: String, persona: String, limit: Int) async -> [RankedPassage]
    /// Names and rare words, for recognisers that can be told what to expect; most telling first.
    func keywords(persona: String, limit: Int) async -> [String]
    /// Titles of what the persona was given to know, its own before what is shared; empty where nobody can tell.
    func topics(persona: String, limit: Int) async -> [String]
}

extension KnowledgeSource {
    package func topics(persona: String, limit: Int) async -> [String] { [] }
}

/// Turns texts into vectors of one length; an OpenAI-compatible `/v1/embeddings` is one.
package protocol Embedder: Sendable {
    /// Changes when vectors of before are no longer comparable: model name and length.
    var identity: String { get }
    /// One vector for each text, in order; at most 256 texts.
    func embed(_ texts: [String]) async throws -> [[Float]]
}
