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
        guard let socket = message.socket else { return }
        let id = Int(bitPattern: socket)
        if table.connections[id] == nil {
            guard admit(id, socket, message) else { return }
        } else {
            table.enter(.head, id, at: Self.now, within: limits.headTimeout)
        }
        receiving[id] = message.handle
        // For what libsoup refuses by itself, before anybody is asked.
        message.prepareResponse(.problem(400, "This is not HTTP as RFC 9112 has it."))
        let context = Unmanaged.passUnretained(self).toOpaque()
        csoup_on_chunk(
            message.handle,
            { message, chunk, context in
                let count = chunk.map { Int(g_bytes_get_size($0)) } ?? 0
                HTTPServer.enter(message, context) { $0.gotChunk($1, count) }
            }, context)
        csoup_on_message(
            message.handle, "disconnected", { HTTPServer.enter($0, $1) { $0.disconnected($1) } }, context)
    }

    private func admit(_ id: Int, _ socket: UnsafeMutablePointer<GSocket>, _ message: SoupMessage) -> Bool {
        if let idle = table.longestIdle() { close(idle) }
        let address = message.peerAddress
        let isLoopback = address.hasPrefix("127.") || address == "::1"
        let admission = table.admit(id, address: address, isLoopback: isLoopback, at: Self.now)
        if admission != .welcome {
            metrics.count(
                "visavis_http_refused_connections_total", "Connections beyond the limits.",
                labels: ["how": admission == .refused ? "closed" : "answered"])
        }
        if admission == .refused {
            g_socket_shutdown(socket, 1, 1, nil)
            return false
        }
        sockets[id] = socket
        csoup_watch_end(
            socket,
            { context, object in
                let id = Int(bitPattern: object)
                guard let context else { return }
                let server = Unmanaged<HTTPServer>.fromOpaque(context).takeRetainedValue()
                server.assumeIsolated { $0.forget(id) }
            }, Unmanaged.passRetained(self).toOpaque())
        return true
    }

    private func forget(_ id: Int) {
        table.remove(id)
        sockets[id] = nil
        receiving[id] = nil
    }

    /// The connection of a message is gone, or was taken by ``RefusedConnection``.
    private func disconnected(_ message: SoupMessage) {
        for (id, handle) in receiving where handle == message.handle { receiving[id] = nil }
        end(message)
    }

    /// Its response is sent, or failed to be.
    private func finished(_ message: SoupMessage) {
        if let connection = exchanges[message.id]?.connection {
            table.enter(.idle, connection, at: Self.now, within: limits.idleTimeout)
        }
        end(message)
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
        case .idle, .writing: close(id)
        case .head, .body:
            metrics.count("visavis_http_timeouts_total", "Requests that did not arrive in time.")
            // During a TLS handshake there is nothing to answer on, and nothing may be taken from libsoup.
            guard let handle = receiving[id], phase == .body || !isSecure else { return close(id) }
            refuse(SoupMessage(handle: handle), id, .problem(408, "The request took too long to arrive."))
        case .handling:
            guard let (key, exchange) = exchanges.first(where: { $0.value.connection == id }) else { return close(id) }
            exchange.task?.cancel()
            respond(key, .problem(503, "The request took too long here."))
        }
    }

    /// Cuts the line; libsoup notices and tidies up.
    func close(_ id: Int) {
        guard let socket = sockets[id] else { return }
        forget(id)
        g_socket_shutdown(socket, 1, 1, nil)
    }
}
