internal import CXML
internal import ExtractWire

/// A page to blocks: menus, banners and scripts go; headings, lists, tables and questions stay what they are.
struct HTMLWalk {
    private(set) var blocks: [DocumentBlock] = []
    private var text = ""
    private var size = 0
    /// Bytes of `text` that are links.
    private var linked = 0
    private var (links, headings, lists, items, contents) = (0, 0, 0, 0, 0)
    private var level = 1
    private var list: (start: Int, bytes: Int, linked: Int)?
    /// What the next description describes.
    private var term: String?

    mutating func walk(_ root: xmlNodePtr) throws(ExtractRefusal) {
        var walk = self
        try HTMLTree.visit(root) { (node) throws(ExtractRefusal) in
            try walk.enter(node, root)
        } leave: { (node) throws(ExtractRefusal) in
            try walk.leave(node)
        }
        try walk.flush()
        self = walk
    }

    private mutating func enter(_ node: xmlNodePtr, _ root: xmlNodePtr) throws(ExtractRefusal) -> Bool {
        guard let name = HTMLTree.name(node) else {
            let content = Self.flattened(HTMLTree.content(node))
            text += content
            if links > 0 { linked += content.utf8.count }
            return node.pointee.type == XML_HTML_DOCUMENT_NODE
        }
        if node != root, Self.isSilent(node, name) { return false }
        if name == "header", contents == 0, node != root { return false }
        switch name {
        case "br": text += "\n"
        case "a": links += 1
        case "main", "article":
            try flush()
            contents += 1
        case "h1", "h2", "h3", "h4", "h5", "h6":
            try flush()
            headings += 1
            level = Int(name.dropFirst()) ?? 6
        case "button":
            if headings > 0 { return true }
            let label = HTMLTree.text(of: node)
            try flush()
            if Lines.isQuestion(label) { try append(.heading(level: 6, text: label)) }
            return false
        case "ul", "ol", "menu":
            try flush()
            if lists == 0 { list = (blocks.count, 0, 0) }
            lists += 1
        case "li":
            try flush()
            items += 1
        case "dt":
            try flush()
            term = HTMLTree.text(of: node)
            return false
        case "dd":
            try flush()
            try describe(HTMLTree.text(of: node))
            return false
        case "details":
            try flush()
            return try !isEntry(node)
        case "summary":
            try flush()
            try append(.heading(level: 6, text: HTMLTree.text(of: node)))
            return false
        case "table":
            try flush()
            guard let rows = HTMLTable.rows(node) else { return true }
            var table = BlockList()
            try TableText.append(
                rows.cells, header: rows.header, namesColumns: rows.cells.first?.count ?? 0 > 2, to: &table)
            for block in table.blocks { try append(block) }
            return false
        default:
            if Self.blockElements.contains(name) { try flush() }
        }
        return true
    }

    private mutating func leave(_ node: xmlNodePtr) throws(ExtractRefusal) {
        guard let name = HTMLTree.name(node) else { return }
        if Self.blockElements.contains(name) { try flush() }
        switch name {
        case "a": links -= 1
        case "main", "article": contents -= 1
        case "h1", "h2", "h3", "h4", "h5", "h6": headings -= 1
        case "li": items -= 1
        case "ul", "ol", "menu":
            lists -= 1
            if lists == 0 { dropMenu() }
        default: break
        }
    }

    /// A list of nothing but links outside the content is a menu.
    private mutating func dropMenu() {
        guard let list else { return }
        if contents == 0, blocks.count - list.start >= 3, list.linked * 5 >= list.bytes * 4 {
            blocks.removeSubrange(list.start...)
        }
        self.list = nil
    }

    /// A fold that opens to an answer.
    private mutating func isEntry(_ node: xmlNodePtr) throws(ExtractRefusal) -> Bool {
        guard let summary = HTMLTree.first("summary", below: node),
            HTMLTree.all(
                below: node, atMost: 1, where: { ["details", "table", "h2", "h3", "h4"].contains(HTMLTree.name($0)) }
            )
            .isEmpty
        else { return false }
        let answer = HTMLTree.text(of: node, without: summary)
        guard answer.utf8.count <= 4000 else { return false }
        try append(.entry(question: HTMLTree.text(of: summary), answer: answer))
        return true
    }

    private mutating func describe(_ text: String) throws(ExtractRefusal) {
        guard let term, !term.isEmpty else { return try append(.paragraph(text)) }
        if Lines.isQuestion(term) || term.utf8.count > 60 {
            try append(.entry(question: term, answer: text))
        } else {
            try append(.tableRow([TableCell(header: term, text: text)]))
        }
    }

    private mutating func flush() throws(ExtractRefusal) {
        defer { (text, linked) = ("", 0) }
        let lines = Lines.split(text).map(Lines.trimmed)
        guard lines.contains(where: { !$0.isEmpty }) else { return }
        let whole = Lines.joined(lines)
        if headings > 0 {
            try append(.heading(level: level, text: whole))
        } else if items > 0 {
            list?.bytes += whole.utf8.count
            list?.linked += linked
            try append(.listItem(depth: min(max(lists - 1, 0), 5), text: whole))
        } else {
            for part in QuestionMarkers.paragraphs(lines) { try append(.paragraph(part)) }
        }
    }

    private mutating func append(_ block: DocumentBlock) throws(ExtractRefusal) {
        size += block.size
        guard size <= ExtractWire.mostText, blocks.count < ExtractWire.mostBlocks else {
            throw .tooMuch(detail: "it holds more text than is read at once")
        }
        if block.size > 0 { blocks.append(block) }
    }
}

extension HTMLWalk {
    static let blockElements: Set<String> = [
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main",
        "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]

    private static let silentElements: Set<String> = [
        "script", "style", "nav", "footer", "aside", "noscript", "template", "svg", "math", "canvas", "iframe",
        "object",
        "embed", "audio", "video", "select", "textarea", "input", "head", "map", "dialog", "rt", "rp",
    ]

    private static let silentRoles: Set<String> = [
        "navigation", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar", "toolbar",
    ]

    /// White space in HTML means one space.
    static func flattened(_ content: String) -> String {
        content.utf8.contains(10) || content.utf8.contains(13)
            ? content.replacing("\n", with: " ").replacing("\r", with: " ") : content
    }

    /// What is no part of what the page says, or is not seen. What is folded away at first, as answers are, counts as
    /// seen when the page says what it belongs to.
    static func isSilent(_ node: xmlNodePtr, _ name: String) -> Bool {
        if silentElements.contains(name) { return true }
        guard node.pointee.properties != nil else { return false }
        if let role = HTMLTree.attribute("role", of: node), silentRoles.contains(role) { return true }
        if let style = HTMLTree.attribute("style", of: node)?.lowercased().filter({ $0 != " " }),
            ["display:none", "visibility:hidden", "font-size:0", "opacity:0"].contains(where: style.contains),
            !isFold(node)
        {
            return true
        }
        if HTMLTree.attribute("hidden", of: node) != nil, !isFold(node) { return true }
        let names = ((HTMLTree.attribute("id", of: node) ?? "") + " " + (HTMLTree.attribute("class", of: node) ?? ""))
            .lowercased()
        return ["cookie", "gdpr", "breadcrumb"].contains(where: names.contains) && name != "body" && name != "html"
            && name != "main" && name != "article"
    }

    private static func isFold(_ node: xmlNodePtr) -> Bool {
        let role = HTMLTree.attribute("role", of: node)
        return role == "region" || role == "tabpanel" || HTMLTree.attribute("aria-labelledby", of: node) != nil
    }
}
