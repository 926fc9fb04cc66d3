internal import Foundation
internal import Synchronization

/// Listens on a free port of 127.0.0.1 and gives each connection a thread.
final class LoopbackListener: Sendable {
    typealias Serve = @Sendable (LoopbackConnection) -> Void

    private struct State {
        var socket: Int32
        var connections: [Int32: LoopbackConnection] = [:]
        var isStopped = false
        /// Counts listening sockets, so that a thread knows whether its own is still the one.
        var generation = 0
        var serve: Serve?
    }

    /// More at a time are closed unread.
    private static let mostConnections = 256

    let port: Int
    /// Bound to the port and never listening: while nobody listens there, nobody else gets the port.
    private let reservation: Int32
    private let state: Mutex<State>

    init() throws {
        let first = try Self.bound(to: 0, sharing: false)
        port = Self.port(of: first)
        do {
            reservation = try Self.bound(to: port, sharing: true)
        } catch {
            close(first)
            throw error
        }
        Glibc.listen(first, 128)
        state = Mutex(State(socket: first))
    }

    deinit { close(reservation) }

    func serve(_ body: @escaping Serve) {
        state.withLock { $0.serve = body }
        accept()
    }

    /// Connections are refused from now on, open ones are gone.
    func pause() {
        let open = state.withLock { state in
            // Ends the thread that accepts, which closes it, but not before this lock is free: until then the number is
            // nobody else's.
            if state.socket >= 0 { shutdown(state.socket, Int32(SHUT_RDWR)) }
            state.socket = -1
            state.generation += 1
            return Array(state.connections.values)
        }
        for connection in open { connection.shutDown() }
    }

    /// Listens at the same port again.
    func resume() {
        let isPaused = state.withLock { $0.socket < 0 && !$0.isStopped }
        guard isPaused, let socket = try? Self.bound(to: port, sharing: true) else { return }
        Glibc.listen(socket, 128)
        state.withLock { $0.socket = socket }
        accept()
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        pause()
    }

    private func accept() {
        let (socket, generation) = state.withLock { ($0.socket, $0.generation) }
        Thread.detachNewThread { [weak self] in
            defer { close(socket) }
            while true {
                let descriptor = Glibc.accept(socket, nil, nil)
                // The lock is taken after whoever ended this has let go of it.
                guard let self, self.state.withLock({ $0.generation == generation }) else {
                    if descriptor >= 0 { close(descriptor) }
                    return
                }
                // A connection that went away before it was accepted is no reason to stop.
                if descriptor >= 0 { self.open(LoopbackConnection(descriptor)) }
            }
        }
    }

    private func open(_ connection: LoopbackConnection) {
        let serve = state.withLock { state in
            guard state.connections.count < Self.mostConnections else { return nil as Serve? }
            state.connections[connection.descriptor] = connection
            return state.serve
        }
        guard let serve else { return }
        Thread.detachNewThread { [weak self] in
            serve(connection)
            connection.shutDown()
            // The number may be used again once it is closed, which the connection does when it goes.
            _ = self?.state.withLock { $0.connections.removeValue(forKey: connection.descriptor) }
        }
    }

    /// - Parameters:
    ///   - port: 0 takes one that nobody else is bound to.
    ///   - sharing: With a socket that does not listen. Only for a known port: otherwise a shared one might be found.
    private static func bound(to port: Int, sharing: Bool) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        if sharing { setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
        }
        guard result == 0 else {
            let code = POSIXErrorCode(rawValue: errno) ?? .EADDRINUSE
            close(socket)
            throw POSIXError(code)
        }
        // From now on others may share it, who know the number.
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        return socket
    }

    private static func port(of socket: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
