internal import CGStreamer

/// The header of a received packet (RFC 3550 §5.1), and where its payload lies.
struct RTPPacket {
    var sequence: UInt16
    var timestamp: UInt32
    /// SSRC.
    var source: UInt32
    var payload: UnsafeRawBufferPointer
    var isMarked: Bool
    var type: UInt8

    /// Runs `body` with the packet in `buffer`, which stays the caller's. Nil for what is no RTP packet.
    static func read<Result>(
        _ buffer: UnsafeMutablePointer<GstBuffer>, _ body: (RTPPacket) -> Result
    ) -> Result? {
        var map = GstMapInfo()
        guard gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else { return nil }
        defer { gst_buffer_unmap(buffer, &map) }
        guard let packet = RTPPacket(UnsafeRawBufferPointer(start: map.data, count: Int(map.size))) else { return nil }
        return body(packet)
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 12, bytes[0] >> 6 == 2 else { return nil }
        var start = 12 + 4 * Int(bytes[0] & 15)
        if bytes[0] & 16 != 0 {
            guard bytes.count >= start + 4 else { return nil }
            start += 4 + 4 * (Int(bytes[start + 2]) << 8 | Int(bytes[start + 3]))
        }
        let padding = bytes[0] & 32 != 0 ? Int(bytes[bytes.count - 1]) : 0
        guard start + padding <= bytes.count else { return nil }
        isMarked = bytes[1] & 128 != 0
        type = bytes[1] & 127
        sequence = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        timestamp = (4..<8).reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
        source = (8..<12).reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
        payload = UnsafeRawBufferPointer(rebasing: bytes[start..<(bytes.count - padding)])
    }
}
