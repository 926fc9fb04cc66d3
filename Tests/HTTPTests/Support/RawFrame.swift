/// Frames as RFC 6455 §5.2 draws them, right or wrong.
enum RawFrame {
    /// - Parameter mask: As clients have to; the key is 1, 2, 3, 4.
    static func bytes(
        _ opcode: UInt8, _ payload: [UInt8] = [], fin: Bool = true, rsv: UInt8 = 0, mask: Bool = true
    ) -> [UInt8] {
        var bytes = [(fin ? 0x80 : 0) | rsv << 4 | opcode]
        let flag: UInt8 = mask ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(flag | UInt8(payload.count))
        case ..<65_536: bytes += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default:
            bytes.append(flag | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard mask else { return bytes + payload }
        let key: [UInt8] = [1, 2, 3, 4]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// The close codes, pongs and messages in what a server sent.
    static func read(_ bytes: [UInt8]) -> [(opcode: UInt8, payload: [UInt8])] {
        var frames: [(UInt8, [UInt8])] = []
        var rest = bytes[...]
        while rest.count >= 2 {
            let head = Array(rest.prefix(10))
            var (start, length) = (2, Int(head[1] & 127))
            if length == 126 { (start, length) = (4, Int(head[2]) << 8 | Int(head[3])) }
            if length == 127 { (start, length) = (10, head[2...].reduce(0) { $0 << 8 | Int($1) }) }
            guard rest.count >= start + length else { break }
            rest = rest.dropFirst(start)
            frames.append((head[0] & 15, Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return frames
    }

    /// Of the first close frame; 1005 when it has none.
    static func closeCode(_ bytes: [UInt8]) -> Int? {
        read(bytes).first { $0.opcode == 8 }.map {
            $0.payload.count >= 2 ? Int($0.payload[0]) << 8 | Int($0.payload[1]) : 1005
        }
    }

    static func request(_ path: String, _ more: String = "") -> String {
        """
        GET \(path) HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(more)\r\n
        """
    }
}
