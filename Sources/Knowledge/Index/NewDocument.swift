package import ExtractWire
package import Storage

/// A document that is to be known.
package struct NewDocument: Equatable, Sendable {
    /// Whose it is; nil is every persona's.
    package var persona: String?
    /// The API key that brings it; nil for the command line.
    package var owner: String?
    /// For people; spoken when she says what she knows about.
    package var title: String
    package var format: DocumentFormat
    /// The file or URL it comes from: the same again replaces it.
    package var source: String
    /// Where people find it, for a link.
    package var url: String?
    /// SHA-256 of its bytes, in hexadecimal; the same again replaces it, too.
    package var hash: String
    package var bytes: Int
    package var passages: [PassageDraft]

    package init(
        persona: String? = nil, owner: String? = nil, title: String, format: DocumentFormat, source: String,
        url: String? = nil, hash: String, bytes: Int, passages: [PassageDraft]
    ) {
        self.persona = persona
        self.owner = owner
        self.title = title
        self.format = format
        self.source = source
        self.url = url
        self.hash = hash
        self.bytes = bytes
        self.passages = passages
    }
}

/// A document as it is stored now.
package struct StoredDocument: Equatable, Sendable {
    package var document: KnowledgeDocument
    package var change: KnowledgeChange
}
