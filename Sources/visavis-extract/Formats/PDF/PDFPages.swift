internal import CPoppler
internal import ExtractWire

/// PDF by poppler: lines with their places and fonts, out of which paragraphs and headings are found again.
enum PDFPages {
    static let mostPages = 5000

    static func read(_ bytes: [UInt8], into list: inout BlockList) throws(ExtractRefusal) {
        let content = bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(content) }
        var error: UnsafeMutablePointer<GError>?
        guard let document = poppler_document_new_from_bytes(content, nil, &error) else {
            defer { g_clear_error(&error) }
            let isEncrypted =
                error.map {
                    $0.pointee.domain == poppler_error_quark()
                        && $0.pointee.code == CInt(POPPLER_ERROR_ENCRYPTED.rawValue)
                } ?? false
            throw isEncrypted ? .encrypted : .damaged(detail: "its pages cannot be found")
        }
        defer { g_object_unref(UnsafeMutableRawPointer(document)) }
        if let title = poppler_document_get_title(document) {
            defer { g_free(title) }
            offer(String(cString: title), to: &list)
        }
        let count = Int(poppler_document_get_n_pages(document))
        guard count <= mostPages else { throw .tooMuch(detail: "it has more than \(mostPages) pages") }
        var (pages, size) = ([[PDFLine]](), 0)
        for index in 0..<count {
            guard let page = poppler_document_get_page(document, CInt(index)) else { continue }
            defer { g_object_unref(UnsafeMutableRawPointer(page)) }
            pages.append(PDFLine.lines(of: page))
            size += pages.last?.reduce(0) { $0 + $1.text.utf8.count } ?? 0
            guard size <= ExtractWire.mostText else {
                throw .tooMuch(detail: "it holds more text than is read at once")
            }
        }
        let hasText = pages.contains { $0.contains { $0.text.unicodeScalars.contains { $0.properties.isAlphabetic } } }
        guard hasText else {
            throw count == 0 ? .damaged(detail: "it has no pages") : .noText(pages: UInt32(count))
        }
        var layout = PDFLayout(pages)
        try list.append(contentsOf: QuestionMarkers.paired(layout.blocks()))
    }

    /// Programs put file names there.
    private static func offer(_ title: String, to list: inout BlockList) {
        let lowered = title.lowercased()
        let isName =
            ["untitled", "microsoft word", "unbenannt", "document1", "dokument1"].contains { lowered.hasPrefix($0) }
            || [".doc", ".docx", ".indd", ".pdf", ".tex", ".dvi", ".odt", ".rtf"].contains { lowered.hasSuffix($0) }
        if !isName { list.offer(title: title) }
    }
}
