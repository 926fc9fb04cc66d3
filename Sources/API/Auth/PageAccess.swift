internal import HTTP

/// Who may use the server's own page without a key.
package enum PageAccess: String, CaseIterable, Sendable {
    /// Browsers on this machine, on a page of this server.
    case loopback
    /// Nobody: the page asks for a key.
    case key
    case everyone

    /// Whether the request may have a session token without showing a key.
    ///
    /// On loopback the names are checked too: another site's script could reach 127.0.0.1 through a visitor's browser,
    /// under its own origin, or under its own host name when that resolves to 127.0.0.1 (DNS rebinding).
    func admits(_ request: HTTPRequest) -> Bool {
        switch self {
        case .everyone: return true
        case .key: return false
        case .loopback:
            guard request.isLoopback, let host = request.headers["Host"], Self.isLocal(host) else { return false }
            // A proxy on this machine makes everybody look local.
            guard request.headers["X-Forwarded-For"] == nil, request.headers["Forwarded"] == nil else { return false }
            guard let origin = request.headers["Origin"] else { return true }
            return origin.lowercased() == (request.isSecure ? "https://" : "http://") + host.lowercased()
        }
    }

    private static func isLocal(_ host: String) -> Bool {
        let host = host.lowercased()
        for name in ["localhost", "127.0.0.1", "[::1]"] where host.hasPrefix(name) {
            let rest = host.dropFirst(name.count)
            if rest.isEmpty || rest.first == ":" && rest.dropFirst().allSatisfy(\.isWholeNumber) { return true }
        }
        return false
    }
}
