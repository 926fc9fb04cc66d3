internal import ExtractWire

/// DOCX as Word, LibreOffice and Google Docs write it (ECMA-376, part 1, 17).
enum WordDocument {
    static func read(_ bytes: [UInt8], into list: inout BlockList) throws(ExtractRefusal) {
        let archive = try WordArchive(bytes)
        let styles = try WordStyles(archive.styles)
        var body = WordBody(styles: styles, list: list)
        try archive.body.withUnsafeBufferPointer { (buffer) throws(ExtractRefusal) in
            let events = try XMLEvents(UnsafeRawBufferPointer(buffer))
            while let event = try events.next() { try body.take(event, events) }
        }
        list = body.list
        try list.replace(with: QuestionMarkers.paired(list.blocks))
    }
}

/// The document in the middle of being read.
private struct WordBody {
    private struct Paragraph {
        var text = ""
        var style = ""
        var outline: Int?
        /// Depth in a list; nil outside.
        var list: Int?
    }

    private struct Table {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var hasHeader = false
        var span = 1
    }

    let styles: WordStyles
    var list: BlockList
    /// Several where text boxes stand within paragraphs.
    private var paragraphs: [Paragraph] = []
    private var tables: [Table] = []
    private var isText = false
    private var isHidden = false
    /// Depth of an element that is left out.
    private var silent: Int?

    init(styles: WordStyles, list: BlockList) {
        self.styles = styles
        self.list = list
    }

    mutating func take(_ event: XMLEvents.Event, _ events: borrowing XMLEvents) throws(ExtractRefusal) {
        if let depth = silent {
            if case .end = event, events.depth == depth { silent = nil }
            return
        }
        switch event {
        case .text:
            if isText, !isHidden, !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].text += events.text }
        case .start(let isEmpty):
            let name = events.name
            // A second version for old programs, what was moved away, how characters are read aloud.
            if !isEmpty, ["Fallback", "moveFrom", "rt"].contains(name) {
                silent = events.depth
            } else {
                try start(name, events)
                if isEmpty { try end(name) }
            }
        case .end: try end(events.name)
        }
    }

    private mutating func start(_ name: String, _ events: borrowing XMLEvents) throws(ExtractRefusal) {
        switch name {
        case "p": paragraphs.append(Paragraph())
        case "tbl": tables.append(Table())
        case "r": isHidden = false
        case "t": isText = true
        case "vanish": isHidden = !["0", "false", "off"].contains(events.attribute("val") ?? "1")
        case "tab": add(" ")
        case "br", "cr": add("\n")
        case "noBreakHyphen": add("-")
        case "pStyle": change { $0.style = events.attribute("val") ?? "" }
        case "outlineLvl": change { $0.outline = events.attribute("val").flatMap { Int($0) } }
        case "ilvl": change { $0.list = min(max(events.attribute("val").flatMap { Int($0) } ?? 0, 0), 5) }
        case "numId":
            if events.attribute("val") == "0" { change { $0.list = nil } } else { change { $0.list = $0.list ?? 0 } }
        case "tblHeader": if !tables.isEmpty { tables[tables.count - 1].hasHeader = true }
        case "gridSpan":
            if !tables.isEmpty {
                tables[tables.count - 1].span = min(max(events.attribute("val").flatMap { Int($0) } ?? 1, 1), 50)
            }
        default: break
        }
    }

    private mutating func end(_ name: String) throws(ExtractRefusal) {
        switch name {
        case "t": isText = false
        case "r": isHidden = false
        case "p": if let paragraph = paragraphs.popLast() { try close(paragraph) }
        case "tc": closeCell()
        case "tr":
            if !tables.isEmpty {
                let row = tables[tables.count - 1].row
                tables[tables.count - 1].rows.append(row)
                tables[tables.count - 1].row = []
            }
        case "tbl": if let table = tables.popLast() { try close(table) }
        default: break
        }
    }

    private mutating func add(_ text: String) { change { $0.text += text } }

    private mutating func change(_ body: (inout Paragraph) -> Void) {
        if !paragraphs.isEmpty { body(&paragraphs[paragraphs.count - 1]) }
    }

    private mutating func close(_ paragraph: Paragraph) throws(ExtractRefusal) {
        let lines = Lines.split(paragraph.text)
        let text = Lines.joined(lines)
        if text.isEmpty { return }
        if !tables.isEmpty {
            let cell = tables[tables.count - 1].cell
            tables[tables.count - 1].cell = cell.isEmpty ? text : cell + "\n" + text
            return
        }
        let outline = paragraph.outline.flatMap { $0 < 9 ? min($0 + 1, 6) : nil }
        if let level = outline ?? styles.headingLevel(paragraph.style) {
            if styles.isTitle(paragraph.style) || level == 1 { list.offer(title: text) }
            try list.append(.heading(level: level, text: text))
        } else if paragraph.list != nil || styles.isList(paragraph.style) && !paragraph.style.isEmpty {
            try list.append(.listItem(depth: paragraph.list ?? 0, text: text))
        } else {
            for part in QuestionMarkers.paragraphs(lines) { try list.append(.paragraph(part)) }
        }
    }

    private mutating func closeCell() {
        guard var table = tables.popLast() else { return }
        if table.row.count < ExtractWire.mostCells {
            table.row.append(table.cell)
            for _ in 1..<max(table.span, 1) { table.row.append("") }
        }
        (table.cell, table.span) = ("", 1)
        tables.append(table)
    }

    /// A table within a cell is text of that cell.
    private mutating func close(_ table: Table) throws(ExtractRefusal) {
        if tables.isEmpty {
            let isWide = table.rows.contains { $0.count > 2 }
            try TableText.append(table.rows, namesColumns: table.hasHeader || isWide, to: &list)
        } else {
            let text = table.rows.map { $0.filter { !$0.isEmpty }.joined(separator: ", ") }.joined(separator: "\n")
            let cell = tables[tables.count - 1].cell
            tables[tables.count - 1].cell = cell.isEmpty ? text : cell + "\n" + text
        }
    }
}
