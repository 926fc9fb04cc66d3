package import ExtractWire

/// Why a document was not taken in; each description says what to do.
package enum IngestionError: Error, Equatable, CustomStringConvertible {
    /// `bytes` is nil where only the limit is known to be passed.
    case tooLarge(bytes: Int?, limit: Int)
    case encrypted
    /// `scannedPages`: pages of a PDF that hold pictures alone; 0 for other formats.
    case noText(format: DocumentFormat?, scannedPages: Int)
    case damaged(format: DocumentFormat?, detail: String)
    /// `found`: with its article, and what to do where there is something: "a RAR archive; unpack it first".
    case unsupported(found: String)
    /// It unfolds into more than is read, as archives made to do harm do.
    case tooMuch(detail: String)
    case timedOut(seconds: Int)
    case tooManyPassages(limit: Int)
    /// The reader's process died over it.
    case unreadable(reason: String)
    case notFound(path: String, reason: String)
    case readerMissing(reason: String)
    case busy(waiting: Int)
    case cancelled

    package var description: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "the document has \(bytes.map { "\(Self.size($0)), " } ?? "")more than \(Self.size(limit)); split it or save it without pictures"
        case .encrypted: "the document is encrypted; save it without a password"
        case .noText(.pdf, let pages) where pages > 0:
            "no text in it; its \(pages == 1 ? "page is a picture" : "\(pages) pages are pictures"), so run text recognition (OCR) over it first"
        case .noText: "no text in it; check that it is the right file"
        case .damaged(let format, let detail):
            "the \(format.map { Self.name($0) } ?? "document") is damaged (\(detail)); save it again from the program that made it"
        case .unsupported(let found):
            "\(found) is not read; give text, Markdown, HTML, PDF, DOCX or CSV"
        case .tooMuch(let detail): "the document is refused: \(detail); split it"
        case .timedOut(let seconds):
            "reading the document took more than \(seconds) s; split it or save it as plain text"
        case .tooManyPassages(let limit): "the document has more than \(limit) passages; split it"
        case .unreadable(let reason): "the document cannot be read (\(reason)); save it again or as plain text"
        case .notFound(let path, let reason): "\(path) cannot be opened: \(reason)"
        case .readerMissing(let reason): "documents cannot be read: \(reason)"
        case .busy(let waiting): "\(waiting) documents wait to be read already; try again in a moment"
        case .cancelled: "the reading was cancelled"
        }
    }

    private static func name(_ format: DocumentFormat) -> String {
        switch format {
        case .text: "text file"
        case .markdown: "Markdown file"
        case .html: "web page"
        case .pdf: "PDF"
        case .docx: "DOCX file"
        case .csv: "table"
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\((bytes + (1 << 19)) >> 20) MB" : "\((bytes + 1023) >> 10) kB"
    }
}
