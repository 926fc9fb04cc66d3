/// What belongs to one method of one path.
package struct RouteOptions: Sendable {
    /// Bytes of request body accepted; more is answered with 413 before it is read.
    package var maximumBody: Int
    /// How long the handler may take before its task is cancelled and 503 is answered.
    package var timeLimit: Duration

    package init(maximumBody: Int = 1 << 20, timeLimit: Duration = .seconds(30)) {
        self.maximumBody = maximumBody
        self.timeLimit = timeLimit
    }
}

/// Which handler answers which request.
///
/// Paths are literal segments and parameters: `/v1/whep/{session_id}`; `{name...}` as the last segment takes the rest of
/// the path. A literal wins over a parameter. `HEAD` is answered by the `GET` handler, `OPTIONS`, 404 and 405 by the
/// router. An instance is a value: build it, then give it to the server.
package struct Router: Sendable {
    package typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse

    struct Route: Sendable {
        var method: HTTPMethod
        /// As written when it was added; the label of its metrics.
        var pattern: String
        var options: RouteOptions
        var handler: Handler
        var webSocket: WebSocketRoute?
    }

    /// What to answer when a handler throws; by default 500 without any detail.
    package var onError: @Sendable (any Error, HTTPRequest) -> HTTPResponse = { _, _ in
        .problem(500, "Something went wrong here; the server's log says what.")
    }
    private var root = RouteNode()
    private var crossOrigin: [(prefix: String, policy: CORSPolicy)] = []
    /// Added to what it was merged with.
    private var routes: [Route] = []

    package init() {}

    /// - Precondition: The path begins with `/`, and this method of it was not added before.
    package mutating func add(
        _ method: HTTPMethod, _ path: String, _ options: RouteOptions = RouteOptions(), handler: @escaping Handler
    ) {
        add(Route(method: method, pattern: path, options: options, handler: handler))
    }

    /// Opens WebSockets at a path.
    ///
    /// `open` decides, from the request that asks for one; requests that do not are answered with 426 without it. Time
    /// limit and errors are those of other handlers.
    package mutating func addWebSocket(
        _ path: String, limits: WebSocketLimits = WebSocketLimits(), options: RouteOptions = RouteOptions(),
        open: @escaping @Sendable (HTTPRequest) async throws -> WebSocketAnswer
    ) {
        var route = Route(method: .get, pattern: path, options: options) { _ in WebSocketHandshake.upgradeRequired }
        route.webSocket = WebSocketRoute(limits: limits, open: open)
        add(route)
    }

    /// Lets other origins call every path that begins with `prefix`; the longest prefix wins.
    package mutating func allowCrossOrigin(_ prefix: String, _ policy: CORSPolicy) {
        crossOrigin.append((prefix, policy))
        crossOrigin.sort { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    /// Adds the routes and origins of `other`.
    package mutating func merge(_ other: Router) {
        for route in other.routes { add(route) }
        for entry in other.crossOrigin { allowCrossOrigin(entry.prefix, entry.policy) }
    }

    /// Method and path of every route, as they were added: to hold a description of the interface against.
    package var allRoutes: [(method: HTTPMethod, path: String)] { routes.map { ($0.method, $0.pattern) } }

    private mutating func add(_ route: Route) {
        root.add(route)
        routes.append(route)
    }

    /// Where a request goes.
    enum Match: Sendable {
        case handler(Route, parameters: [String: String])
        /// Answered without a handler.
        case answer(HTTPResponse)
    }

    /// - Parameter rawPath: Still percent-encoded.
    func match(_ method: String, rawPath: String, headers: HTTPHeaders) -> Match {
        guard rawPath.hasPrefix("/"), let segments = Self.segments(of: rawPath) else {
            return .answer(.problem(400, "The path is not percent-encoded UTF-8."))
        }
        guard let (methods, values) = root.find(segments[...]) else {
            return .answer(.problem(404, "There is nothing at this path."))
        }
        let known = HTTPMethod(rawValue: method)
        if let route = known.flatMap({ methods[$0] }) ?? (known == .head ? methods[.get] : nil) {
            return .handler(route, parameters: RouteNode.parameters(of: route.pattern, values))
        }
        let allowed = Self.allowed(methods)
        if known == .options {
            var response = HTTPResponse.noContent(headers: ["Allow": allowed.joined(separator: ", ")])
            if let origin = headers["Origin"], headers["Access-Control-Request-Method"] != nil,
                let policy = policy(for: rawPath)
            {
                response.headers.merge(
                    policy.preflightHeaders(
                        origin: origin, requestedHeaders: headers["Access-Control-Request-Headers"], methods: allowed))
            }
            return .answer(response)
        }
        let list = allowed.joined(separator: ", ")
        return .answer(.problem(405, "This path takes \(list).", headers: ["Allow": list]))
    }

    /// The fields every response at this path gets, errors included: without them a page could not read the error.
    func crossOriginHeaders(rawPath: String, origin: String?) -> HTTPHeaders {
        policy(for: rawPath)?.headers(origin: origin) ?? [:]
    }

    private func policy(for path: String) -> CORSPolicy? { crossOrigin.first { path.hasPrefix($0.prefix) }?.policy }

    private static func allowed(_ methods: [HTTPMethod: Route]) -> [String] {
        HTTPMethod.allCases.filter { methods[$0] != nil || ($0 == .head && methods[.get] != nil) || $0 == .options }
            .map(\.rawValue)
    }

    private static func segments(of path: String) -> [String]? {
        var segments: [String] = []
        for raw in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentDecoding.decode(raw), segment != ".", segment != ".." else { return nil }
            segments.append(segment)
        }
        return segments
    }
}
