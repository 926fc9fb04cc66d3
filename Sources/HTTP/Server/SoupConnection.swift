internal import CSoup
internal import Foundation

/// A connection of libsoup's server, and its socket. Holds both until it is forgotten.
final class SoupConnection {
    private let handle: UnsafeMutableRawPointer
    private let socket: UnsafeMutablePointer<GSocket>

    /// Ticks running at which it was idle and ``hasEnded``.
    var timesSeenEnded = 0

    var id: Int { Int(bitPattern: handle) }

    /// The connection whose request begins right now: to be asked in the callback of "request-started" alone.
    static var starting: UnsafeMutableRawPointer? { place.pointee }

    /// To be called once a server listens, before its first connection.
    static func watch() { _ = isWatching }

    private static let isWatching = csoup_watch_connections(place) != 0
    nonisolated(unsafe) private static let place: UnsafeMutablePointer<UnsafeMutableRawPointer?> = {
        let place = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        place.initialize(to: nil)
        return place
    }()

    init(_ handle: UnsafeMutableRawPointer, socket: UnsafeMutablePointer<GSocket>) {
        self.handle = handle
        self.socket = socket
        csoup_ref(handle)
        csoup_ref(socket)
    }

    deinit {
        // A second after the connection is gone nobody works on its socket any more.
        csoup_watch_end(
            handle,
            { socket, _ in
                let address = Int(bitPattern: socket)
                GLibLoop.shared.every(milliseconds: 1000) {
                    csoup_retire_socket(UnsafeMutablePointer<GSocket>(bitPattern: address))
                    return false
                }
            }, socket)
        csoup_unref(handle)
    }

    /// `call` gets the connection and `context` when it ends, whoever ends it.
    func onEnd(_ call: @escaping csoup_connection_callback, _ context: UnsafeMutableRawPointer) {
        csoup_on_disconnect(handle, call, context)
    }

    /// Cuts the line; whoever reads or writes notices.
    func shutDown() { g_socket_shutdown(socket, 1, 1, nil) }

    /// Whether the other side has said that nothing more comes, or the line is cut.
    var hasEnded: Bool {
        var byte: UInt8 = 0
        let count = recv(g_socket_get_fd(socket), &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
    }

    /// Frees a connection that ended while it was idle. libsoup 3.2.3 stops watching it then, but keeps it, with its
    /// socket in CLOSE_WAIT, for ever.
    func letGo() { csoup_let_go(handle) }
}
