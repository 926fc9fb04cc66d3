internal import ExtractWire

/// Which styles make headings (ECMA-376, part 1, 17.7).
struct WordStyles {
    private struct Style {
        var name = ""
        var parent: String?
        var outline: Int?
    }

    private var styles: [String: Style] = [:]

    /// - Parameter bytes: `word/styles.xml`; without it no style is a heading but those with the usual identifiers.
    init(_ bytes: [UInt8]) throws(ExtractRefusal) {
        if bytes.isEmpty { return }
        styles = try bytes.withUnsafeBufferPointer { (buffer) throws(ExtractRefusal) in
            let events = try XMLEvents(UnsafeRawBufferPointer(buffer))
            var (found, id, style) = ([String: Style](), String?.none, Style())
            while let event = try events.next() {
                switch (event, events.name) {
                case (.start(false), "style"): (id, style) = (events.attribute("styleId"), Style())
                case (.start, "name") where id != nil: style.name = events.attribute("val")?.lowercased() ?? ""
                case (.start, "basedOn"): style.parent = events.attribute("val")
                case (.start, "outlineLvl"): style.outline = events.attribute("val").flatMap { Int($0) }
                case (.end, "style"):
                    if let id { found[id] = style }
                    id = nil
                default: break
                }
            }
            return found
        }
    }

    /// 1…6, or nil for a style of text.
    func headingLevel(_ id: String) -> Int? {
        var next: String? = id
        // Styles that are based on each other in a circle end nowhere.
        for _ in 0..<10 {
            guard let id = next else { return nil }
            let style = styles[id]
            if let outline = style?.outline { return outline < 9 ? min(outline + 1, 6) : nil }
            let name = style?.name ?? id.lowercased()
            if name.hasPrefix("heading"), let level = Int(name.drop { !$0.isNumber }) { return min(max(level, 1), 6) }
            if name == "title" { return 1 }
            next = style?.parent
        }
        return nil
    }

    func isTitle(_ id: String) -> Bool { (styles[id]?.name ?? id.lowercased()) == "title" }
    func isList(_ id: String) -> Bool { (styles[id]?.name ?? id.lowercased()).hasPrefix("list ") }
}
