internal import Foundation

/// The server's side of a WebSocket (RFC 6455), used by one thread, which it blocks. No extensions.
struct StandInWebSocket {
    enum Message: Equatable {
        case text(String)
        case binary([UInt8])
        case close
    }

    private static let mostBytes = 8 << 20
    private let connection: LoopbackConnection
    /// Frames are cut into pieces of so many bytes on their way; nil sends them whole.
    private let pieceBytes: Int?
    private let onMessage: @Sendable (String) -> Void

    /// Answers the handshake (§4.2.2); nil when it is none.
    init?(_ exchange: StandInExchange) {
        guard let key = exchange.request.headers["sec-websocket-key"] else { return nil }
        let digest = SHA1.digest(of: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        let head = """
            HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Accept: \(Data(digest).base64EncodedString())\r\n\r\n
            """
        connection = exchange.connection
        pieceBytes = exchange.script.chunkBytes
        onMessage = exchange.onMessage
        guard connection.write(Array(head.utf8)) else { return nil }
    }

    /// The next message, fragments joined, pings answered; nil when the connection is gone.
    func receive() -> Message? {
        var payload: [UInt8] = []
        var isText = false
        while let (isLast, code, bytes) = frame() {
            switch code {
            case 8: return .close
            case 9: write(10, bytes)
            case 10: break
            default:
                if code != 0 { isText = code == 1 }
                payload += bytes
                guard payload.count <= Self.mostBytes else { return nil }
                guard isLast else { continue }
                guard isText else { return .binary(payload) }
                let text = String(decoding: payload, as: UTF8.self)
                onMessage(text)
                return .text(text)
            }
        }
        return nil
    }

    func send(_ text: String) { write(1, Array(text.utf8)) }

    /// With a code of §7.4.1.
    func close(_ code: Int, _ reason: String = "") {
        write(8, [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8.prefix(123)))
        connection.finish()
    }

    /// Whether a message, or a part of one, is waiting.
    var hasInput: Bool { connection.hasInput }

    private func frame() -> (isLast: Bool, code: UInt8, payload: [UInt8])? {
        guard let head = connection.read(2) else { return nil }
        var length = Int(head[1] & 127)
        if length >= 126 {
            guard let more = connection.read(length == 126 ? 2 : 8) else { return nil }
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard head[1] & 128 != 0, (0...Self.mostBytes).contains(length), let mask = connection.read(4),
            let masked = connection.read(length)
        else { return nil }
        return (head[0] & 128 != 0, head[0] & 15, masked.enumerated().map { $1 ^ mask[$0 & 3] })
    }

    private func write(_ code: UInt8, _ payload: [UInt8]) {
        var frame: [UInt8] = [128 | code]
        switch payload.count {
        case ..<126: frame.append(UInt8(payload.count))
        case ..<65_536: frame += [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: frame += [127] + stride(from: 56, through: 0, by: -8).map { UInt8(payload.count >> $0 & 255) }
        }
        frame += payload
        let size = pieceBytes ?? frame.count
        for start in stride(from: 0, to: frame.count, by: max(1, size)) {
            connection.write(Array(frame[start..<min(start + size, frame.count)]))
        }
    }
}
