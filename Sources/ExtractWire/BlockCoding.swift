internal import Subprocess

extension WireWriter {
    mutating func add(_ block: DocumentBlock) {
        switch block {
        case .heading(let level, let text):
            add(UInt8(1))
            add(UInt8(clamping: level))
            add(text)
        case .paragraph(let text):
            add(UInt8(2))
            add(text)
        case .listItem(let depth, let text):
            add(UInt8(3))
            add(UInt8(clamping: depth))
            add(text)
        case .tableRow(let cells):
            add(UInt8(4))
            add(UInt32(cells.count))
            for cell in cells {
                add(cell.header)
                add(cell.text)
            }
        case .entry(let question, let answer, let topics):
            add(UInt8(5))
            add(question)
            add(answer)
            add(UInt32(topics.count))
            for topic in topics { add(topic) }
        }
    }

    mutating func add(_ refusal: ExtractRefusal) {
        switch refusal {
        case .encrypted: add(UInt8(1))
        case .noText(let pages):
            add(UInt8(2))
            add(pages)
        case .damaged(let detail):
            add(UInt8(3))
            add(detail)
        case .unsupported(let found):
            add(UInt8(4))
            add(found)
        case .tooMuch(let detail):
            add(UInt8(5))
            add(detail)
        }
    }
}

extension WireReader {
    mutating func block() throws(WireError) -> DocumentBlock {
        let kind: UInt8 = try integer()
        switch kind {
        case 1:
            let level: UInt8 = try integer()
            return .heading(level: Int(level), text: try text(atMost: ExtractWire.longestText))
        case 2: return .paragraph(try text(atMost: ExtractWire.longestText))
        case 3:
            let depth: UInt8 = try integer()
            return .listItem(depth: Int(depth), text: try text(atMost: ExtractWire.longestText))
        case 4:
            let count = try count(ofAtLeast: 8)
            guard count <= ExtractWire.mostCells else { throw .wrongLength }
            var cells: [TableCell] = []
            for _ in 0..<count {
                let header = try text(atMost: ExtractWire.longestText)
                cells.append(TableCell(header: header, text: try text(atMost: ExtractWire.longestText)))
            }
            return .tableRow(cells)
        case 5:
            let question = try text(atMost: ExtractWire.longestText)
            let answer = try text(atMost: ExtractWire.longestText)
            let count = try count(ofAtLeast: 4)
            guard count <= ExtractWire.mostCells else { throw .wrongLength }
            var topics: [String] = []
            for _ in 0..<count { topics.append(try text(atMost: ExtractWire.longestText)) }
            return .entry(question: question, answer: answer, topics: topics)
        default: throw .unknownKind(kind)
        }
    }

    mutating func refusal() throws(WireError) -> ExtractRefusal {
        let kind: UInt8 = try integer()
        switch kind {
        case 1: return .encrypted
        case 2: return .noText(pages: try integer())
        case 3: return .damaged(detail: try text(atMost: 1024))
        case 4: return .unsupported(found: try text(atMost: 1024))
        case 5: return .tooMuch(detail: try text(atMost: 1024))
        default: throw .unknownKind(kind)
        }
    }
}
