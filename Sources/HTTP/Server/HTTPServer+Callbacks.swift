internal import CSoup
internal import Core
internal import Foundation

/// What libsoup calls, on its thread.
extension HTTPServer {
    func connectCallbacks(_ soup: UnsafeMutablePointer<SoupServer>, context: UnsafeMutableRawPointer) {
        csoup_on_request(soup, "request-started", { HTTPServer.enter($1, $2) { $0.started($1) } }, context)
        csoup_on_request(soup, "request-finished", { HTTPServer.enter($1, $2) { $0.finished($1) } }, context)
        csoup_on_request(soup, "request-aborted", { HTTPServer.enter($1, $2) { $0.finished($1) } }, context)
        soup_server_add_early_handler(soup, nil, { HTTPServer.enter($1, $4) { $0.gotHead($1) } }, context, nil)
        soup_server_add_handler(soup, nil, { HTTPServer.enter($1, $4) { $0.gotBody($1) } }, context, nil)
    }

    private nonisolated static func enter(
        _ message: OpaquePointer?, _ context: UnsafeMutableRawPointer?,
        _ body: @Sendable (isolated HTTPServer, SoupMessage) -> Void
    ) {
        guard let message, let context else { return }
        nonisolated(unsafe) let handle = message
        Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue().assumeIsolated {
            body($0, SoupMessage(handle: handle))
        }
    }

    /// A connection came in, or the first byte of its next request.
    private func started(_ message: SoupMessage) {
        guard let handle = SoupConnection.starting else { return }
        let id = Int(bitPattern: handle)
        if let last = latest[id], connectionOf[last] == id { connectionOf[last] = nil }
        if connections[id] == nil {
            guard let socket = message.socket, admit(SoupConnection(handle, socket: socket), message) else { return }
        } else {
            table.enter(.head, id, at: Self.now, within: limits.headTimeout)
        }
        latest[id] = message.id
        connectionOf[message.id] = id
        // For what libsoup refuses by itself, before anybody is asked.
        message.prepareResponse(.problem(400, "This is not HTTP as RFC 9112 has it."))
        csoup_on_chunk(
            message.handle,
            { message, chunk, context in
                let count = chunk.map { Int(g_bytes_get_size($0)) } ?? 0
                HTTPServer.enter(message, context) { $0.gotChunk($1, count) }
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func admit(_ connection: SoupConnection, _ message: SoupMessage) -> Bool {
        accepted += 1
        if let idle = table.longestIdle() {
            close(idle)
            table.remove(idle)
        }
        let address = message.peerAddress
        let isLoopback = address.hasPrefix("127.") || address == "::1"
        let admission = table.admit(connection.id, address: address, isLoopback: isLoopback, at: Self.now)
        if admission != .welcome {
            metrics.count(
                "visavis_http_refused_connections_total", "Connections beyond the limits.",
                labels: ["how": admission == .refused ? "closed" : "answered"])
        }
        if admission == .refused {
            connection.shutDown()
            return false
        }
        connections[connection.id] = connection
        connection.onEnd(
            { handle, context in
                guard let handle, let context else { return }
                let id = Int(bitPattern: handle)
                Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue().assumeIsolated { $0.ended(id) }
            }, Unmanaged.passUnretained(self).toOpaque())
        return true
    }

    /// A connection is gone, or was taken by ``RefusedConnection``.
    private func ended(_ id: Int) {
        if let last = latest.removeValue(forKey: id) {
            if connectionOf[last] == id { connectionOf[last] = nil }
            if exchanges[last]?.connection == id { end(last) }
        }
        table.remove(id)
        connections[id] = nil
    }

    /// Its response is sent, or failed to be.
    private func finished(_ message: SoupMessage) {
        if let connection = exchanges[message.id]?.connection {
            table.enter(.idle, connection, at: Self.now, within: limits.idleTimeout)
        }
        end(message.id)
    }

    private func gotChunk(_ message: SoupMessage, _ count: Int) {
        guard var exchange = exchanges[message.id] else { return }
        exchange.received += count
        exchanges[message.id] = exchange
        if exchange.received > exchange.maximumBody {
            refuse(message, exchange.connection, Self.tooLarge(exchange.maximumBody))
        }
    }

    // MARK: Time is over

    func expire(_ id: Int, _ phase: ConnectionTable.Phase) {
        switch phase {
        case .upgraded: break
        case .idle, .writing: close(id)
        case .head, .body:
            metrics.count("visavis_http_timeouts_total", "Requests that did not arrive in time.")
            // During a TLS handshake there is nothing to answer on, and nothing may be taken from libsoup.
            guard let handle = latest[id].flatMap(OpaquePointer.init(bitPattern:)), phase == .body || !isSecure else {
                return close(id)
            }
            refuse(SoupMessage(handle: handle), id, .problem(408, "The request took too long to arrive."))
        case .handling:
            guard let (key, exchange) = exchanges.first(where: { $0.value.connection == id }) else { return close(id) }
            exchange.task?.cancel()
            respond(key, .problem(503, "The request took too long here."))
        }
    }

    /// Cuts the line. A connection with a request under way ends by itself then; an idle one is let go by the clock.
    func close(_ id: Int) { connections[id]?.shutDown() }

    /// Lets idle connections go that have ended.
    ///
    /// They are seen three times first: two of those are in different turns of the loop, so libsoup has noticed in
    /// between and has no callback pending.
    func letEndedGo() {
        for (id, connection) in connections {
            let isIdle = (table.connections[id]?.phase ?? .idle) == .idle
            connection.timesSeenEnded = isIdle && connection.hasEnded ? connection.timesSeenEnded + 1 : 0
            if connection.timesSeenEnded >= 3 { connection.letGo() }
        }
    }
}
