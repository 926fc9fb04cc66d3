/// Which pages of other origins may call (WHATWG Fetch, "CORS protocol").
package struct CORSPolicy: Sendable, Equatable {
    package enum Origins: Sendable, Equatable {
        case any
        /// Exactly these, as browsers write them: `https://app.example.com`, without a slash at the end.
        case only(Set<String>)
    }

    package var origins: Origins
    /// Answers with the exact origin and allows cookies and `credentials: "include"`.
    package var allowsCredentials: Bool

    package init(origins: Origins = .any, allowsCredentials: Bool = false) {
        self.origins = origins
        self.allowsCredentials = allowsCredentials
    }

    /// What pages may read of a response beside its body.
    static let exposed = "Location, ETag, Link, Retry-After, X-Request-Id"
    /// What clients are known to send; what a preflight asks for beside these is allowed as well.
    static let usualHeaders = ["Authorization", "Content-Type", "X-Api-Key", "If-Match", "Idempotency-Key"]

    /// The fields of every response to a request of `origin`; empty when there is none or it is not allowed.
    func headers(origin: String?) -> HTTPHeaders {
        guard let origin, allows(origin) else { return origins == .any ? [:] : ["Vary": "Origin"] }
        var headers: HTTPHeaders = ["Access-Control-Expose-Headers": Self.exposed]
        if allowsCredentials || origins != .any {
            headers["Access-Control-Allow-Origin"] = origin
            headers["Vary"] = "Origin"
        } else {
            headers["Access-Control-Allow-Origin"] = "*"
        }
        if allowsCredentials { headers["Access-Control-Allow-Credentials"] = "true" }
        return headers
    }

    /// The further fields that answer a preflight.
    func preflightHeaders(origin: String, requestedHeaders: String?, methods: [String]) -> HTTPHeaders {
        guard allows(origin) else { return [:] }
        var names = Self.usualHeaders
        for name in (requestedHeaders ?? "").split(separator: ",").prefix(32) {
            let name = String(name.filter { $0 != " " && $0 != "\t" })
            let isToken = !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte) && name.utf8.count <= 64
            if isToken && !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
        }
        return [
            "Access-Control-Allow-Methods": methods.joined(separator: ", "),
            "Access-Control-Allow-Headers": names.joined(separator: ", "),
            "Access-Control-Max-Age": "7200",
        ]
    }

    private func allows(_ origin: String) -> Bool {
        // It goes back into a header: nothing but what an origin may be made of.
        guard origin.utf8.count <= 256, origin.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return false }
        switch origins {
        case .any: return true
        case .only(let allowed): return allowed.contains(origin)
        }
    }

    /// RFC 9110 §5.6.2
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
