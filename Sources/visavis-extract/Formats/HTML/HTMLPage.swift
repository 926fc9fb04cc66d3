internal import CXML
internal import ExtractWire

/// Web pages by libxml2's HTML parser, which repairs what browsers repair. Nothing outside the page is ever loaded.
enum HTMLPage {
    static func read(_ bytes: [UInt8], charset: String?, into list: inout BlockList) throws(ExtractRefusal) {
        let (bytes, encoding) = try decoded(bytes, charset: charset)
        let options = [
            HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET, HTML_PARSE_COMPACT,
        ].reduce(0) { $0 | $1.rawValue }
        let document = bytes.withUnsafeBytes { buffer in
            htmlReadMemory(
                buffer.bindMemory(to: CChar.self).baseAddress, CInt(buffer.count), nil, encoding, CInt(options))
        }
        guard let document else { throw .damaged(detail: "no page is found in it") }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { throw .noText(pages: 0) }
        if let title = HTMLTree.first("title", below: root) { list.offer(title: HTMLTree.text(of: title)) }
        var walk = HTMLWalk()
        try walk.walk(content(of: root))
        try list.append(contentsOf: QuestionMarkers.paired(walk.blocks))
    }

    /// UTF-8 wherever the bytes show or the page does not say what it is; else what HTTP or the page says.
    private static func decoded(
        _ bytes: [UInt8], charset: String?
    ) throws(ExtractRefusal) -> (bytes: [UInt8], encoding: String?) {
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if !isUTF8 && !hasMark {
            if let charset, xmlFindCharEncodingHandler(charset) != nil { return (bytes, charset) }
            let head = String(decoding: bytes.prefix(4096).filter { $0 < 128 }, as: UTF8.self).lowercased()
            if head.contains("charset=") { return (bytes, nil) }
        }
        return (Array(try TextDecoding.decode(bytes, charset: charset).utf8), "UTF-8")
    }

    /// What the page says is its content, where it says so and there is some.
    private static func content(of root: xmlNodePtr) -> xmlNodePtr {
        let mains = HTMLTree.all(below: root, atMost: 2) { node in
            HTMLTree.name(node) == "main" || HTMLTree.attribute("role", of: node) == "main"
        }
        let articles = HTMLTree.all(below: root, atMost: 2) { HTMLTree.name($0) == "article" }
        for found in [mains, articles] where found.count == 1 {
            if HTMLTree.text(of: found[0]).utf8.count >= 140 { return found[0] }
        }
        return root
    }
}
