/// A request this server makes.
package struct OutgoingRequest: Sendable {
    package var method: HTTPMethod
    /// Absolute, `http` or `https`, without a user or password.
    package var url: String
    /// `Host`, `Content-Length` and `Accept-Encoding: identity` are added. None may hold line breaks.
    package var headers: HTTPHeaders
    package var body: [UInt8]
    package var reach: Egress.Reach
    package var timeouts: HTTPTimeouts
    /// Bytes of response body for ``HTTPClient/send(_:)``; more is ``HTTPClientError/tooLarge(limit:)``. Streams count
    /// all that passes.
    package var maximumBody: Int
    /// How many redirects are followed. Without any left, ``HTTPClientError/tooManyRedirects(limit:)``; with 0, the
    /// redirect itself is the response.
    package var maximumRedirects: Int

    package init(
        _ method: HTTPMethod = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        reach: Egress.Reach, timeouts: HTTPTimeouts = HTTPTimeouts(), maximumBody: Int = 16 << 20,
        maximumRedirects: Int = 5
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.reach = reach
        self.timeouts = timeouts
        self.maximumBody = maximumBody
        self.maximumRedirects = maximumRedirects
    }
}

/// How long a response may take. Each has an error of its own.
package struct HTTPTimeouts: Sendable, Equatable {
    /// Name, TCP and TLS of one hop, and waiting for a free connection.
    package var connect: Duration
    /// From the request on its way to the response's header.
    package var firstByte: Duration
    /// Between two pieces of the body. The time a slow reader takes does not count.
    package var idle: Duration
    /// Everything, redirects and body included.
    package var total: Duration

    package init(
        connect: Duration = .seconds(10), firstByte: Duration = .seconds(30), idle: Duration = .seconds(30),
        total: Duration = .seconds(120)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}

/// A response that is all there.
package struct ReceivedResponse: Sendable, Equatable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// Where it came from, after redirects.
    package var url: String
}
