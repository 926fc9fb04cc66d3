/// The graph as bytes, little-endian:
/// `"VVBG"`, version u16, frames per second u16, step limit f32, footage count u32, frame count u32; per frame part u8,
/// states u8, tags u8, smile i8, brow i8, exit count u8, successor i32 (−1 none); then all exits in the frames' order,
/// target u32 and cost f32.
extension BodyGraph {
    package static let version = 1
    private static let magic: [UInt8] = Array("VVBG".utf8)

    package func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(UInt16(Self.version))
        bytes.append(UInt16(framesPerSecond))
        bytes.append(stepLimit.bitPattern)
        bytes.append(UInt32(footageCount))
        bytes.append(UInt32(frames.count))
        for frame in frames {
            bytes += [frame.part.rawValue, frame.states.rawValue, frame.tags.rawValue]
            bytes.append(UInt8(bitPattern: Int8((frame.smile * 127).rounded())))
            bytes.append(UInt8(bitPattern: Int8((frame.browRaise * 127).rounded())))
            bytes.append(UInt8(frame.exits.count))
            bytes.append(UInt32(bitPattern: Int32(frame.successor ?? -1)))
        }
        for exit in frames.lazy.flatMap(\.exits) {
            bytes.append(UInt32(exit.target))
            bytes.append(exit.cost.bitPattern)
        }
        return bytes
    }

    /// Memory is bounded by the bytes' own length, whatever the header claims.
    package init(bytes: [UInt8]) throws(BodyGraphError) {
        guard bytes.starts(with: Self.magic) else { throw .notABodyGraph }
        var reader = Reader(bytes: bytes, at: Self.magic.count)
        let version = Int(try reader.integer(UInt16.self))
        guard version == Self.version else { throw .unsupportedVersion(version) }
        let framesPerSecond = Int(try reader.integer(UInt16.self))
        let stepLimit = Float(bitPattern: try reader.integer(UInt32.self))
        let footageCount = Int(try reader.integer(UInt32.self))
        let count = Int(try reader.integer(UInt32.self))
        guard count <= Self.maximumFrames else { throw .tooManyFrames(count) }
        guard count * 10 <= reader.remaining else { throw .truncated }
        var frames: [Frame] = []
        var exitCounts: [Int] = []
        frames.reserveCapacity(count)
        for index in 0..<count {
            guard let part = BodyPart(rawValue: try reader.integer(UInt8.self)) else { throw .badFrame(index) }
            let states = BodyStates(rawValue: try reader.integer(UInt8.self))
            guard states.isSubset(of: .all) else { throw .badFrame(index) }
            let tags = BodyTags(rawValue: try reader.integer(UInt8.self))
            let smile = Float(Int8(bitPattern: try reader.integer(UInt8.self))) / 127
            let brow = Float(Int8(bitPattern: try reader.integer(UInt8.self))) / 127
            exitCounts.append(Int(try reader.integer(UInt8.self)))
            let successor = Int32(bitPattern: try reader.integer(UInt32.self))
            guard successor >= -1 else { throw .badFrame(index) }
            frames.append(
                Frame(
                    part: part, states: states, tags: tags, smile: smile, browRaise: brow,
                    successor: successor < 0 ? nil : Int(successor)))
        }
        for index in 0..<count {
            for _ in 0..<exitCounts[index] {
                let target = Int(try reader.integer(UInt32.self))
                frames[index].exits.append(
                    Exit(target: target, cost: Float(bitPattern: try reader.integer(UInt32.self))))
            }
        }
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        try self.init(
            framesPerSecond: framesPerSecond, stepLimit: stepLimit, footageCount: footageCount, frames: frames)
    }
}

private struct Reader {
    let bytes: [UInt8]
    var at: Int
    var remaining: Int { bytes.count - at }

    mutating func integer<T: FixedWidthInteger>(_: T.Type) throws(BodyGraphError) -> T {
        let size = T.bitWidth / 8
        guard remaining >= size else { throw .truncated }
        var value: T = 0
        for offset in 0..<size { value |= T(truncatingIfNeeded: bytes[at + offset]) << (8 * offset) }
        at += size
        return value
    }
}

extension [UInt8] {
    fileprivate mutating func append<T: FixedWidthInteger>(_ value: T) {
        for offset in 0..<(T.bitWidth / 8) { append(UInt8(truncatingIfNeeded: value >> (8 * offset))) }
    }
}
