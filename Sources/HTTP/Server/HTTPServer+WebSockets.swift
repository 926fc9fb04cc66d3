internal import CSoup
internal import Foundation

/// From an accepted request to the end of its WebSocket.
extension HTTPServer {
    /// Takes the connection from libsoup. Nothing happens when nobody waits for the answer any more.
    func upgrade(
        _ key: Int, _ request: HTTPRequest, _ headers: HTTPHeaders, _ limits: WebSocketLimits,
        _ handler: @escaping @Sendable (WebSocketConnection) async -> Void
    ) {
        guard let exchange = exchanges[key], exchange.id == request.id, exchange.status == nil,
            let handle = OpaquePointer(bitPattern: key)
        else { return }
        if isStopping { return respond(key, .problem(503, "The server is shutting down.")) }
        let response = complete(HTTPResponse(status: 101, headers: headers), exchange)
        exchanges[key]?.status = 101
        guard let stream = soup_server_message_steal_connection(handle) else { return }
        // The exchange and its connection are over now, as far as libsoup is concerned.
        let transport = ServerTransport(stream)
        guard Self.send(response, transport) else { return transport.close() }
        let id = Int(bitPattern: stream)
        let connection = WebSocketConnection(transport, role: .server, limits: limits)
        table.hold(id, address: request.peerAddress)
        webSockets[id] = connection
        connection.assumeIsolated { $0.start() }
        let task = Task.detached {
            await handler(connection)
            await connection.close()
        }
        connection.assumeIsolated {
            $0.whenOver { [weak self] in
                task.cancel()
                self?.assumeIsolated { $0.forget(id) }
            }
        }
    }

    /// The response is small and the first that is sent: the system takes it at once.
    private static func send(_ response: HTTPResponse, _ transport: ServerTransport) -> Bool {
        var text = "HTTP/1.1 101 Switching Protocols\r\n"
        for field in response.headers.fields { text += "\(field.name): \(field.value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        return bytes.withUnsafeBytes { transport.send($0) } == .bytes(bytes.count)
    }

    private func forget(_ id: Int) {
        webSockets[id] = nil
        table.remove(id)
    }

    /// - Parameter limit: How long the other sides may take to answer; at most two seconds.
    func closeWebSockets(within limit: Duration) async {
        guard !webSockets.isEmpty else { return }
        let connections = Array(webSockets.values)
        for connection in connections { await connection.close(.goingAway) }
        let clock = Task {
            try? await Task.sleep(for: min(limit, .seconds(2)))
            for connection in connections { await connection.abort() }
        }
        for connection in connections { await connection.over() }
        clock.cancel()
    }
}
