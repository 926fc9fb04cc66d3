internal import CMarkdown
internal import ExtractWire

/// Markdown by cmark, which knows no tables: a paragraph whose second line is a rule of bars and dashes is one, as
/// GitHub Flavored Markdown (section 4.10) has it.
enum MarkdownText {
    static func read(_ text: String, into list: inout BlockList) throws(ExtractRefusal) {
        let body = frontMatter(text, &list)
        var bytes = String(body)
        let root = bytes.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
            }
        }
        guard let root else { throw .tooMuch(detail: "its marks unfold into more than fits in memory") }
        defer { cmark_node_free(root) }
        var walk = Walk()
        let iterator = cmark_iter_new(root)
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            try walk.take(node, isEnter: event == CMARK_EVENT_ENTER, into: &list)
        }
        try list.replace(with: QuestionMarkers.paired(list.blocks))
    }

    /// Leaves out what stands between two lines of dashes at the very beginning, but for the title.
    private static func frontMatter(_ text: String, _ list: inout BlockList) -> Substring {
        guard text.utf8.starts(with: "---\n".utf8) else { return text[...] }
        let head = Lines.split(Substring(text.utf8.prefix(16_384)))
        guard let end = head.dropFirst().firstIndex(where: { Lines.trimmed($0) == "---" }) else { return text[...] }
        let fields = head[1..<end]
        guard fields.allSatisfy({ $0.contains(":") || $0.first == " " || $0.first == "-" || Lines.trimmed($0).isEmpty })
        else { return text[...] }
        if let title = fields.first(where: { $0.hasPrefix("title:") }) {
            list.offer(title: String(title.dropFirst(6)).trimmingQuotes)
        }
        return Substring(text.utf8.dropFirst(head[...end].reduce(0) { $0 + $1.utf8.count + 1 }))
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        let text = Lines.trimmed(self[...])
        guard let first = text.first, first == "\"" || first == "'", text.last == first, text.count > 1 else {
            return String(text)
        }
        return String(text.dropFirst().dropLast())
    }
}

/// Goes through cmark's tree without recursion, however deep it is.
private struct Walk {
    private var text = ""
    private var lists = 0
    private var images = 0

    mutating func take(
        _ node: OpaquePointer, isEnter: Bool, into list: inout BlockList
    ) throws(ExtractRefusal) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_LIST: lists += isEnter ? 1 : -1
        case CMARK_NODE_IMAGE: images += isEnter ? 1 : -1
        case CMARK_NODE_TEXT, CMARK_NODE_CODE:
            if images == 0, let literal = cmark_node_get_literal(node) { text += String(cString: literal) }
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += "\n"
        case CMARK_NODE_CODE_BLOCK:
            if let literal = cmark_node_get_literal(node) { try list.append(.paragraph(String(cString: literal))) }
        case CMARK_NODE_HTML_BLOCK:
            if let literal = cmark_node_get_literal(node) {
                try MarkupRemains.read(String(cString: literal), into: &list)
            }
        case CMARK_NODE_HEADING:
            if !isEnter {
                let level = Int(cmark_node_get_heading_level(node))
                let heading = Lines.joined(Lines.split(text))
                if level == 1 { list.offer(title: heading) }
                try list.append(.heading(level: level, text: heading))
            }
            text = ""
        case CMARK_NODE_PARAGRAPH:
            if !isEnter { try paragraph(into: &list) }
            text = ""
        default: break
        }
    }

    private func paragraph(into list: inout BlockList) throws(ExtractRefusal) {
        let lines = Lines.split(text)
        if lines.count >= 2, let table = Self.table(lines) {
            try list.append(contentsOf: table.before.map { .paragraph($0) })
            try TableText.append(table.rows, header: table.header, namesColumns: true, to: &list)
        } else if lists > 0 {
            let text = Lines.joined(lines)
            if !text.isEmpty { try list.append(.listItem(depth: min(lists - 1, 5), text: text)) }
        } else {
            for text in QuestionMarkers.paragraphs(lines) { try list.append(.paragraph(text)) }
        }
    }

    private static func table(_ lines: [Substring]) -> (before: [String], header: [String], rows: [[String]])? {
        guard let rule = lines.indices.dropFirst().first(where: { isRule(lines[$0]) }) else { return nil }
        let header = cells(lines[rule - 1])
        guard header.count == cells(lines[rule]).count else { return nil }
        let before = Lines.joined(lines[..<(rule - 1)])
        let isNamed = header.contains { !$0.isEmpty }
        return (before.isEmpty ? [] : [before], isNamed ? header : [], lines[(rule + 1)...].map(cells))
    }

    private static func isRule(_ line: Substring) -> Bool {
        let bytes = line.utf8
        return bytes.contains(UInt8(ascii: "-")) && bytes.contains(UInt8(ascii: "|"))
            && bytes.allSatisfy { "|-: \t".utf8.contains($0) }
    }

    private static func cells(_ line: Substring) -> [String] {
        var line = Lines.trimmed(line)
        if line.utf8.first == UInt8(ascii: "|") { line = line.dropFirst() }
        if line.utf8.last == UInt8(ascii: "|") { line = line.dropLast() }
        return line.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .prefix(ExtractWire.mostCells).map { String(Lines.trimmed(Substring($0))) }
    }
}
