internal import ExtractWire

/// A document whose format is known.
enum RecognisedDocument {
    case text(String)
    case markdown(String)
    case csv(String)
    case html([UInt8], charset: String?)
    case pdf([UInt8])
    case docx([UInt8])

    var format: DocumentFormat {
        switch self {
        case .text: .text
        case .markdown: .markdown
        case .csv: .csv
        case .html: .html
        case .pdf: .pdf
        case .docx: .docx
        }
    }

    func read(into list: inout BlockList) throws(ExtractRefusal) {
        switch self {
        case .text(let text): try PlainText.read(text, into: &list)
        case .markdown(let text): try MarkdownText.read(text, into: &list)
        case .csv(let text): try SeparatedValues.read(text, into: &list)
        case .html(let bytes, let charset): try HTMLPage.read(bytes, charset: charset, into: &list)
        case .pdf(let bytes): try PDFPages.read(bytes, into: &list)
        case .docx(let bytes): try WordDocument.read(bytes, into: &list)
        }
    }
}
