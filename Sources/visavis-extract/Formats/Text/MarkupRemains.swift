internal import ExtractWire

/// HTML within Markdown: tags go, what they hold stays. A `<summary>` is the heading of what follows it.
///
/// Not libxml2's work, so that a process that read Markdown has seen no input but cmark's and ours.
enum MarkupRemains {
    static func read(_ html: String, into list: inout BlockList) throws(ExtractRefusal) {
        var text: [UInt8] = []
        var silent: String?
        func close(asHeading: Bool, _ list: inout BlockList) throws(ExtractRefusal) {
            let content = Lines.joined(Lines.split(CharacterReferences.resolved(String(decoding: text, as: UTF8.self))))
            text = []
            if content.isEmpty { return }
            try list.append(asHeading ? .heading(level: 6, text: content) : .paragraph(content))
        }
        var rest = html.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "<") else {
                if silent == nil { text.append(byte) }
                continue
            }
            if rest.starts(with: "!--".utf8) {
                rest = after("-->", in: rest)
                continue
            }
            guard let first = rest.first, first == 47 || first & 0xDF >= 65 && first & 0xDF <= 90 else {
                if silent == nil { text.append(byte) }
                continue
            }
            let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
            let name = Substring(rest[..<end].prefix { $0 == 47 || ($0 & 0xDF >= 65 && $0 & 0xDF <= 90) }).lowercased()
            rest = rest[end...].dropFirst()
            if let open = silent {
                if name == "/" + open { silent = nil }
            } else if name == "script" || name == "style" {
                silent = name
            } else if name == "/summary" {
                try close(asHeading: true, &list)
            } else if ["summary", "p", "/p", "div", "/div", "details", "/details", "h", "/h", "li", "tr", "br"]
                .contains(name)
            {
                try close(asHeading: false, &list)
            }
        }
        try close(asHeading: false, &list)
    }

    private static func after(_ mark: String, in bytes: Substring.UTF8View) -> Substring.UTF8View {
        var rest = bytes
        while !rest.isEmpty {
            if rest.starts(with: mark.utf8) { return rest.dropFirst(mark.utf8.count) }
            rest = rest.dropFirst()
        }
        return rest
    }
}

/// The references that people write by hand; all others stay as they are.
enum CharacterReferences {
    private static let names = [
        ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"),
        ("&amp;", "&"),
    ]

    static func resolved(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
