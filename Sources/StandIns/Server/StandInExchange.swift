/// One request and how it is answered. Used by one thread, which it blocks.
struct StandInExchange {
    let connection: LoopbackConnection
    let request: StandInRequest
    let script: StandInScript
    /// Told every text of a WebSocket.
    let onMessage: @Sendable (String) -> Void

    init(
        _ connection: LoopbackConnection, _ request: StandInRequest, _ script: StandInScript,
        onMessage: @escaping @Sendable (String) -> Void
    ) {
        self.connection = connection
        self.request = request
        self.script = script
        self.onMessage = onMessage
    }

    /// - Returns: Whether the connection can go on.
    func answer() -> Bool {
        let service = Self.service(of: request)
        switch script.fault {
        case .refused:
            connection.reset()
            return false
        case .slow:
            _ = connection.wait(nil)
            return false
        case .unauthorized: return refuse(401, "invalid_api_key")
        case .rateLimited(let time):
            return refuse(429, "rate_limit_exceeded", time.map { "Retry-After: \($0)\r\n" } ?? "")
        case .serverFailed: return refuse(500, "server_error")
        case .rejected: return refuse(404, "model_not_found")
        default: break
        }
        if let key = script.key, !isAuthorized(by: key) { return refuse(401, "invalid_api_key") }
        if let reply = script.reply {
            guard reply.isWhole || reply.status != 200 else { return stream([reply.bytes], type: reply.type) }
            return respond(reply.bytes, status: reply.status, type: reply.type)
        }
        guard let service else { return refuse(404, "not_found") }
        return service(self)
    }

    private static func service(of request: StandInRequest) -> ((StandInExchange) -> Bool)? {
        let isWebSocket = request.headers["upgrade"]?.lowercased() == "websocket"
        return switch (request.method, request.path, isWebSocket) {
        case ("POST", "/v1/chat/completions", _): { $0.chat() }
        case ("POST", "/v1/audio/transcriptions", _): { $0.transcription() }
        case ("POST", "/v1/audio/speech", _): { $0.speech() }
        case ("POST", "/v1/embeddings", _): { $0.embeddings() }
        case ("GET", "/v1/listen", true): { $0.deepgram() }
        case ("GET", let path, true) where path.hasSuffix("/multi-stream-input"): { $0.elevenLabs() }
        default: nil
        }
    }

    private func isAuthorized(by key: String) -> Bool {
        ["Bearer \(key)", "Token \(key)"].contains(request.headers["authorization"] ?? "")
            || request.headers["xi-api-key"] == key
    }

    // MARK: Responses

    private func refuse(_ status: Int, _ code: String, _ headers: String = "") -> Bool {
        let error = ["error": ["message": "A stand-in's refusal.", "code": code]]
        return respond(StandInJSON.bytes(error), status: status, headers: headers)
    }

    func respond(
        _ body: [UInt8], status: Int = 200, headers: String = "", type: String = "application/json"
    ) -> Bool {
        let head = "HTTP/1.1 \(status) Stand-in\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
        guard connection.write(Array((head + headers + "\r\n").utf8)) else { return false }
        return pieces(of: body).allSatisfy { connection.write($0) }
    }

    /// A body of pieces that come one after the other, with the delays and the half-way faults of the script.
    func stream(_ pieces: [[UInt8]], type: String) -> Bool {
        let head = "HTTP/1.1 200 Stand-in\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
        guard connection.write(Array(head.utf8)), connection.wait(script.firstDelay) else { return false }
        for (index, piece) in pieces.enumerated() {
            if index > 0 { guard connection.wait(script.delay) else { return false } }
            if index >= (pieces.count + 1) / 2, breaksOff() { return false }
            for part in self.pieces(of: piece) where !part.isEmpty {
                let size = Array("\(String(part.count, radix: 16))\r\n".utf8)
                guard connection.write(size + part + Array("\r\n".utf8)) else { return false }
            }
        }
        if breaksOff() { return false }
        return connection.write(Array("0\r\n\r\n".utf8))
    }

    /// Whether the answer ends here, in its middle.
    func breaksOff() -> Bool {
        switch script.fault {
        case .cut: return true
        case .stalled:
            _ = connection.wait(nil)
            return true
        default: return false
        }
    }

    private func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        guard let size = script.chunkBytes, size > 0 else { return [bytes] }
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}
