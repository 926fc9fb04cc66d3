/// Why a request got no complete response, or a WebSocket could not be opened.
package enum HTTPClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What took too long.
    package enum Phase: String, Sendable {
        /// Name, TCP and TLS, and waiting for a free connection.
        case connect
        /// From the request sent to the response's header.
        case firstByte = "first byte"
        /// Nothing of the body came for so long.
        case idle
        case total
    }

    /// Not an address that is followed: `reason` completes "The address … ".
    case badURL(reason: String)
    /// The host is, or resolves to, what ``Egress`` refuses.
    case addressBlocked(host: String)
    /// No such name, refused, no route.
    case unreachable(host: String)
    /// The other side's certificate or protocol is not acceptable.
    case tls(host: String, reason: String)
    case timedOut(Phase)
    /// The connection ended before the response did.
    case cut
    /// More than the request's bounds: of the body, or 64 KiB of header.
    case tooLarge(limit: Int)
    case tooManyRedirects(limit: Int)
    /// Not HTTP, or not a WebSocket's handshake.
    case garbage(reason: String)
    /// A WebSocket was refused with an ordinary response; its body up to 4 KiB.
    case refused(status: Int, headers: HTTPHeaders, body: [UInt8])
    /// The task was cancelled, or the client closed.
    case cancelled

    package var description: String {
        switch self {
        case .badURL(let reason): "The address \(reason)."
        case .addressBlocked(let host):
            "The host \(host) has a private address, which is not allowed; the operator can allow it (outgoing.allow)."
        case .unreachable(let host): "The host \(host) cannot be reached; check its name and whether it runs."
        case .tls(let host, let reason): "The host \(host) cannot be trusted: \(reason)."
        case .timedOut(let phase): "The other side took too long (\(phase.rawValue))."
        case .cut: "The connection ended in the middle of the response."
        case .tooLarge(let limit): "The response is larger than \(limit) bytes."
        case .tooManyRedirects(let limit): "The address redirects more than \(limit) times."
        case .garbage(let reason): "What came is not what was asked for: \(reason)."
        case .refused(let status, _, _): "The other side refuses the WebSocket (HTTP \(status))."
        case .cancelled: "The request was cancelled."
        }
    }
}
