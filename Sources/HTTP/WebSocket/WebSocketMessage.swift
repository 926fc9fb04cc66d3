package enum WebSocketMessage: Sendable, Equatable {
    case text(String)
    case binary([UInt8])
}

/// How one side said that it is done (RFC 6455 §7.4).
package struct WebSocketClosure: Sendable, Equatable {
    /// 1005 when the other side gave none.
    package var code: UInt16
    /// At most 123 bytes.
    package var reason: String

    package init(code: UInt16, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    package static let normal = WebSocketClosure(code: 1000)
    package static let goingAway = WebSocketClosure(code: 1001, reason: "the server is shutting down")
}

/// Why a WebSocket ended without both sides saying so, or takes no message.
package enum WebSocketError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The connection is gone, without a word.
    case cut
    /// Nothing came from the other side for two ping intervals, not even an answer to a ping.
    case silent
    /// The other side takes nothing more.
    case stalled
    /// A message beyond the limit; the other side is told 1009.
    case tooLarge
    /// Not what RFC 6455 says (1002), or text that is not UTF-8 (1007).
    case badFrame
    /// It is closed, or being closed.
    case closed
    /// The task was cancelled while it waited to send.
    case cancelled

    package var description: String {
        switch self {
        case .cut: "The WebSocket's connection ended without a word."
        case .silent: "The other side of the WebSocket is silent."
        case .stalled: "The other side of the WebSocket takes nothing more."
        case .tooLarge: "A message of the WebSocket is larger than is taken."
        case .badFrame: "The other side does not follow the WebSocket protocol."
        case .closed: "The WebSocket is closed."
        case .cancelled: "Sending was cancelled."
        }
    }
}

/// What one WebSocket may take up.
package struct WebSocketLimits: Sendable, Equatable {
    /// Bytes of one message received, however many frames it comes in; more ends the connection with 1009. As much may
    /// wait for the reader; then the other side waits.
    package var message: Int
    /// Bytes that wait to be sent. When full, `send` waits and `offer` is refused.
    package var outgoing: Int
    /// After so much silence the other side is pinged, after twice as much the connection is given up.
    package var pingInterval: Duration
    /// How long the other side may take nothing while something waits, and may take to answer a close.
    package var patience: Duration

    package init(
        message: Int = 1 << 20, outgoing: Int = 1 << 20, pingInterval: Duration = .seconds(20),
        patience: Duration = .seconds(15)
    ) {
        self.message = message
        self.outgoing = outgoing
        self.pingInterval = pingInterval
        self.patience = patience
    }
}
