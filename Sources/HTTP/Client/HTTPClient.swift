internal import Foundation

/// Makes requests: HTTP/1.1 by libcurl, on the HTTP thread, with connections kept for the next request.
///
/// Every address is checked when a socket is about to connect to it (``Egress``), for each redirect anew. Certificates
/// are verified. No proxy is used, whatever the environment says, nor cookies, nor stored passwords. Responses are asked
/// for uncompressed. Any number of tasks may call at once.
package final class HTTPClient: Sendable {
    private let configured: TransferPool
    private let untrusted: TransferPool
    let sockets: TransferPool

    /// - Parameters:
    ///   - certificateAuthorities: PEM; instead of the system's.
    ///   - connectionsPerHost: Of requests to configured addresses; further ones wait within their time to connect. Of
    ///     untrusted ones six.
    package init(egress: Egress, certificateAuthorities: String? = nil, connectionsPerHost: Int = 64) {
        configured = TransferPool(
            egress: egress, authorities: certificateAuthorities, connectionsPerHost: connectionsPerHost,
            connections: 512, kept: 64)
        untrusted = TransferPool(
            egress: egress, authorities: certificateAuthorities, connectionsPerHost: 6, connections: 32, kept: 8)
        sockets = TransferPool(
            egress: egress, authorities: certificateAuthorities, connectionsPerHost: 0, connections: 0, kept: 4)
    }

    /// The whole response; any status is a response.
    package func send(_ request: OutgoingRequest) async throws(HTTPClientError) -> ReceivedResponse {
        let response = try await stream(request)
        var body: [UInt8] = []
        for try await chunk in response.chunks { body += chunk }
        return ReceivedResponse(status: response.status, headers: response.headers, body: body, url: response.url)
    }

    /// The response as soon as its header is there; any status is a response.
    ///
    /// Redirects: 301, 302 and 303 turn a POST into a GET; 307 and 308 repeat it, but a body never goes to another
    /// origin: then the redirect is the response. Of the request's header fields another origin gets only those that
    /// say what is accepted.
    package func stream(_ request: OutgoingRequest) async throws(HTTPClientError) -> StreamedResponse {
        let first = try Target(request.url)
        try Self.check(request.headers)
        var hop = Transfer.Hop(
            target: first, method: request.method, headers: request.headers, body: request.body, reach: request.reach,
            timeouts: request.timeouts, end: .now + request.timeouts.total, maximumBody: request.maximumBody)
        for redirects in 0... {
            let pool = hop.reach == .configured ? configured : untrusted
            let (handle, head) = try await pool.open(hop)
            guard request.maximumRedirects > 0, let next = try Redirect.next(after: hop, head) else {
                return StreamedResponse(
                    status: head.status, headers: head.headers, url: hop.target.url, chunks: .init(handle: handle))
            }
            handle.cancel()
            guard redirects < request.maximumRedirects else {
                throw .tooManyRedirects(limit: request.maximumRedirects)
            }
            hop = next
            if !hop.target.hasSameOrigin(as: first) { hop.reach = .untrusted }
        }
        throw .cancelled
    }

    /// Transfers under way.
    var underWay: Int {
        get async { await configured.count + untrusted.count + sockets.count }
    }

    static func check(_ headers: HTTPHeaders) throws(HTTPClientError) {
        let isClean = headers.fields.allSatisfy { field in
            !field.name.isEmpty && field.name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
                && field.value.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
        }
        guard isClean else { throw .badURL(reason: "comes with header fields that hold line breaks") }
    }
}

/// Where a response sends a request on (RFC 9110 §15.4).
enum Redirect {
    /// - Returns: nil when the response is none, or one that is not followed.
    static func next(after hop: Transfer.Hop, _ head: Transfer.Head) throws(HTTPClientError) -> Transfer.Hop? {
        guard [301, 302, 303, 307, 308].contains(head.status), let location = head.headers["Location"] else {
            return nil
        }
        let encoded = String(
            decoding: location.utf8.flatMap { $0 > 32 && $0 < 127 ? [$0] : Array(String(format: "%%%02X", $0).utf8) },
            as: UTF8.self)
        var next = hop
        next.target = try Target(encoded, relativeTo: hop.target)
        if head.status < 307, hop.method != .get, hop.method != .head {
            next.method = .get
            next.body = []
            next.headers["Content-Type"] = nil
        }
        if !next.target.hasSameOrigin(as: hop.target) {
            guard next.body.isEmpty else { return nil }
            next.headers = HTTPHeaders(hop.headers.fields.filter { harmless.contains($0.name.lowercased()) })
        }
        return next
    }

    private static let harmless: Set<String> = ["accept", "accept-language", "user-agent"]
}
