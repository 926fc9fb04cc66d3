internal import ExtractWire

/// Tells formats by what is in a document. Its name only decides between kinds of text that look alike, so that a wrong
/// extension does no harm.
enum FormatRecognition {
    static func recognise(_ request: ExtractRequest) -> Result<RecognisedDocument, ExtractRefusal> {
        Result { () throws(ExtractRefusal) in try document(request) }
    }

    private static func document(_ request: ExtractRequest) throws(ExtractRefusal) -> RecognisedDocument {
        let bytes = request.bytes
        if bytes.isEmpty { throw .noText(pages: 0) }
        // PDF 1.7, annex H, implementation note 13: the header may come within the first 1024 bytes.
        if bytes.prefix(1024).contains("%PDF-".utf8) { return .pdf(bytes) }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) { return .docx(bytes) }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw compoundFile(bytes) }
        if let found = foreign(bytes) { throw .unsupported(found: found) }
        let media = MediaType(request.mediaType)
        let text = try TextDecoding.decode(bytes, charset: media.charset)
        let ending = request.name.split(separator: ".").dropFirst().last?.lowercased()
        let head = Lines.trimmed(Substring(text.utf8.prefix(8192))).lowercased()
        if head.hasPrefix("<?xml"), !head.contains("<html") { throw .unsupported(found: "an XML file") }
        if looksLikeHTML(head) { return .html(bytes, charset: media.charset) }
        if text.utf8.starts(with: "{\\rtf".utf8) { throw .unsupported(found: "an RTF document") }
        switch ending {
        case "md", "markdown", "mdown", "mkd": return .markdown(text)
        case "csv", "tsv", "tab": return .csv(text)
        case "json", "jsonl", "ndjson": throw .unsupported(found: "a JSON file")
        default: break
        }
        switch media.name {
        case "text/markdown", "text/x-markdown": return .markdown(text)
        case "text/csv", "text/tab-separated-values": return .csv(text)
        default: break
        }
        if looksLikeMarkdown(text) { return .markdown(text) }
        return SeparatedValues.looksLikeTable(text) ? .csv(text) : .text(text)
    }

    /// A tag that only pages have.
    /// - Parameter head: The beginning, in lower case.
    private static func looksLikeHTML(_ head: String) -> Bool {
        if ["<!doctype html", "<html"].contains(where: { head.hasPrefix($0) }) { return true }
        guard head.hasPrefix("<") else { return false }
        return ["<html", "<head>", "<body", "<title>", "<div", "<p>", "<h1", "<h2", "<table", "<ul", "<dl", "<details"]
            .contains { head.contains($0) }
    }

    /// Headings by "#" at two lines, or at the first line of all.
    private static func looksLikeMarkdown(_ text: String) -> Bool {
        let lines = Lines.split(Substring(text.utf8.prefix(16_384)))
        func isHeading(_ line: Substring) -> Bool {
            let marks = line.utf8.prefix { $0 == UInt8(ascii: "#") }
            return (1...6).contains(marks.count) && line.utf8[marks.endIndex...].first == 32
        }
        if let first = lines.first(where: { !Lines.trimmed($0).isEmpty }), isHeading(first) { return true }
        return lines.count(where: isHeading) >= 2
    }

    /// What Word and Excel wrote before 2007, and the wrapper around an encrypted DOCX.
    private static func compoundFile(_ bytes: [UInt8]) -> ExtractRefusal {
        let name = Array("EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] })
        if bytes.contains(name) { return .encrypted }
        return .unsupported(found: "a file of an old version of Word, Excel or PowerPoint (save it as DOCX or PDF)")
    }

    /// Kinds of files that have no text to read, by their first bytes.
    private static func foreign(_ bytes: [UInt8]) -> String? {
        let signatures: [([UInt8], String)] = [
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
            (Array("GIF8".utf8), "a GIF picture"), (Array("RIFF".utf8), "a WebP picture or a sound file"),
            (Array("II*\0".utf8), "a TIFF picture"), (Array("MM\0*".utf8), "a TIFF picture"),
            ([0x1F, 0x8B], "a gzip archive (unpack it first)"),
            (Array("BZh".utf8), "a bzip2 archive (unpack it first)"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive (unpack it first)"),
            (Array("7z".utf8) + [0xBC, 0xAF], "a 7z archive (unpack it first)"),
            (Array("Rar!".utf8), "a RAR archive (unpack it first)"),
            ([0x7F, 0x45, 0x4C, 0x46], "a program"), (Array("MZ".utf8) + [0x90, 0], "a program"),
            (Array("ID3".utf8), "a sound file"), (Array("OggS".utf8), "a sound or video file"),
            (Array("fLaC".utf8), "a sound file"), ([0x1A, 0x45, 0xDF, 0xA3], "a video file"),
            (Array("SQLite format 3".utf8), "a database"), (Array("%!PS".utf8), "a PostScript file (save it as PDF)"),
        ]
        if bytes.dropFirst(4).starts(with: "ftyp".utf8) { return "a video file" }
        return signatures.first { bytes.starts(with: $0.0) }?.1
    }
}

/// A Content-Type (RFC 9110, section 8.3).
struct MediaType {
    /// In lower case, without parameters.
    var name: String
    var charset: String?

    init(_ text: String) {
        let parts = text.lowercased().split(separator: ";").map { Lines.trimmed($0) }
        name = parts.first.map(String.init) ?? ""
        charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map { part in
            part.dropFirst(8).filter { $0 != "\"" && $0 != "'" }
        }
    }
}
