/// What a request for a WebSocket gets.
package enum WebSocketAnswer: Sendable {
    /// No WebSocket.
    case refused(HTTPResponse)
    /// A WebSocket that is open for as long as this runs: when it returns, the connection is closed with 1000, when the
    /// connection ends, its task is cancelled.
    case accepted(@Sendable (WebSocketConnection) async -> Void)
}

struct WebSocketRoute: Sendable {
    var limits: WebSocketLimits
    var open: @Sendable (HTTPRequest) async throws -> WebSocketAnswer
}
