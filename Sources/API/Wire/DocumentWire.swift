internal import Foundation
internal import HTTP
internal import Knowledge
internal import Storage

/// A document as clients read it.
struct DocumentEntry: Encodable {
    var id: String
    var title: String
    var format: String
    /// The file's name, or the link.
    var source: String
    var url: Maybe<String>
    /// Null is every persona's.
    var personaId: Maybe<String>
    var language: String
    var bytes: Int
    var passages: Int
    var createdAt: String
    var refreshedAt: String

    init(_ document: KnowledgeDocument) {
        id = document.id
        title = document.title
        format = document.format
        // The command line keeps whole paths; where files lie is nobody's business here.
        source = document.url == nil ? FileName.last(of: document.source) : document.source
        url = Maybe(document.url)
        personaId = Maybe(document.persona)
        language = document.language
        bytes = document.bytes
        passages = document.passages
        createdAt = document.createdAt.wire
        refreshedAt = document.refreshedAt.wire
    }
}

/// A stored document and what became of the one before it.
struct DocumentReply: Encodable {
    var document: DocumentEntry
    /// added, replaced or unchanged.
    var change: String

    init(_ stored: StoredDocument) {
        document = DocumentEntry(stored.document)
        change = stored.change.rawValue
    }
}

struct PassageEntry: Encodable {
    var documentId: String
    var title: String
    var headings: [String]
    var question: String?
    var text: String
    var url: String?
    /// 0…1; missing where nothing was asked.
    var score: Double?

    init(_ passage: Passage, score: Double? = nil) {
        documentId = passage.document
        title = passage.title
        headings = passage.headings
        question = passage.question
        text = passage.text
        url = passage.url
        self.score = score.map { ($0 * 1000).rounded() / 1000 }
    }
}

/// Names that clients give their files.
enum FileName {
    /// Without folders and control characters, at most 200 characters of its end, which says the format.
    static func clean(_ name: String) -> String {
        let kept = last(of: name).unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        let text = String(String.UnicodeScalarView(kept)).trimmingCharacters(in: .whitespaces)
        return text.isEmpty || text == "." || text == ".." ? "document" : String(text.suffix(200))
    }

    static func last(of path: String) -> String {
        path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    }
}
