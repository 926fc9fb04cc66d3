/// What kinds of documents are read.
package enum DocumentFormat: String, CaseIterable, Codable, Sendable {
    case text, markdown, html, pdf, docx, csv
}
