package import Foundation

/// Appends little-endian values; the inverse of ``BinaryReader``.
package struct BinaryWriter {
    package private(set) var data = Data()

    package init(magic: String) { data.append(contentsOf: magic.utf8) }

    package mutating func write(_ value: Int) { append(Int32(value)) }
    package mutating func write(_ value: Float) { append(value.bitPattern) }
    package mutating func write<Vector: SIMD>(_ vector: Vector) where Vector.Scalar == Float {
        for lane in 0..<Vector.scalarCount { write(vector[lane]) }
    }
    package mutating func write(_ bytes: Data) {
        write(bytes.count)
        data.append(bytes)
    }

    private mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
}

/// Reads what ``BinaryWriter`` wrote. Every read is checked against the end of the file and every count against what
/// could still follow, so damaged bytes cost an error, not a crash or a gigabyte.
package struct BinaryReader {
    private let data: Data
    private let file: String
    private var offset: Int

    /// - Throws: ``PackError/damaged(file:reason:)`` when the file does not begin with `magic`.
    package init(_ data: Data, magic: String, file: String) throws(PackError) {
        self.data = data
        self.file = file
        offset = data.startIndex + magic.utf8.count
        guard data.prefix(magic.utf8.count).elementsEqual(magic.utf8) else {
            throw .damaged(file: file, reason: "does not begin with \(magic)")
        }
    }

    package mutating func int() throws(PackError) -> Int { Int(Int32(bitPattern: try word())) }

    package mutating func float() throws(PackError) -> Float {
        let value = Float(bitPattern: try word())
        guard value.isFinite else { throw .damaged(file: file, reason: "holds a number that is not finite") }
        return value
    }

    package mutating func vector<Vector: SIMD>(_: Vector.Type) throws(PackError) -> Vector
    where Vector.Scalar == Float {
        var vector = Vector()
        for lane in 0..<Vector.scalarCount { vector[lane] = try float() }
        return vector
    }

    /// A count of items that each take at least `itemBytes`.
    package mutating func count(itemBytes: Int) throws(PackError) -> Int {
        let count = try int()
        guard count >= 0, count <= (data.endIndex - offset) / max(itemBytes, 1) else {
            throw .damaged(file: file, reason: "claims \(count) entries, more than it can hold")
        }
        return count
    }

    /// An index into `0..<limit`.
    package mutating func index(below limit: Int) throws(PackError) -> Int {
        let index = try int()
        guard (0..<limit).contains(index) else {
            throw .damaged(file: file, reason: "refers to entry \(index) of \(limit)")
        }
        return index
    }

    package mutating func bytes() throws(PackError) -> Data {
        let count = try count(itemBytes: 1)
        defer { offset += count }
        return data[offset..<(offset + count)]
    }

    private mutating func word() throws(PackError) -> UInt32 {
        guard offset + 4 <= data.endIndex else { throw .damaged(file: file, reason: "ends too early") }
        let position = offset - data.startIndex
        offset += 4
        return UInt32(
            littleEndian: data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt32.self) })
    }
}
