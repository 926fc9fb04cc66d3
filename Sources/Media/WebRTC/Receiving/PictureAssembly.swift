/// Puts coded pictures together again from the packets of one stream, which come in order.
///
/// A picture with a lost packet is given up, and so are those after it up to the next keyframe.
struct PictureAssembly {
    struct Picture {
        var bytes: [UInt8]
        var isKeyframe: Bool
        var timestamp: UInt32
    }

    /// Pictures larger than this are given up.
    static let sizeLimit = 4 << 20

    private let codec: VideoCodec
    private var bytes: [UInt8] = []
    private var isKeyframe = false
    private var isDamaged = false
    private var expected: UInt16?
    private var timestamp: UInt32?
    private var needsKeyframe = true
    /// Packets that never came.
    private(set) var lost: Int64 = 0

    init(codec: VideoCodec) { self.codec = codec }

    /// Whether what comes is thrown away until a keyframe does.
    var waitsForKeyframe: Bool { needsKeyframe }

    mutating func add(_ packet: RTPPacket) -> Picture? {
        if let expected {
            let gap = Int(packet.sequence &- expected)
            if gap >= 0x8000 { return nil }
            if gap > 0 {
                lost += Int64(gap)
                isDamaged = true
                needsKeyframe = true
            }
        }
        expected = packet.sequence &+ 1
        if packet.timestamp != timestamp {
            // The gap may have swallowed this picture's first packets: only a keyframe's start tells.
            begin(isDamaged: isDamaged)
            timestamp = packet.timestamp
        }
        if !packet.payload.isEmpty {
            switch codec {
            case .h264: addH264(packet.payload)
            case .vp8: addVP8(packet.payload)
            }
        }
        if bytes.count > Self.sizeLimit { isDamaged = true }
        guard packet.isMarked else { return nil }
        defer { begin(isDamaged: false) }
        guard !isDamaged, !bytes.isEmpty, isKeyframe || !needsKeyframe else { return nil }
        needsKeyframe = false
        return Picture(bytes: bytes, isKeyframe: isKeyframe, timestamp: packet.timestamp)
    }

    private mutating func begin(isDamaged: Bool) {
        bytes.removeAll(keepingCapacity: true)
        isKeyframe = false
        self.isDamaged = isDamaged
    }

    /// RFC 6184: single NAL units, STAP-A (§5.7.1) and FU-A (§5.8), into Annex B.
    private mutating func addH264(_ payload: UnsafeRawBufferPointer) {
        let type = payload[0] & 31
        switch type {
        case 1...23: addUnit(payload)
        case 24:
            var at = 1
            while at + 2 <= payload.count {
                let count = Int(payload[at]) << 8 | Int(payload[at + 1])
                guard count > 0, at + 2 + count <= payload.count else {
                    isDamaged = true
                    return
                }
                addUnit(UnsafeRawBufferPointer(rebasing: payload[(at + 2)..<(at + 2 + count)]))
                at += 2 + count
            }
        case 28:
            guard payload.count > 2 else {
                isDamaged = true
                return
            }
            if payload[1] & 0x80 != 0 {
                let header = payload[0] & 0xE0 | payload[1] & 31
                if header & 31 == 5 { isKeyframe = true }
                bytes += [0, 0, 0, 1, header]
            }
            bytes += payload[2...]
        default: isDamaged = true
        }
    }

    private mutating func addUnit(_ unit: UnsafeRawBufferPointer) {
        if unit[0] & 31 == 5 { isKeyframe = true }
        bytes += [0, 0, 0, 1]
        bytes += unit
    }

    /// RFC 7741 §4.2: the descriptor goes, the frame stays.
    private mutating func addVP8(_ payload: UnsafeRawBufferPointer) {
        var at = 1
        if payload[0] & 0x80 != 0 {
            guard payload.count > 1 else {
                isDamaged = true
                return
            }
            let flags = payload[1]
            at += 1
            if flags & 0x80 != 0 {
                guard payload.count > at else {
                    isDamaged = true
                    return
                }
                at += payload[at] & 0x80 != 0 ? 2 : 1
            }
            if flags & 0x40 != 0 { at += 1 }
            if flags & 0x30 != 0 { at += 1 }
        }
        guard at < payload.count else {
            isDamaged = true
            return
        }
        // The frame's first bit is 0 in keyframes (RFC 6386 §9.1).
        if bytes.isEmpty { isKeyframe = payload[at] & 1 == 0 }
        bytes += payload[at...]
    }
}
