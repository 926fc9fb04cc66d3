extension Configuration {
    /// Every setting, in the order of the reference.
    package static let settings: [Setting] =
        server + access + limits + sessions + ice + conversation + model + listening + speaking + knowledge + others

    private static let server: [Setting] = [
        .text(
            "server.host", "VISAVIS_HOST", \.server.host, option: "host",
            allowed: "an address or a name of this machine",
            "Where to listen. `localhost` serves this machine alone, `0.0.0.0` or `::` everybody who can reach it.",
            where: { isHost($0) }),
        .integer(
            "server.port", "VISAVIS_PORT", \.server.port, 0...65535, option: "port",
            "TCP port of the pages and the API; 0 takes any free one."),
        .text(
            "server.public_url", "VISAVIS_PUBLIC_URL", \.server.publicURL, option: "public-url",
            allowed: "an address like https://avatar.example.com, without a path, or empty",
            "How clients reach the server, when that is not its own address: behind a proxy, in a container.",
            where: { $0.isEmpty || isOrigin($0) }),
        .text(
            "server.data", "VISAVIS_DATA", \.server.data, option: "data", allowed: "a folder",
            "Folder of the database and the caches. Empty: `$XDG_DATA_HOME/visavis` or `~/.local/share/visavis`.",
            where: { !$0.contains("\0") }),
        .text(
            "server.tls_certificate", "VISAVIS_TLS_CERTIFICATE", \.server.tlsCertificate, allowed: "a file",
            "PEM file of the certificate and those above it; with `server.tls_key` it turns HTTPS on.",
            where: { !$0.contains("\0") }),
        .text(
            "server.tls_key", "VISAVIS_TLS_KEY", \.server.tlsKey, allowed: "a file",
            "PEM file of the certificate's private key, not encrypted.", where: { !$0.contains("\0") }),
        .flag(
            "server.dev_tls", "VISAVIS_DEV_TLS", \.server.developmentTLS, option: "dev-tls",
            "HTTPS with a self-signed certificate, kept in the data folder, to try microphones from another machine."),
        .integer(
            "server.stop_timeout", "VISAVIS_STOP_TIMEOUT", \.server.stopTimeout, 0...600, unit: "seconds",
            "How long running sessions and requests may take to end when the server is told to stop."),
    ]

    private static let access: [Setting] = [
        .text(
            "access.api_key", "VISAVIS_API_KEY", \.access.apiKey,
            allowed: "empty, or 16 to 256 letters, digits and signs without spaces", isSecret: true,
            "An API key beside those of `visavis key create`, for containers and tests. Better in the environment.",
            where: { $0.isEmpty || (16...256).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 > 32 && $0 < 127 } }),
        .choice(
            "access.page", "VISAVIS_PAGE_ACCESS", \.access.page, ["loopback", "key", "everyone"],
            "Who may use the page at `/` without an API key: browsers on this machine, nobody, or everybody."),
        .text(
            "access.secret_key", "VISAVIS_SECRET_KEY", \.access.secretKey,
            allowed: "empty, or 32 bytes in base64 or hexadecimal, as `openssl rand -base64 32` makes them",
            isSecret: true,
            "The key that encrypts the secrets in the database. Empty: the file `secret.key` in the data folder, made at "
                + "the first start. Better in the environment.",
            where: { $0.isEmpty || $0.wholeMatch(of: /[0-9A-Fa-f]{64}|[A-Za-z0-9+\/]{43}=/) != nil }),
        .list(
            "access.origins", "VISAVIS_ORIGINS", \.access.origins,
            allowed: "a list of \"*\" or of origins like \"https://app.example.com\"",
            "Which other sites' pages may call the API (CORS).", where: { $0 == "*" || isOrigin($0) }),
    ]

    private static let limits: [Setting] = [
        .integer(
            "limits.sessions", "VISAVIS_MAX_SESSIONS", \.limits.sessions, 1...10_000,
            "Sessions at once; one more is refused with code 10007."),
        .integer(
            "limits.sessions_per_key", "VISAVIS_MAX_SESSIONS_PER_KEY", \.limits.sessionsPerKey, 1...10_000,
            "Sessions at once of one API key."),
        .integer(
            "limits.requests_per_second", "VISAVIS_REQUESTS_PER_SECOND", \.limits.requestsPerSecond, 1...10_000,
            "Requests of one API key or session token, on average; twice as many at once. More get 429."),
        .integer(
            "limits.connections", "VISAVIS_CONNECTIONS", \.limits.connections, 16...65_536,
            "Connections at once; more get 503."),
        .integer(
            "limits.connections_per_address", "VISAVIS_CONNECTIONS_PER_ADDRESS", \.limits.connectionsPerAddress,
            4...65_536, "Connections at once of one address; this machine's own are not counted."),
    ]

    private static let sessions: [Setting] = [
        .integer(
            "sessions.idle_timeout", "VISAVIS_IDLE_TIMEOUT", \.sessions.idleTimeout, 30...3600, unit: "seconds",
            "A session without activity ends after this, unless its client asks for another time."),
        .integer(
            "sessions.max_duration", "VISAVIS_MAX_DURATION", \.sessions.maximumDuration, 60...86_400, unit: "seconds",
            "The longest a session can live."),
        .text(
            "sessions.avatar", "VISAVIS_AVATAR", \.sessions.avatar, allowed: "the id of an installed avatar, or empty",
            "The avatar of sessions that name none. Empty: the first one installed.",
            where: { $0.utf8.count <= 64 && $0.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) } }),
        .choice(
            "sessions.quality", "VISAVIS_QUALITY", \.sessions.quality, ["low", "medium", "high", "very_high"],
            "The quality of sessions that name none: 360, 480, 720 or 1080 lines."),
        .choice(
            "sessions.codec", "VISAVIS_CODEC", \.sessions.codec, ["VP8", "H264"],
            "The video codec of sessions that name none."),
    ]

    private static let ice: [Setting] = [
        .list(
            "ice.stun", "VISAVIS_STUN", \.ice.stun, allowed: "a list of addresses like \"stun:host:3478\"",
            "STUN servers, for a server behind NAT.", where: { isICE($0, ["stun", "stuns"]) }),
        .list(
            "ice.turn", "VISAVIS_TURN", \.ice.turn,
            allowed: "a list of addresses like \"turn:host:3478?transport=udp\"",
            "TURN servers, for clients that reach nothing else.", where: { isICE($0, ["turn", "turns"]) }),
        .text(
            "ice.username", "VISAVIS_TURN_USERNAME", \.ice.username, allowed: "at most 256 characters",
            "User name at the TURN servers.", where: { $0.utf8.count <= 256 }),
        .text(
            "ice.credential", "VISAVIS_TURN_CREDENTIAL", \.ice.credential, allowed: "at most 256 characters",
            isSecret: true, "Password at the TURN servers; clients are told it.", where: { $0.utf8.count <= 256 }),
        .text(
            "ice.udp_ports", "VISAVIS_UDP_PORTS", \.ice.udpPorts,
            allowed: "two ports from 1024 to 65535 like \"47000-47999\", or empty",
            "UDP ports for media, to open in a firewall; a session takes one or two. Empty: any.",
            where: { $0.isEmpty || portRange($0) != nil }),
        .flag(
            "ice.tcp", "VISAVIS_ICE_TCP", \.ice.tcp, "Offers media over TCP, too, for networks without UDP."),
    ]

    private static let others: [Setting] = [
        .choice(
            "log.level", "VISAVIS_LOG_LEVEL", \.log.level, ["debug", "info", "warning", "error"], option: "log-level",
            "The least important lines to write, on standard error."),
        .choice(
            "log.format", "VISAVIS_LOG_FORMAT", \.log.format, ["text", "json"], "How a line is written."),
        .list(
            "paths.avatars", "VISAVIS_AVATARS", \.paths.avatars, allowed: "a list of folders", separator: ":",
            "Folders of avatar packs; in the environment separated by colons. Empty: `avatars` beside Visavis.",
            where: { !$0.isEmpty && !$0.contains("\0") }),
        .text(
            "paths.espeak", "VISAVIS_ESPEAK", \.paths.espeak, allowed: "a file",
            "The helper `visavis-espeak`. Empty: the one beside Visavis.", where: { !$0.contains("\0") }),
        .text(
            "paths.extract", "VISAVIS_EXTRACT", \.paths.extract, allowed: "a file",
            "The helper `visavis-extract`, which reads documents. Empty: the one beside Visavis.",
            where: { !$0.contains("\0") }),
        .text(
            "paths.models", "VISAVIS_MODELS", \.paths.models, allowed: "a folder",
            "The networks that `scripts/models` installs. Empty: `.models` beside Visavis.",
            where: { !$0.contains("\0") }),
        .integer(
            "performance.workers", "VISAVIS_WORKERS", \.performance.workers, 0...256,
            "Threads that render and encode; 0: one per processor core."),
    ]

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
    }

    /// Scheme, host and perhaps a port (RFC 6454 §6.2).
    private static func isOrigin(_ text: String) -> Bool {
        text.wholeMatch(of: /https?:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?/) != nil
    }

    private static func isICE(_ text: String, _ schemes: [String]) -> Bool {
        guard
            let match = text.wholeMatch(
                of: /([a-z]+):(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?(\?transport=(udp|tcp))?/)
        else { return false }
        return schemes.contains(String(match.1))
    }
}
