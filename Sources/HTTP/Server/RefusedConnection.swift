internal import CSoup
internal import Foundation

/// Answers a request whose body is not going to be read, and closes its connection.
///
/// The connection is taken from libsoup, which would read the body first. What the client still sends is thrown away for
/// a moment: closing at once would reset the connection, and the client might never see the answer (RFC 9112 §9.6).
enum RefusedConnection {
    private static let maximumLingering = 256
    private static let maximumDiscarded = 1 << 20
    /// How many there are at the moment. The HTTP thread alone touches it.
    nonisolated(unsafe) private static var lingering = 0

    /// - Parameter message: A message of HTTP/1.1 whose response was not begun. Not to be used afterwards.
    static func answer(_ message: SoupMessage, _ response: HTTPResponse) {
        guard let stream = soup_server_message_steal_connection(message.handle) else { return }
        var text = "HTTP/1.1 \(response.status) \(String(cString: soup_status_get_phrase(UInt32(response.status))))\r\n"
        for field in response.headers.fields { text += "\(field.name): \(field.value)\r\n" }
        text += "Content-Length: \(response.body.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array(text.utf8) + response.body
        let sent = csoup_stream_send(stream, bytes, gsize(bytes.count))
        guard sent == bytes.count, lingering < maximumLingering else {
            close(stream)
            return
        }
        csoup_finish_sending(stream)
        lingering += 1
        discard(Stream(handle: stream))
    }

    private struct Stream: @unchecked Sendable { let handle: UnsafeMutablePointer<GIOStream> }

    private static func discard(_ stream: Stream) {
        let end = ContinuousClock.now + .seconds(2)
        nonisolated(unsafe) var discarded = 0
        GLibLoop.shared.every(milliseconds: 50) {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            var isOver = ContinuousClock.now >= end
            while !isOver {
                var error: UnsafeMutablePointer<GError>?
                let count = csoup_stream_receive(stream.handle, &buffer, gsize(buffer.count), &error)
                let isWaiting = count < 0 && csoup_would_block(error) != 0
                g_clear_error(&error)
                if isWaiting { return true }
                discarded += max(0, count)
                isOver = count <= 0 || discarded > maximumDiscarded
            }
            lingering -= 1
            close(stream.handle)
            return false
        }
    }

    private static func close(_ stream: UnsafeMutablePointer<GIOStream>) {
        g_io_stream_close(stream, nil, nil)
        csoup_unref(stream)
    }
}
