internal import Foundation

extension HTTPClient {
    /// Opens a WebSocket.
    ///
    /// Redirects are not followed. Of `timeouts`, `connect` and `firstByte` (the handshake's) count.
    /// - Parameters:
    ///   - url: `ws`, `wss`, `http` or `https`.
    ///   - headers: Beside the handshake's own.
    /// - Throws: ``HTTPClientError/refused(status:headers:body:)`` with any response but 101.
    package func webSocket(
        _ url: String, headers: HTTPHeaders = [:], reach: Egress.Reach, limits: WebSocketLimits = WebSocketLimits(),
        timeouts: HTTPTimeouts = HTTPTimeouts()
    ) async throws(HTTPClientError) -> WebSocketConnection {
        var text = url
        for (own, known) in [("ws://", "http://"), ("wss://", "https://")] where text.lowercased().hasPrefix(own) {
            text = known + text.dropFirst(own.count)
        }
        let target = try Target(text)
        try Self.check(headers)
        let (handle, _) = try await sockets.open(
            Transfer.Hop(
                target: target, method: .get, headers: [:], body: [], reach: reach, timeouts: timeouts,
                end: .now + timeouts.total, maximumBody: 0, isConnectOnly: true))
        let key = WebSocketHandshake.makeKey()
        let request = WebSocketHandshake.request(target, path: target.pathAndQuery, key: key, headers: headers)
        let opening = WebSocketOpening(handle, request: request, key: key, within: timeouts.firstByte)
        let (transport, early): (any WebSocketTransport, [UInt8])
        do throws(HTTPClientError) {
            (transport, early) = try await opening.run()
        } catch {
            // A connection that was given up when it was just there looks cut.
            throw Task.isCancelled ? .cancelled : error
        }
        return await WebSocketConnection.started(transport, role: .client, limits: limits, early: early)
    }
}

extension WebSocketConnection {
    /// - Parameter transport: Its own from now on.
    static func started(
        _ transport: any WebSocketTransport, role: WebSocketFrames.Role, limits: WebSocketLimits,
        early: [UInt8] = []
    ) async -> WebSocketConnection {
        let connection = WebSocketConnection(transport, role: role, limits: limits, early: early)
        await connection.start()
        return connection
    }
}

/// A client's handshake under way, on the HTTP thread.
actor WebSocketOpening {
    private let transport: ClientTransport
    private let key: String
    private let limit: Duration
    private var unsent: ArraySlice<UInt8>
    private var received: [UInt8] = []
    private var head: (status: Int, headers: HTTPHeaders, length: Int)?
    private var clock: LoopSource?
    /// How it ended before anybody waited.
    private var early: HTTPClientError?
    private var waiting: CheckedContinuation<Result<[UInt8], HTTPClientError>, Never>?

    /// Header of the response, in bytes; and body of one that refuses.
    private static let maximumHead = 16_384
    private static let maximumBody = 4096

    nonisolated var unownedExecutor: UnownedSerialExecutor { GLibLoop.shared.asUnownedSerialExecutor() }

    init(_ handle: TransferHandle, request: [UInt8], key: String, within limit: Duration) {
        transport = ClientTransport(handle)
        self.key = key
        self.limit = limit
        unsent = request[...]
    }

    /// - Returns: The connection, and what came behind the response.
    func run() async throws(HTTPClientError) -> (any WebSocketTransport, [UInt8]) {
        clock = .timer(after: limit) { [weak self] in
            self?.assumeIsolated { $0.isLate() }
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting = continuation
                if let early { end(.failure(early)) } else { pump() }
            }
        } onCancel: {
            GLibLoop.shared.run { self.assumeIsolated { $0.end(.failure(.cancelled)) } }
        }
        return (transport, try result.get())
    }

    private func end(_ result: Result<[UInt8], HTTPClientError>) {
        guard let waiting else {
            if case .failure(let error) = result { early = early ?? error }
            return
        }
        self.waiting = nil
        clock = nil
        transport.watch(read: false, write: false) {}
        if case .failure = result { transport.close() }
        waiting.resume(returning: result)
    }

    /// A refusal whose body dawdles is a refusal.
    private func isLate() {
        if let head { refuse(head) } else { end(.failure(.timedOut(.firstByte))) }
    }

    private func pump() {
        guard waiting != nil else { return }
        while !unsent.isEmpty {
            switch unsent.withUnsafeBytes({ transport.send($0) }) {
            case .bytes(let count) where count > 0: unsent = unsent.dropFirst(count)
            case .bytes, .wouldBlock: return watch()
            case .end: return end(.failure(.cut))
            }
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while waiting != nil {
            switch buffer.withUnsafeMutableBytes({ transport.receive($0) }) {
            case .bytes(let count):
                received += buffer[..<count]
                look(isOver: false)
            case .wouldBlock: return watch()
            case .end: look(isOver: true)
            }
        }
    }

    private func watch() {
        transport.watch(read: true, write: !unsent.isEmpty) { [weak self] in self?.assumeIsolated { $0.pump() } }
    }

    private func look(isOver: Bool) {
        do throws(HTTPClientError) {
            if head == nil { head = try WebSocketHandshake.head(received) }
        } catch {
            return end(.failure(error))
        }
        guard let head else {
            if received.count > Self.maximumHead { return end(.failure(.tooLarge(limit: Self.maximumHead))) }
            if isOver { end(.failure(.cut)) }
            return
        }
        if head.status == 101 {
            guard WebSocketHandshake.isAccepted(head.headers, key: key) else {
                return end(.failure(.garbage(reason: "the WebSocket handshake does not fit")))
            }
            return end(.success(Array(received[head.length...])))
        }
        let length = head.headers["Content-Length"].flatMap { Int($0) } ?? Int.max
        if isOver || received.count - head.length >= min(length, Self.maximumBody) { refuse(head) }
    }

    private func refuse(_ head: (status: Int, headers: HTTPHeaders, length: Int)) {
        let body = Array(received[head.length...].prefix(Self.maximumBody))
        end(.failure(.refused(status: head.status, headers: head.headers, body: body)))
    }
}
