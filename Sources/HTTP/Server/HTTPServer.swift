internal import CSoup
package import Core
internal import Foundation

/// An HTTP/1.1 server on libsoup, plain or over TLS.
///
/// libsoup runs on one thread of its own; handlers run on Swift's. What a client can hold is bounded in number, size and
/// time (`HTTPLimits`). HTTP/2 stays off: libsoup 3.2's server takes any `:authority` for a valid one and goes on without
/// a URI when it is not.
package actor HTTPServer {
    private let configuration: HTTPServerConfiguration
    let router: Router
    let metrics: Metrics
    let log: Log
    private var soup: UnsafeMutablePointer<SoupServer>?
    private var listeners: [Listener] = []
    var table: ConnectionTable
    var connections: [Int: SoupConnection] = [:]
    /// The message of each connection that began last, and back. A message is there as long as its request is under way.
    var latest: [Int: Int] = [:]
    var connectionOf: [Int: Int] = [:]
    /// By message.
    var exchanges: [Int: Exchange] = [:]
    var webSockets: [Int: WebSocketConnection] = [:]
    /// Connections so far.
    var accepted = 0
    private(set) var isStopping = false
    private var onDrained: CheckedContinuation<Void, Never>?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { GLibLoop.shared.asUnownedSerialExecutor() }

    package init(_ configuration: HTTPServerConfiguration, router: Router, metrics: Metrics, log: Log) {
        self.configuration = configuration
        self.router = router
        self.metrics = metrics
        self.log = log
        table = ConnectionTable(limits: configuration.limits)
    }

    var limits: HTTPLimits { configuration.limits }
    var isSecure: Bool { configuration.tls != nil }
    var openConnections: Int { connections.count }

    /// Listens and answers from now on.
    /// - Returns: Where; one address, or two for a name like `localhost`.
    package func start() async throws(HTTPServerError) -> [HTTPAddress] {
        guard soup == nil, !isStopping else { throw .alreadyStarted }
        guard let made = csoup_server_new() else { throw .alreadyStarted }
        nonisolated(unsafe) let soup = made
        csoup_no_deflate(soup)
        do {
            if let identity = configuration.tls { try Self.use(identity, soup) }
            try ListeningSocket.each(host: configuration.host, port: configuration.port) {
                (socket) throws(HTTPServerError) in
                let listener = Listener(socket)
                try self.listen(listener, soup)
                self.listeners.append(listener)
            }
        } catch {
            listeners = []
            soup_server_disconnect(soup)
            csoup_unref(soup)
            throw error
        }
        SoupConnection.watch()
        self.soup = soup
        // The callbacks hold the server for as long as it runs; `stop` gives it back.
        connectCallbacks(soup, context: Unmanaged.passRetained(self).toOpaque())
        GLibLoop.shared.every(milliseconds: 250) { [weak self] in
            self?.assumeIsolated { $0.tick() } ?? false
        }
        return listeners.map { $0.socket.address }
    }

    /// Ends the server: from now on requests are answered with 503, running ones may finish.
    ///
    /// WebSockets are closed with 1001 at once. Idempotent; a second call, with a smaller limit, may cut the first one
    /// short. When it returns, nothing is open.
    /// - Parameter limit: What then still runs is cancelled and cut off.
    package func stop(within limit: Duration) async {
        isStopping = true
        guard let soup else { return }
        async let closed: Void = closeWebSockets(within: limit)
        if !exchanges.isEmpty && onDrained == nil && limit > .zero {
            let clock = Task { [weak self] in
                try? await Task.sleep(for: limit)
                await self?.drained()
            }
            await withCheckedContinuation { onDrained = $0 }
            clock.cancel()
        }
        drained()
        await closed
        guard self.soup != nil else { return }
        self.soup = nil
        for exchange in exchanges.values { exchange.task?.cancel() }
        // Handshakes under way would outlive their connections: let them fail first.
        for connection in connections.values { connection.shutDown() }
        for _ in 0..<5 { await Self.turn() }
        soup_server_disconnect(soup)
        exchanges = [:]
        listeners = []
        await Self.turn()
        csoup_unref(soup)
        Unmanaged.passUnretained(self).release()
    }

    /// Lets the loop do what it has in hand.
    private static func turn() async {
        await withCheckedContinuation { continuation in
            GLibLoop.shared.every(milliseconds: 2) {
                continuation.resume()
                return false
            }
        }
    }

    /// To be called whenever an exchange ends.
    func noteEnd() { if isStopping && exchanges.isEmpty { drained() } }

    private func drained() {
        onDrained?.resume()
        onDrained = nil
    }

    private func listen(
        _ listener: Listener, _ soup: UnsafeMutablePointer<SoupServer>
    ) throws(HTTPServerError) {
        var error: UnsafeMutablePointer<GError>?
        defer { g_clear_error(&error) }
        let options = configuration.tls == nil ? SoupServerListenOptions(rawValue: 0) : SOUP_SERVER_LISTEN_HTTPS
        // libsoup owns the descriptor it is given.
        let socket = g_socket_new_from_fd(dup(listener.socket.descriptor), &error)
        defer { if let socket { csoup_unref(socket) } }
        // A connection that went away before it was accepted must not keep the thread waiting for the next one.
        if let socket { g_socket_set_blocking(socket, 0) }
        guard let socket, soup_server_listen_socket(soup, socket, options, &error) != 0 else {
            let reason = error.map { String(cString: $0.pointee.message) } ?? "unknown"
            throw .cannotListen(host: configuration.host, port: configuration.port, reason: reason)
        }
    }

    private static func use(
        _ identity: TLSIdentity, _ soup: UnsafeMutablePointer<SoupServer>
    ) throws(HTTPServerError) {
        let certificate = try identity.load()
        soup_server_set_tls_certificate(soup, certificate)
        csoup_unref(certificate)
    }

    // MARK: The clock

    static var now: Duration { ContinuousClock.now - epoch }
    private static let epoch = ContinuousClock.now

    /// Closes what has waited long enough, and revives listeners.
    private func tick() -> Bool {
        guard let soup else { return false }
        let now = Self.now
        letEndedGo()
        for (id, phase) in table.expired(at: now) { expire(id, phase) }
        for listener in listeners where listener.isStuck(accepted: accepted) {
            // libsoup's listener gives up for good when accept(2) fails once, as it does without a free descriptor.
            log(.warning, "listening again after a failed accept", ["address": "\(listener.socket.address)"])
            try? listen(listener, soup)
        }
        metrics.set("visavis_http_connections", "Open connections.", to: Double(table.count))
        metrics.set("visavis_http_websockets", "Open WebSockets.", to: Double(webSockets.count))
        return true
    }

    /// A listening socket, and whether anybody still accepts from it.
    private final class Listener {
        let socket: ListeningSocket
        private var ticksWaiting = 0
        private var acceptedBefore = 0

        init(_ socket: consuming ListeningSocket) { self.socket = socket }

        /// True when connections have been waiting for four ticks running and none was accepted meanwhile.
        func isStuck(accepted: Int) -> Bool {
            var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            let isWaiting = poll(&entry, 1, 0) > 0 && accepted == acceptedBefore
            ticksWaiting = isWaiting ? ticksWaiting + 1 : 0
            acceptedBefore = accepted
            guard ticksWaiting >= 4 else { return false }
            ticksWaiting = 0
            return true
        }
    }
}
