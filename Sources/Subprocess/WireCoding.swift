/// Why bytes are no message.
package enum WireError: Error, Equatable, CustomStringConvertible {
    case tooLong(bytes: Int)
    case unknownKind(UInt8)
    /// Fields go beyond the frame's end, or bytes are left over.
    case wrongLength
    case notUTF8

    package var description: String {
        switch self {
        case .tooLong(let bytes): "a frame of \(bytes) bytes is longer than agreed"
        case .unknownKind(let kind): "\(kind) is no known kind"
        case .wrongLength: "a frame's fields do not fill it exactly"
        case .notUTF8: "a text is not UTF-8"
        }
    }
}

/// Frames out of a stream of bytes that come in any portions. Holds at most one frame and one portion.
package struct WireFrames: Sendable {
    private let longest: Int
    private var bytes: [UInt8] = []
    private var start = 0

    /// - Parameter longest: Bytes of a frame without its length.
    package init(longest: Int) { self.longest = longest }

    package mutating func append(_ portion: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: portion)
    }

    /// The next whole frame without its length; nil when more bytes are needed.
    /// - Throws: `WireError.tooLong` or `.wrongLength` for an empty one; the stream is useless then.
    package mutating func next() throws(WireError) -> ArraySlice<UInt8>? {
        guard bytes.count - start >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        guard length <= longest else { throw .tooLong(bytes: length) }
        guard length > 0 else { throw .wrongLength }
        guard bytes.count - start >= 4 + length else {
            bytes.reserveCapacity(start + 4 + length)
            return nil
        }
        defer { start += 4 + length }
        return bytes[(start + 4)..<(start + 4 + length)]
    }
}

package struct WireWriter {
    private var bytes: [UInt8]

    package init(kind: UInt8, reserving capacity: Int = 64) {
        bytes = [0, 0, 0, 0, kind]
        bytes.reserveCapacity(capacity)
    }

    package mutating func add(_ value: some FixedWidthInteger & UnsignedInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func add(_ text: String) {
        add(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func add(_ content: [UInt8]) {
        add(UInt32(content.count))
        bytes.append(contentsOf: content)
    }

    package var frame: [UInt8] {
        var frame = bytes
        withUnsafeBytes(of: UInt32(bytes.count - 4).littleEndian) { frame.replaceSubrange(0..<4, with: $0) }
        return frame
    }
}

package struct WireReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    package mutating func integer<Value: FixedWidthInteger & UnsignedInteger>() throws(WireError) -> Value {
        let size = Value.bitWidth / 8
        guard rest.count >= size else { throw .wrongLength }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size).reversed().reduce(0) { $0 << 8 | Value($1) }
    }

    /// A count of things that take at least so many bytes each.
    package mutating func count(ofAtLeast bytes: Int) throws(WireError) -> Int {
        let count: UInt32 = try integer()
        guard Int(count) <= rest.count / bytes else { throw .wrongLength }
        return Int(count)
    }

    package mutating func text(atMost limit: Int) throws(WireError) -> String {
        let count = try count(ofAtLeast: 1)
        guard count <= limit else { throw .wrongLength }
        defer { rest = rest.dropFirst(count) }
        guard let text = String(validating: rest.prefix(count), as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// 16-bit, in little-endian order.
    package mutating func samples() throws(WireError) -> [Int16] {
        let count = try count(ofAtLeast: 2)
        defer { rest = rest.dropFirst(2 * count) }
        return rest.withUnsafeBytes { bytes in
            (0..<count).map { Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self)) }
        }
    }

    package mutating func bytes(atMost limit: Int) throws(WireError) -> [UInt8] {
        let count = try count(ofAtLeast: 1)
        guard count <= limit else { throw .wrongLength }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    package func end() throws(WireError) {
        guard rest.isEmpty else { throw .wrongLength }
    }
}
