internal import CCurl

/// Where a request goes, as libcurl itself understands the URL: there is no second reading of it.
struct Target: Sendable, Equatable {
    /// Normalised, without fragment.
    let url: String
    let scheme: String
    /// Lower case; without brackets.
    let host: String
    let port: String
    /// As a request line has it.
    let pathAndQuery: String

    /// - Parameter base: What a relative `text` is relative to.
    init(_ text: String, relativeTo base: Target? = nil) throws(HTTPClientError) {
        guard text.utf8.count <= 8192 else { throw .badURL(reason: "is longer than 8192 bytes") }
        guard text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            throw .badURL(reason: "holds spaces or control characters")
        }
        guard let parts = curl_url() else { throw .badURL(reason: "cannot be read") }
        defer { curl_url_cleanup(parts) }
        // In this order the second may be relative to the first.
        if let base { curl_url_set(parts, CURLUPART_URL, base.url, 0) }
        guard curl_url_set(parts, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            throw .badURL(reason: "is not an absolute URL such as https://example.com/page")
        }
        let scheme = Self.part(parts, CURLUPART_SCHEME)?.lowercased() ?? ""
        guard scheme == "http" || scheme == "https" else { throw .badURL(reason: "is not of http or https") }
        guard Self.part(parts, CURLUPART_USER) == nil, Self.part(parts, CURLUPART_PASSWORD) == nil else {
            throw .badURL(reason: "holds a user name or password, which is not allowed")
        }
        guard let host = Self.part(parts, CURLUPART_HOST)?.lowercased(), !host.isEmpty,
            Self.part(parts, CURLUPART_ZONEID) == nil
        else {
            throw .badURL(reason: "names no host")
        }
        curl_url_set(parts, CURLUPART_FRAGMENT, nil, 0)
        guard let port = Self.part(parts, CURLUPART_PORT, CURLU_DEFAULT_PORT), let url = Self.part(parts, CURLUPART_URL)
        else { throw .badURL(reason: "cannot be read") }
        let path = Self.part(parts, CURLUPART_PATH) ?? "/"
        pathAndQuery = Self.part(parts, CURLUPART_QUERY).map { "\(path)?\($0)" } ?? path
        self.scheme = scheme
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.port = port
        self.url = url
    }

    var isSecure: Bool { scheme == "https" }

    /// Host and port as the `Host` field has them.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? "443" : "80") ? name : "\(name):\(port)"
    }

    func hasSameOrigin(as other: Target) -> Bool { scheme == other.scheme && host == other.host && port == other.port }

    private static func part(_ parts: OpaquePointer, _ part: CURLUPart, _ flags: Int32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, part, &text, UInt32(flags)) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
