internal import CArchive
internal import ExtractWire

/// The parts of a DOCX file that hold its text, out of the ZIP archive it is. Nothing is written anywhere; names in the
/// archive only choose what is read.
struct WordArchive {
    /// Bytes of one part once unpacked.
    static let longestPart = 64 << 20
    /// XML packs to a tenth, seldom to a fiftieth; DEFLATE's utmost is 1032.
    static let highestRatio = 250
    static let mostEntries = 20_000

    private(set) var body: [UInt8] = []
    private(set) var styles: [UInt8] = []

    init(_ bytes: [UInt8]) throws(ExtractRefusal) {
        guard let archive = archive_read_new() else { throw .damaged(detail: "it cannot be unpacked") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        var copy = self
        try bytes.withUnsafeBufferPointer { (buffer) throws(ExtractRefusal) in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                throw .damaged(detail: "it is no ZIP archive")
            }
            try copy.read(archive, packed: bytes.count)
        }
        self = copy
    }

    private mutating func read(_ archive: OpaquePointer, packed: Int) throws(ExtractRefusal) {
        var (names, entry) = ([String](), OpaquePointer?.none)
        while true {
            let code = archive_read_next_header(archive, &entry)
            if code == ARCHIVE_EOF { break }
            guard code >= ARCHIVE_WARN, let entry else { throw .damaged(detail: "its archive is broken") }
            let name = archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
            names.append(name)
            guard names.count <= Self.mostEntries else { throw .tooMuch(detail: "its archive has too many entries") }
            let isBody = name.hasPrefix("word/document") && name.hasSuffix(".xml") && body.isEmpty
            guard isBody || name == "word/styles.xml" else { continue }
            if archive_entry_is_encrypted(entry) != 0 { throw .encrypted }
            let part = try content(archive, packed: packed)
            if isBody { body = part } else { styles = part }
        }
        if body.isEmpty { throw Self.refusal(names) }
    }

    private func content(_ archive: OpaquePointer, packed: Int) throws(ExtractRefusal) -> [UInt8] {
        var part: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = archive_read_data(archive, &portion, portion.count)
            if count == 0 { return part }
            guard count > 0 else { throw .damaged(detail: "its archive ends early or is broken") }
            part.append(contentsOf: portion[..<count])
            guard part.count <= Self.longestPart, part.count <= max(packed, 4096) * Self.highestRatio else {
                throw .tooMuch(detail: "its archive unfolds into more than \(part.count >> 20) MB")
            }
        }
    }

    /// What an archive without a Word document is.
    private static func refusal(_ names: [String]) -> ExtractRefusal {
        func has(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
        if has("xl/") { return .unsupported(found: "an Excel workbook (save its sheet as CSV)") }
        if has("ppt/") { return .unsupported(found: "a PowerPoint file (save it as PDF)") }
        if names.contains("content.xml") { return .unsupported(found: "an OpenDocument file (save it as DOCX or PDF)") }
        if names.contains("META-INF/container.xml") { return .unsupported(found: "an EPUB book") }
        return .unsupported(found: "a ZIP archive (unpack it first)")
    }
}
