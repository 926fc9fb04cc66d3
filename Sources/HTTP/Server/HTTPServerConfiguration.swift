/// Where and how a server listens.
package struct HTTPServerConfiguration: Sendable {
    /// An address or a name: `localhost`, `0.0.0.0` (every IPv4 address), `::` (every address).
    package var host: String
    /// 0 takes any free one.
    package var port: Int
    /// HTTPS when present.
    package var tls: TLSIdentity?
    package var limits: HTTPLimits

    package init(host: String = "localhost", port: Int = 8080, tls: TLSIdentity? = nil, limits: HTTPLimits = .init()) {
        self.host = host
        self.port = port
        self.tls = tls
        self.limits = limits
    }
}

/// What a client may take up.
package struct HTTPLimits: Equatable, Sendable {
    /// Beyond it, requests are answered with 503 and their connections closed; a quarter more, they are closed unread.
    package var connections = 1024
    /// The same for one address; loopback, where proxies connect from, has only the limit above.
    package var connectionsPerAddress = 256
    /// Header fields of a request, in bytes; more gets 431. libsoup closes a connection without answer at 64 KiB.
    package var headerBytes = 32 * 1024
    /// Path and query, in bytes; more gets 414.
    package var targetBytes = 8 * 1024
    /// From connecting, or from a request's first byte, to the end of its header (TLS handshake included); then 408.
    package var headTimeout: Duration = .seconds(10)
    /// From the end of the header to the end of the body, beside what `slowestBytesPerSecond` allows; then 408.
    package var bodyTimeout: Duration = .seconds(15)
    /// How long a connection may be silent between requests.
    package var idleTimeout: Duration = .seconds(60)
    /// How long a client may take to read a response, beside what `slowestBytesPerSecond` allows; then it is closed.
    package var writeTimeout: Duration = .seconds(15)
    /// A body of n bytes, sent or received, gets n divided by this in seconds on top.
    package var slowestBytesPerSecond = 16 * 1024
    /// Requests at once whose bodies may be larger than `largeBody`, which are kept in memory until they are answered;
    /// more are answered with 503 before their bodies are read.
    package var largeBodies = 8

    /// In bytes.
    static let largeBody = 1 << 20

    package init() {}

    func time(_ base: Duration, bytes: Int) -> Duration {
        base + .seconds(Double(bytes) / Double(slowestBytesPerSecond))
    }
}

/// Where a server really listens.
package struct HTTPAddress: Equatable, Sendable, CustomStringConvertible {
    package var address: String
    package var port: Int

    package var description: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }
}

/// Why a server does not start.
package enum HTTPServerError: Error, Equatable, CustomStringConvertible {
    case unknownHost(String)
    case portInUse(host: String, port: Int)
    case portNotPermitted(port: Int)
    case cannotListen(host: String, port: Int, reason: String)
    case badCertificate(reason: String)
    case alreadyStarted

    package var description: String {
        switch self {
        case .unknownHost(let host): "there is no address for the host '\(host)' on this machine"
        case .portInUse(let host, let port):
            "port \(port) of \(host) is in use by another program; stop it or choose another with --port"
        case .portNotPermitted(let port):
            "port \(port) is reserved for the administrator; choose one from 1024 on with --port"
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host), port \(port): \(reason)"
        case .badCertificate(let reason): "the TLS certificate or key cannot be used: \(reason)"
        case .alreadyStarted: "the server was started before"
        }
    }
}
