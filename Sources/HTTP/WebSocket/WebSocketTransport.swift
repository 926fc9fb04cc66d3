internal import CCurl
internal import CSoup
internal import Foundation

/// Bytes in both directions, never waiting. Used on the HTTP thread alone.
protocol WebSocketTransport: AnyObject, Sendable {
    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> TransportResult
    func send(_ bytes: UnsafeRawBufferPointer) -> TransportResult
    /// Calls `body` when what is asked for may be possible; replaces what was asked for before.
    func watch(read: Bool, write: Bool, _ body: @escaping @Sendable () -> Void)
    /// Says that nothing more comes; what the other side sends can still be read.
    func finishSending()
    /// Idempotent.
    func close()
}

enum TransportResult: Equatable {
    case bytes(Int)
    case wouldBlock
    /// The other side has finished, or the line is broken.
    case end
}

/// A connection taken from libsoup's server.
final class ServerTransport: WebSocketTransport, @unchecked Sendable {
    private var stream: UnsafeMutablePointer<GIOStream>?
    private let socket: UnsafeMutablePointer<GSocket>?
    private var sources: [LoopSource] = []
    private var wanted = (read: false, write: false)

    /// Takes the stream over.
    init(_ stream: UnsafeMutablePointer<GIOStream>) {
        self.stream = stream
        socket = csoup_stream_socket(stream)
        if let socket { csoup_ref(socket) }
    }

    deinit { close() }

    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        guard let stream else { return .end }
        var error: UnsafeMutablePointer<GError>?
        defer { g_clear_error(&error) }
        let count = csoup_stream_receive(stream, buffer.baseAddress, gsize(buffer.count), &error)
        if count > 0 { return .bytes(count) }
        return count < 0 && csoup_would_block(error) != 0 ? .wouldBlock : .end
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> TransportResult {
        guard let stream else { return .end }
        var error: UnsafeMutablePointer<GError>?
        defer { g_clear_error(&error) }
        let count = csoup_stream_write(stream, bytes.baseAddress, gsize(bytes.count), &error)
        if count >= 0 { return .bytes(count) }
        return csoup_would_block(error) != 0 ? .wouldBlock : .end
    }

    func watch(read: Bool, write: Bool, _ body: @escaping @Sendable () -> Void) {
        guard let stream, wanted != (read, write) else { return }
        wanted = (read, write)
        sources = []
        if read { sources.append(.stream(stream, writing: false, body)) }
        if write { sources.append(.stream(stream, writing: true, body)) }
    }

    func finishSending() { if let stream { csoup_finish_sending(stream) } }

    func close() {
        guard let stream else { return }
        self.stream = nil
        sources = []
        g_io_stream_close_async(stream, G_PRIORITY_DEFAULT, nil, nil, nil)
        csoup_unref(stream)
        guard let socket else { return }
        nonisolated(unsafe) let retired = socket
        GLibLoop.shared.every(milliseconds: 1000) {
            csoup_retire_socket(retired)
            return false
        }
    }
}

/// A connection libcurl has made.
final class ClientTransport: WebSocketTransport, @unchecked Sendable {
    private var handle: TransferHandle?
    private var source: LoopSource?
    private var wanted = (read: false, write: false)

    init(_ handle: TransferHandle) { self.handle = handle }

    private var easy: UnsafeMutableRawPointer? { handle?.transfer.easy }

    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        guard let easy else { return .end }
        var count = 0
        switch curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count) {
        case CURLE_OK: return count > 0 ? .bytes(count) : .end
        case CURLE_AGAIN: return .wouldBlock
        default: return .end
        }
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> TransportResult {
        guard let easy else { return .end }
        var count = 0
        switch curl_easy_send(easy, bytes.baseAddress, bytes.count, &count) {
        case CURLE_OK: return .bytes(count)
        case CURLE_AGAIN: return .wouldBlock
        default: return .end
        }
    }

    func watch(read: Bool, write: Bool, _ body: @escaping @Sendable () -> Void) {
        guard wanted != (read, write), let easy else { return }
        wanted = (read, write)
        source = nil
        let socket = ccurl_active_socket(easy)
        guard socket >= 0, read || write else { return }
        source = .descriptor(socket, read: read, write: write) { _ in body() }
    }

    func finishSending() {
        if let easy { shutdown(ccurl_active_socket(easy), Int32(SHUT_WR)) }
    }

    func close() {
        source = nil
        handle?.cancel()
        handle = nil
    }
}
