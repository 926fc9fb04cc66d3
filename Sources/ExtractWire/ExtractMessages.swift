package import Subprocess

/// The limits both sides keep to.
package enum ExtractWire {
    package static let version: UInt32 = 1
    /// Bytes of one reply's frame without its length.
    package static let longestReply = 4 << 20
    /// Bytes of a document; a request is longer by its names.
    package static let longestDocument = 64 << 20
    package static let longestName = 1024
    /// Bytes of one text in a block.
    package static let longestText = 2 << 20
    package static let mostCells = 512
    /// Bytes of all blocks of one document.
    package static let mostText = 24 << 20
    package static let mostBlocks = 400_000
}

/// One document to read.
package struct ExtractRequest: Equatable, Sendable {
    /// File name, which tells Markdown and CSV from plain text; everything else is told by content.
    package var name: String
    /// As HTTP's Content-Type, with its charset; empty when unknown.
    package var mediaType: String
    /// Seconds of processor time it may take.
    package var processorSeconds: UInt32
    package var bytes: [UInt8]

    package init(name: String, mediaType: String, processorSeconds: UInt32, bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.processorSeconds = processorSeconds
        self.bytes = bytes
    }

    /// The whole frame, length included.
    package var frame: [UInt8] {
        var writer = WireWriter(kind: 1, reserving: bytes.count + 4096)
        writer.add(processorSeconds)
        writer.add(name)
        writer.add(mediaType)
        writer.add(bytes)
        return writer.frame
    }

    /// - Parameter frame: Without its length.
    package init(frame: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(frame)
        let kind: UInt8 = try reader.integer()
        guard kind == 1 else { throw .unknownKind(kind) }
        processorSeconds = try reader.integer()
        name = try reader.text(atMost: ExtractWire.longestName)
        mediaType = try reader.text(atMost: ExtractWire.longestName)
        bytes = try reader.bytes(atMost: ExtractWire.longestDocument)
        try reader.end()
    }
}

/// Why a document is not read.
package enum ExtractRefusal: Error, Equatable, Sendable {
    case encrypted
    /// Pages without any text; 0 where the format has no pages.
    case noText(pages: UInt32)
    /// As a clause: "the archive ends early".
    case damaged(detail: String)
    /// With its article: "a PNG picture".
    case unsupported(found: String)
    /// It unfolds into more than the limits allow; as a clause.
    case tooMuch(detail: String)
}

/// What the helper answers.
package enum ExtractReply: Equatable, Sendable {
    case ready(version: UInt32)
    case blocks([DocumentBlock])
    case done(format: DocumentFormat, title: String?)
    /// `format` is nil when it was not even recognised.
    case refused(ExtractRefusal, format: DocumentFormat?)

    /// The whole frame, length included.
    package var frame: [UInt8] {
        switch self {
        case .ready(let version):
            var writer = WireWriter(kind: 16)
            writer.add(version)
            return writer.frame
        case .blocks(let blocks):
            var writer = WireWriter(kind: 17, reserving: 65_536)
            writer.add(UInt32(blocks.count))
            for block in blocks { writer.add(block) }
            return writer.frame
        case .done(let format, let title):
            var writer = WireWriter(kind: 18)
            writer.add(format.rawValue)
            writer.add(title ?? "")
            return writer.frame
        case .refused(let refusal, let format):
            var writer = WireWriter(kind: 19)
            writer.add(format?.rawValue ?? "")
            writer.add(refusal)
            return writer.frame
        }
    }

    /// - Parameter frame: Without its length.
    package init(frame: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(frame)
        let kind: UInt8 = try reader.integer()
        switch kind {
        case 16: self = .ready(version: try reader.integer())
        case 17:
            let count = try reader.count(ofAtLeast: 5)
            var blocks: [DocumentBlock] = []
            blocks.reserveCapacity(count)
            for _ in 0..<count { blocks.append(try reader.block()) }
            self = .blocks(blocks)
        case 18:
            guard let format = DocumentFormat(rawValue: try reader.text(atMost: 32)) else { throw .unknownKind(18) }
            let title = try reader.text(atMost: ExtractWire.longestText)
            self = .done(format: format, title: title.isEmpty ? nil : title)
        case 19:
            let format = DocumentFormat(rawValue: try reader.text(atMost: 32))
            self = .refused(try reader.refusal(), format: format)
        default: throw .unknownKind(kind)
        }
        try reader.end()
    }
}
