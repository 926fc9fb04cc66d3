/// One segment of the tree of paths.
struct RouteNode: Sendable {
    private var literals: [String: RouteNode] = [:]
    /// At most one element: a node cannot hold itself directly.
    private var parameter: [RouteNode] = []
    private var methods: [HTTPMethod: Router.Route] = [:]
    /// Routes whose last segment takes the rest.
    private var rest: [HTTPMethod: Router.Route] = [:]

    mutating func add(_ route: Router.Route) {
        precondition(route.pattern.hasPrefix("/"), "a route's path begins with /: \(route.pattern)")
        add(route, Self.segments(of: route.pattern)[...])
    }

    private mutating func add(_ route: Router.Route, _ segments: ArraySlice<String>) {
        guard let segment = segments.first else {
            precondition(methods[route.method] == nil, "\(route.method.rawValue) \(route.pattern) is added twice")
            methods[route.method] = route
            return
        }
        if segment.hasPrefix("{") && segment.hasSuffix("...}") {
            precondition(segments.count == 1, "nothing can follow \(segment)")
            precondition(rest[route.method] == nil, "\(route.method.rawValue) \(route.pattern) is added twice")
            rest[route.method] = route
        } else if segment.hasPrefix("{") {
            if parameter.isEmpty { parameter.append(RouteNode()) }
            parameter[0].add(route, segments.dropFirst())
        } else {
            literals[segment, default: RouteNode()].add(route, segments.dropFirst())
        }
    }

    /// The routes of a path by method, and what its parameters matched, from left to right.
    func find(_ segments: ArraySlice<String>) -> (methods: [HTTPMethod: Router.Route], values: [String])? {
        guard let segment = segments.first else { return methods.isEmpty ? nil : (methods, []) }
        if let found = literals[segment]?.find(segments.dropFirst()) { return found }
        if !segment.isEmpty, let (methods, values) = parameter.first?.find(segments.dropFirst()) {
            return (methods, [segment] + values)
        }
        return rest.isEmpty ? nil : (rest, [segments.joined(separator: "/")])
    }

    static func parameters(of pattern: String, _ values: [String]) -> [String: String] {
        let names = segments(of: pattern).filter { $0.hasPrefix("{") }.map { segment in
            String(segment.dropFirst().dropLast(segment.hasSuffix("...}") ? 4 : 1))
        }
        return Dictionary(zip(names, values), uniquingKeysWith: { $1 })
    }

    private static func segments(of pattern: String) -> [String] {
        pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }
}
