/// One complete request, its body read and within the route's limit.
package struct HTTPRequest: Sendable {
    /// Made by the server, for log lines and the `X-Request-Id` response header.
    package var id: String
    package var method: HTTPMethod
    /// Percent-decoded, beginning with `/`, without the query.
    package var path: String
    /// Percent-decoded, in order; `+` means a space, as forms write it.
    package var query: [(name: String, value: String)]
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// The address the connection came from, without its port: `127.0.0.1`, `::1`. IPv4 clients of an IPv6 socket
    /// appear in IPv4 form. Behind a proxy it is the proxy's.
    package var peerAddress: String
    /// True over TLS.
    package var isSecure: Bool
    /// What the braces of the route's path matched, percent-decoded.
    package var pathParameters: [String: String]

    package init(
        id: String = "", method: HTTPMethod = .get, path: String = "/", query: [(name: String, value: String)] = [],
        headers: HTTPHeaders = [:], body: [UInt8] = [], peerAddress: String = "127.0.0.1", isSecure: Bool = false,
        pathParameters: [String: String] = [:]
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peerAddress = peerAddress
        self.isSecure = isSecure
        self.pathParameters = pathParameters
    }

    /// The first query value of that name.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// Whether the connection came from this machine itself: 127.0.0.0/8 or ::1.
    package var isLoopback: Bool { peerAddress.hasPrefix("127.") || peerAddress == "::1" }
}
