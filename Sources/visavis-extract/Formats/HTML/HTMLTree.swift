internal import CXML

/// Ways through libxml2's tree without recursion, however deep it is.
enum HTMLTree {
    /// Nil for what is no element; in lower case, as the parser makes it.
    static func name(_ node: xmlNodePtr) -> String? {
        guard node.pointee.type == XML_ELEMENT_NODE, let name = node.pointee.name else { return nil }
        return String(cString: name)
    }

    static func attribute(_ name: String, of node: xmlNodePtr) -> String? {
        guard let value = xmlGetProp(node, name) else { return nil }
        defer { xml_release(value) }
        return String(cString: value)
    }

    static func content(_ node: xmlNodePtr) -> String {
        guard node.pointee.type == XML_TEXT_NODE || node.pointee.type == XML_CDATA_SECTION_NODE,
            let content = node.pointee.content
        else { return "" }
        return String(cString: content)
    }

    /// Visits a tree; `enter` says whether to go into a node, `leave` is called for those it went into.
    static func visit<Failure: Error>(
        _ root: xmlNodePtr, enter: (xmlNodePtr) throws(Failure) -> Bool, leave: (xmlNodePtr) throws(Failure) -> Void
    ) throws(Failure) {
        var node = root
        while true {
            if try enter(node) {
                if let child = node.pointee.children {
                    node = child
                    continue
                }
                try leave(node)
            }
            while node != root, node.pointee.next == nil, let parent = node.pointee.parent {
                node = parent
                try leave(node)
            }
            if node == root { return }
            guard let next = node.pointee.next else { return }
            node = next
        }
    }

    static func all(
        below root: xmlNodePtr, atMost limit: Int, where isWanted: (xmlNodePtr) -> Bool
    ) -> [xmlNodePtr] {
        var found: [xmlNodePtr] = []
        visit(root) { node in
            if found.count < limit, node != root, isWanted(node) { found.append(node) }
            return found.count < limit
        } leave: { _ in
        }
        return found
    }

    static func first(_ name: String, below root: xmlNodePtr) -> xmlNodePtr? {
        all(below: root, atMost: 1) { self.name($0) == name }.first
    }

    /// Everything a reader sees below a node; where blocks end there are line breaks.
    static func text(of root: xmlNodePtr, without skipped: xmlNodePtr? = nil) -> String {
        var text = ""
        visit(root) { node in
            if node == skipped { return false }
            guard let name = name(node) else {
                text += HTMLWalk.flattened(content(node))
                return false
            }
            if HTMLWalk.isSilent(node, name) { return false }
            if name == "br" || HTMLWalk.blockElements.contains(name) { text += "\n" }
            return true
        } leave: { node in
            if let name = name(node), HTMLWalk.blockElements.contains(name) { text += "\n" }
        }
        return Lines.split(text).map(Lines.trimmed).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
