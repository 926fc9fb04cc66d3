package import Foundation

/// A document a persona was given to know.
package struct KnowledgeDocument: Equatable, Codable, Sendable {
    /// Lower-case UUID; stays when the same document comes again.
    package var id: String
    /// Whose it is; nil is everybody's.
    package var persona: String?
    /// The API key that brought it; nil for the command line.
    package var owner: String?
    package var title: String
    /// Such as "markdown".
    package var format: String
    /// The file or URL it came from. One scope (persona and owner) holds each source and each content once.
    package var source: String
    /// Where people find it, for a link.
    package var url: String?
    /// ISO 639-1 of the words it was analysed as; empty when nobody can tell.
    package var language: String
    /// SHA-256 of what it was made from.
    package var hash: String
    package var createdAt: Date
    /// When it came last.
    package var refreshedAt: Date
    package var bytes: Int
    package var passages: Int

    package init(
        id: String, persona: String? = nil, owner: String? = nil, title: String, format: String, source: String,
        url: String? = nil, language: String = "", hash: String, createdAt: Date, refreshedAt: Date, bytes: Int,
        passages: Int
    ) {
        self.id = id
        self.persona = persona
        self.owner = owner
        self.title = title
        self.format = format
        self.source = source
        self.url = url
        self.language = language
        self.hash = hash
        self.createdAt = createdAt
        self.refreshedAt = refreshedAt
        self.bytes = bytes
        self.passages = passages
    }
}

/// A passage as people read it, and as the index holds it: analysed words parted by single spaces.
package struct IndexedPassage: Equatable, Sendable {
    package var headings: [String]
    package var question: String?
    package var text: String
    package var headingTerms: String
    package var questionTerms: String
    package var bodyTerms: String

    package init(
        headings: [String], question: String?, text: String, headingTerms: String, questionTerms: String,
        bodyTerms: String
    ) {
        self.headings = headings
        self.question = question
        self.text = text
        self.headingTerms = headingTerms
        self.questionTerms = questionTerms
        self.bodyTerms = bodyTerms
    }
}

/// A document ready to be stored.
package struct IndexedDocument: Equatable, Sendable {
    package var document: KnowledgeDocument
    package var titleTerms: String
    package var passages: [IndexedPassage]
    /// Words of it with their terms; those that are known already may be left out.
    package var words: [KnowledgeWord]

    package init(
        document: KnowledgeDocument, titleTerms: String, passages: [IndexedPassage], words: [KnowledgeWord]
    ) {
        self.document = document
        self.titleTerms = titleTerms
        self.passages = passages
        self.words = words
    }
}

/// A word as it is written, without case and diacritics, and the term the index holds for it.
package struct KnowledgeWord: Hashable, Sendable {
    package var word: String
    package var term: String

    package init(word: String, term: String) {
        self.word = word
        self.term = term
    }
}

/// What became of a document that was to be stored.
package enum KnowledgeChange: String, Equatable, Codable, Sendable {
    case added
    /// The same source or the same content was there; it keeps its id.
    case replaced
    /// All of it was there already; only `refreshedAt` is new.
    case unchanged
}
