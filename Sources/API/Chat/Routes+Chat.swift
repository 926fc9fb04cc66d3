internal import HTTP
internal import Sessions

extension Routes {
    /// The socket HeyGen's clients open beside the stream.
    mutating func addChat() {
        let context = context
        let room = ChatRoom()
        router.addWebSocket("/v1/ws/streaming.chat", limits: ChatSocket.limits) { request in
            do {
                let session = try await chattingSession(context, request)
                let wish = try ChatWish(request)
                let id = session.card.id
                guard let isFirst = room.enter(id) else { throw RequestError.tooManyRequests(retryAfter: .seconds(5)) }
                let socket = ChatSocket(session: session, wish: wish, isFirst: isFirst, metrics: context.metrics)
                return .accepted { connection in
                    await socket.run(connection)
                    room.leave(id)
                }
            } catch {
                return .refused(answer(error, to: request, context))
            }
        }
    }
}

/// Browsers cannot send header fields with a WebSocket: the token comes in the query.
private func chattingSession(_ context: APIContext, _ request: HTTPRequest) async throws -> Session {
    var request = request
    if let token = request.query("session_token"), !token.isEmpty {
        request.headers["X-Api-Key"] = nil
        request.headers["Authorization"] = "Bearer " + token
    }
    let access = try await context.gate.admit(request)
    guard let id = Query(request).value("session_id") ?? access.token?.session else {
        throw RequestError.missing(field: "session_id")
    }
    guard access.mayTouch(id) else { throw SessionError.notFound(id: id) }
    return try await context.directory.session(id, of: access.owner)
}
