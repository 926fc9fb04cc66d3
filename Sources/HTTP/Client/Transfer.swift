internal import CCurl
internal import Foundation

/// One request to one address, as libcurl's "easy" handle carries it out. Only the HTTP thread touches it.
final class Transfer: @unchecked Sendable {
    /// What is asked of one address: no redirects.
    struct Hop: Sendable {
        var target: Target
        var method: HTTPMethod
        var headers: HTTPHeaders
        var body: [UInt8]
        var reach: Egress.Reach
        var timeouts: HTTPTimeouts
        /// Of the whole request, hops before included.
        var end: ContinuousClock.Instant
        var maximumBody: Int
        /// Only connects, for a WebSocket.
        var isConnectOnly = false
    }

    struct Head: Sendable {
        var status: Int
        var headers: HTTPHeaders
    }

    enum State {
        case connecting, waiting, receiving
        /// Of a `isConnectOnly`: the connection is there, and nobody's but the caller's.
        case connected
        /// nil: complete.
        case over(HTTPClientError?)
    }

    /// Header fields of a response, in bytes; browsers and servers take no more.
    static let maximumHeader = 65_536
    /// Bytes of body that wait for a reader; then the other side waits.
    static let maximumWaiting = 262_144

    let hop: Hop
    let egress: Egress
    private(set) var easy: UnsafeMutableRawPointer?
    private var fields: UnsafeMutablePointer<curl_slist>?

    private(set) var state = State.connecting
    /// Why a callback made libcurl stop.
    private var failure: HTTPClientError?
    private var isBlocked = false
    private var head = Head(status: 0, headers: [:])
    private var headerBytes = 0
    private var waiting: [UInt8] = []
    private var received = 0
    private var isPaused = false
    /// When the phase began, or in `receiving` when something last happened.
    private(set) var since = ContinuousClock.now

    var onHead: CheckedContinuation<Result<Head, HTTPClientError>, Never>?
    var onChunk: CheckedContinuation<Result<[UInt8]?, HTTPClientError>, Never>?
    /// Fires when the earliest of its limits may be over.
    var clock: LoopSource?

