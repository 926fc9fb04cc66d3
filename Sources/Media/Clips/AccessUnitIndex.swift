internal import CLibAV

/// Where the access units of an H.264 byte stream lie. Found by their delimiters (ISO/IEC 14496-10 §7.3.2.4), which
/// ``BodyClipWriter`` always writes.
struct AccessUnitIndex: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var bytes: Range<Int>
        var isKeyframe: Bool
    }
    private(set) var entries: [Entry] = []

    private enum UnitType {
        static let keyframeSlice: UInt8 = 5
        static let delimiter: UInt8 = 9
    }

    /// Nil when `stream` does not begin with an access unit that is a keyframe.
    init?(_ stream: UnsafeRawBufferPointer) {
        for unit in NetworkUnits(stream: stream) {
            switch unit.type {
            case UnitType.delimiter:
                if !entries.isEmpty { entries[entries.count - 1].bytes = entries.last!.bytes.lowerBound..<unit.start }
                entries.append(Entry(bytes: unit.start..<stream.count, isKeyframe: false))
            case UnitType.keyframeSlice where !entries.isEmpty: entries[entries.count - 1].isKeyframe = true
            default: if entries.isEmpty { return nil }
            }
        }
        guard let first = entries.first, first.isKeyframe, first.bytes.lowerBound == 0 else { return nil }
    }
}

/// The units of a byte stream: start code (with its leading zero where there is one) and type.
private struct NetworkUnits: Sequence, IteratorProtocol {
    let stream: UnsafeRawBufferPointer
    private var position = 0

    init(stream: UnsafeRawBufferPointer) { self.stream = stream }

    mutating func next() -> (start: Int, type: UInt8)? {
        guard let base = stream.bindMemory(to: UInt8.self).baseAddress, position < stream.count,
            let found = clav_find_start_code(base + position, stream.count - position)
        else { return nil }
        let start = found - base
        position = start + 3
        guard position < stream.count else { return nil }
        let hasLeadingZero = start > 0 && stream[start - 1] == 0
        return (hasLeadingZero ? start - 1 : start, stream[position] & 0x1F)
    }
}
