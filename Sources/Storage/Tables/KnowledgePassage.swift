internal import Foundation

/// A stored passage with what its document says of it.
package struct KnowledgePassage: Equatable, Sendable {
    package var id: Int64
    package var document: String
    package var title: String
    package var url: String?
    package var headings: [String]
    package var question: String?
    package var text: String

    /// Between headings; no document has it (ASCII's unit separator).
    static let separator = "\u{1F}"

    static let columns = "p.id, d.id, d.title, d.url, p.headings, p.question, p.text"

    static func row(_ row: borrowing Statement) throws(StorageError) -> KnowledgePassage {
        let headings = row.text(4) ?? ""
        return KnowledgePassage(
            id: row.integer(0) ?? 0, document: row.text(1) ?? "", title: row.text(2) ?? "", url: row.text(3),
            headings: headings.isEmpty ? [] : headings.components(separatedBy: separator), question: row.text(5),
            text: row.text(6) ?? "")
    }
}
