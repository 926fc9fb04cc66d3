internal import ExtractWire

/// The blocks of one document in the making; refuses what unfolds beyond the wire's limits.
struct BlockList {
    private(set) var blocks: [DocumentBlock] = []
    private var size = 0
    /// The document's own title, the first one that is found.
    private(set) var title: String?

    var isEmpty: Bool { blocks.isEmpty }

    mutating func offer(title text: String) {
        let text = Lines.trimmed(text[...])
        if title == nil, !text.isEmpty { title = String(text.prefix(300)) }
    }

    mutating func append(_ block: DocumentBlock) throws(ExtractRefusal) {
        size += block.size
        guard size <= ExtractWire.mostText, block.size <= ExtractWire.longestText else {
            throw .tooMuch(detail: "it holds more text than is read at once")
        }
        guard blocks.count < ExtractWire.mostBlocks else {
            throw .tooMuch(detail: "it has more than \(ExtractWire.mostBlocks) parts")
        }
        blocks.append(block)
    }

    mutating func append(contentsOf more: [DocumentBlock]) throws(ExtractRefusal) {
        for block in more { try append(block) }
    }

    /// Replaces everything, for a pass over the whole.
    mutating func replace(with other: [DocumentBlock]) throws(ExtractRefusal) {
        (blocks, size) = ([], 0)
        try append(contentsOf: other)
    }

    /// In frames that the wire takes.
    var portions: [[DocumentBlock]] {
        var portions: [[DocumentBlock]] = []
        var (start, size) = (0, 0)
        for (index, block) in blocks.enumerated() {
            size += block.size + 64
            guard size > 256 << 10 else { continue }
            portions.append(Array(blocks[start...index]))
            (start, size) = (index + 1, 0)
        }
        if start < blocks.count { portions.append(Array(blocks[start...])) }
        return portions
    }
}
