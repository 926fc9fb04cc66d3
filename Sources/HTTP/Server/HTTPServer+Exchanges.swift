internal import CSoup
internal import Core
internal import Foundation

/// From a request's header to its response.
extension HTTPServer {
    /// The header is complete; the body is not read yet.
    func gotHead(_ message: SoupMessage) {
        guard let connection = connectionOf[message.id] else { return }
        let path = message.rawPath
        let headers = message.requestHeaders
        let match =
            refusal(message, headers, connection).map(Router.Match.answer)
            ?? router.match(message.method, rawPath: path, headers: headers)
        let exchange = Exchange(
            id: Exchange.makeID(), connection: connection, began: .now, method: message.method, rawPath: path,
            headers: headers, match: match)
        exchanges[message.id] = exchange
        message.dropMultipleRanges()
        let declared = message.declaredLength
        let limit = exchange.maximumBody
        if let declared, declared > limit { return refuse(message, connection, Self.tooLarge(limit)) }
        let mayCome = declared ?? limit
        exchanges[message.id]?.expected = mayCome
        if mayCome > HTTPLimits.largeBody,
            exchanges.values.count(where: { $0.expected > HTTPLimits.largeBody }) > limits.largeBodies
        {
            return refuse(
                message, connection,
                .problem(503, "Too many large requests are being read; try again.", headers: ["Retry-After": "5"]))
        }
        table.enter(.body, connection, at: Self.now, within: limits.time(limits.bodyTimeout, bytes: mayCome))
        // Who waits for "100 Continue" is told at once when nothing of the body is wanted.
        if case .answer(let response) = match, headers["Expect"] != nil { refuse(message, connection, response) }
    }

    /// What is refused before anybody looks at where it goes.
    private func refusal(_ message: SoupMessage, _ headers: HTTPHeaders, _ connection: Int) -> HTTPResponse? {
        if isStopping { return .problem(503, "The server is shutting down.") }
        guard let entry = table.connections[connection], !entry.isSurplus else {
            return .problem(503, "The server has too many connections.", headers: ["Retry-After": "5"])
        }
        if message.rawPath.utf8.count + message.rawQuery.utf8.count > limits.targetBytes {
            return .problem(414, "The address is longer than \(limits.targetBytes) bytes.")
        }
        let size = headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        if size > limits.headerBytes {
            return .problem(431, "The header fields are longer than \(limits.headerBytes) bytes.")
        }
        return nil
    }

    /// The request is complete.
    func gotBody(_ message: SoupMessage) {
        guard let exchange = exchanges[message.id] else { return }
        switch exchange.match {
        case .answer(let response): respond(message.id, response)
        case .handler(let route, let parameters):
            guard let request = request(message, exchange, parameters) else {
                return respond(message.id, .problem(400, "The query is not percent-encoded UTF-8."))
            }
            table.enter(.handling, exchange.connection, at: Self.now, within: route.options.timeLimit)
            soup_server_message_pause(message.handle)
            // Given back when the exchange ends: the message may not go while the handler works.
            csoup_ref(UnsafeMutableRawPointer(message.handle))
            let key = message.id
            let onError = router.onError
            exchanges[key]?.task = Task.detached { [weak self] in
                do {
                    guard let webSocket = route.webSocket else {
                        await self?.handled(key, request.id, try await route.handler(request))
                        return
                    }
                    let headers = try WebSocketHandshake.answer(request.headers).get()
                    switch try await webSocket.open(request) {
                    case .refused(let response): await self?.handled(key, request.id, response)
                    case .accepted(let handler):
                        await self?.upgrade(key, request, headers, webSocket.limits, handler)
                    }
                } catch let refusal as WebSocketHandshake.Refusal {
                    await self?.handled(key, request.id, refusal.response)
                } catch {
                    await self?.handled(key, request.id, onError(error, request))
                }
            }
        }
    }

    private func request(_ message: SoupMessage, _ exchange: Exchange, _ parameters: [String: String]) -> HTTPRequest? {
        guard let query = PercentDecoding.query(message.rawQuery), let path = PercentDecoding.decode(exchange.rawPath)
        else { return nil }
        return HTTPRequest(
            id: exchange.id, method: HTTPMethod(rawValue: exchange.method) ?? .get, path: path, query: query,
            headers: exchange.headers, body: message.requestBody, peerAddress: message.peerAddress, isSecure: isSecure,
            pathParameters: parameters)
    }

    /// A handler is done. Its answer counts unless another was given meanwhile, or nobody waits any more.
    private func handled(_ key: Int, _ requestID: String, _ response: HTTPResponse) {
        guard exchanges[key]?.id == requestID else { return }
        respond(key, response)
    }

    /// Answers a request whose body was read.
    func respond(_ key: Int, _ response: HTTPResponse) {
        guard let exchange = exchanges[key], exchange.status == nil, let handle = OpaquePointer(bitPattern: key) else {
            return
        }
        exchanges[key]?.status = response.status
        let full = complete(response, exchange)
        let isSurplus = table.connections[exchange.connection]?.isSurplus ?? true
        SoupMessage(handle: handle).respond(full, closing: isStopping || isSurplus)
        table.enter(
            .writing, exchange.connection, at: Self.now,
            within: limits.time(limits.writeTimeout, bytes: full.body.count))
        if exchange.task != nil && connections[exchange.connection] != nil { soup_server_message_unpause(handle) }
    }

    /// Answers a request whose body is not going to be read, and gives its connection up.
    func refuse(_ message: SoupMessage, _ connection: Int, _ response: HTTPResponse) {
        exchanges[message.id]?.status = response.status
        let full = exchanges[message.id].map { complete(response, $0) } ?? response
        RefusedConnection.answer(message, full)
    }

    /// The exchange is over, however it went.
    func end(_ key: Int) {
        guard let exchange = exchanges.removeValue(forKey: key) else { return }
        if let task = exchange.task {
            task.cancel()
            UnsafeMutableRawPointer(bitPattern: key).map(csoup_unref)
        }
        record(exchange)
        noteEnd()
    }

    private func record(_ exchange: Exchange) {
        let took = ContinuousClock.now - exchange.began
        // A connection that went away before its answer has no status of ours; 499 is nginx's number for it.
        let status = exchange.status ?? 499
        let method = HTTPMethod(rawValue: exchange.method)?.rawValue ?? "other"
        metrics.count(
            "visavis_http_requests_total", "Requests answered.",
            labels: ["route": exchange.route, "method": method, "status": "\(status)"])
        metrics.observe(
            "visavis_http_request_seconds", "From a request's header to its response sent.",
            labels: ["route": exchange.route], took / .seconds(1))
        // 503 is a state that is told elsewhere, not a fault.
        let level: Log.Level = status >= 500 && status != 503 ? .warning : .debug
        log(
            level, "request",
            [
                "id": exchange.id, "method": method, "route": exchange.route, "status": "\(status)",
                "ms": "\(Int(took / .milliseconds(1)))",
            ])
    }

    /// What every response carries.
    func complete(_ response: HTTPResponse, _ exchange: Exchange) -> HTTPResponse {
        var full = response
        full.headers["X-Request-Id"] = exchange.id
        full.headers["X-Content-Type-Options"] = "nosniff"
        if full.headers["Cache-Control"] == nil { full.headers["Cache-Control"] = "no-store" }
        let crossOrigin = router.crossOriginHeaders(rawPath: exchange.rawPath, origin: exchange.headers["Origin"])
        full.headers.merge(crossOrigin)
        return full
    }

    static func tooLarge(_ limit: Int) -> HTTPResponse {
        .problem(413, "The request's body is larger than \(limit) bytes.")
    }
}