    init(_ hop: Hop, egress: Egress, authorities: String?) {
        self.hop = hop
        self.egress = egress
        easy = curl_easy_init()
        guard let easy else { return }
        ccurl_set_text(easy, CURLOPT_URL, hop.target.url)
        ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        // Proxies of the environment are not used: behind one, the check of addresses would mean nothing.
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        ccurl_set_number(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_number(easy, CURLOPT_TCP_KEEPALIVE, 1)
        // Otherwise giving up during a name look-up would hold the thread until the look-up ends.
        ccurl_set_number(easy, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_number(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        ccurl_set_number(easy, CURLOPT_HTTP09_ALLOWED, 0)
        ccurl_set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, Int.max >> 33)
        if let authorities { ccurl_set_authorities(easy, authorities, authorities.utf8.count) }
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_on_open(easy, { Transfer.from($0).open($2) }, context)
        guard !hop.isConnectOnly else {
            ccurl_set_number(easy, CURLOPT_CONNECT_ONLY, 1)
            return
        }
        setRequest(easy)
        ccurl_on_header(easy, { Transfer.from($3).gotHeader($0, $1 * $2) }, context)
        ccurl_on_body(easy, { Transfer.from($3).gotBody($0, $1 * $2) }, context)
        ccurl_on_ready(
            easy,
            { context, _, _, _, _ in
                Transfer.from(context).enter(.waiting)
                return Int32(CURL_PREREQFUNC_OK)
            }, context)
    }

    private func setRequest(_ easy: UnsafeMutableRawPointer) {
        if hop.method == .head {
            ccurl_set_number(easy, CURLOPT_NOBODY, 1)
        } else if !hop.body.isEmpty || hop.method == .post {
            ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(hop.body.count))
            hop.body.withUnsafeBufferPointer { bytes in
                var none: UInt8 = 0
                _ = withUnsafePointer(to: &none) {
                    ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? $0)
                }
            }
        }
        if hop.method != .head { ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, hop.method.rawValue) }
        // "Expect: 100-continue" would cost a second where a server does not know it.
        var lines = ["Expect:", "Accept-Encoding: identity"]
        if hop.headers["User-Agent"] == nil { lines.append("User-Agent: Visavis") }
        if hop.headers["Accept"] == nil { lines.append("Accept: */*") }
        if hop.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        lines += hop.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        for line in lines { fields = curl_slist_append(fields, line) }
        ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, fields)
    }

    /// Frees the handle. It is not part of a pool any more.
    func free() {
        clock = nil
        if let easy { curl_easy_cleanup(easy) }
        curl_slist_free_all(fields)
        fields = nil
        easy = nil
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    // MARK: What libcurl calls

    /// A socket for this very address, when it is one that may be reached.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address else { return -1 }
        let ip = withUnsafePointer(to: &address.pointee.addr) { IPAddress($0) }
        guard let ip, egress.permits(ip, host: hop.target.host, for: hop.reach) else {
            isBlocked = true
            return -1
        }
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    private func gotHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        // Trailers, after the body.
        if case .receiving = state { return count }
        headerBytes += count
        guard headerBytes <= Self.maximumHeader else {
            failure = .tooLarge(limit: Self.maximumHeader)
            return 0
        }
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            head = Head(status: easy.map { ccurl_get_number($0, CURLINFO_RESPONSE_CODE) } ?? 0, headers: [:])
        } else if line.isEmpty {
            return gotHead() ? count : 0
        } else if let colon = line.firstIndex(of: ":") {
            head.headers.append(
                String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return count
    }

    private func gotHead() -> Bool {
        guard head.status >= 200 else { return head.status != 101 }
        let coding = head.headers["Content-Encoding"]?.lowercased() ?? "identity"
        guard coding == "identity" else {
            failure = .garbage(reason: "the body is compressed (\(coding.prefix(20))), which was not asked for")
            return false
        }
        enter(.receiving)
        onHead?.resume(returning: .success(head))
        onHead = nil
        return true
    }

    private func gotBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        since = .now
        guard waiting.count < Self.maximumWaiting else {
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        received += count
        guard received <= hop.maximumBody else {
            failure = .tooLarge(limit: hop.maximumBody)
            return 0
        }
        waiting.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        if let onChunk {
            self.onChunk = nil
            onChunk.resume(returning: .success(take()))
        }
        return count
    }

    // MARK: What readers call

    /// Everything that waits; nil when nothing does. Lets the other side go on.
    func take() -> [UInt8]? {
        guard !waiting.isEmpty else { return nil }
        let chunk = waiting
        waiting = []
        since = .now
        return chunk
    }

    /// Goes on when it was paused for a reader who is here now. Not to be called from libcurl's callbacks.
    func goOn() {
        guard isPaused, waiting.isEmpty, let easy else { return }
        isPaused = false
        since = .now
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    // MARK: Its end

    func enter(_ state: State) {
        self.state = state
        since = .now
    }

    /// Tells whoever waits. Once.
    func end(_ error: HTTPClientError?) {
        if case .over = state { return }
        state = .over(error)
        onHead?.resume(returning: .failure(error ?? .cut))
        onHead = nil
        if let onChunk {
            self.onChunk = nil
            onChunk.resume(returning: error.map { .failure($0) } ?? .success(nil))
        }
    }

    /// What libcurl's result means.
    func error(of result: CURLcode) -> HTTPClientError? {
        if result == CURLE_OK { return nil }
        if let failure { return failure }
        let host = hop.target.host
        switch result {
        case CURLE_COULDNT_CONNECT: return isBlocked ? .addressBlocked(host: host) : .unreachable(host: host)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_INTERFACE_FAILED, CURLE_OPERATION_TIMEDOUT:
            return .unreachable(host: host)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            if case .connecting = state { return .badURL(reason: "cannot be read") }
            return .garbage(reason: "it is not HTTP")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(host: host, reason: String(cString: curl_easy_strerror(result)))
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING: return .cut
        default: return .garbage(reason: String(cString: curl_easy_strerror(result)))
        }
    }

    /// When its time is over, and which.
    var deadline: (at: ContinuousClock.Instant, phase: HTTPClientError.Phase)? {
        let limit: (ContinuousClock.Instant, HTTPClientError.Phase)
        switch state {
        case .over, .connected: return nil
        case .connecting: limit = (since + hop.timeouts.connect, .connect)
        case .waiting: limit = (since + hop.timeouts.firstByte, .firstByte)
        case .receiving:
            // While something waits for the reader, the other side is not to blame.
            let start = waiting.isEmpty && !isPaused ? since : .now
            limit = (start + hop.timeouts.idle, .idle)
        }
        return limit.0 <= hop.end ? limit : (hop.end, .total)
    }
}
