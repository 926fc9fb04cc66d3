internal import Core

/// One request on its way to its response.
struct Exchange {
    let id: String
    let connection: Int
    let began: ContinuousClock.Instant
    let method: String
    let rawPath: String
    let headers: HTTPHeaders
    /// Where it goes, as the header told.
    let match: Router.Match
    /// As much of a body may come, in bytes.
    var expected = 0
    /// Received so far, in bytes.
    var received = 0
    var task: Task<Void, Never>?
    var status: Int?

    /// For metrics and log: the route as it was added, never what the client sent.
    var route: String {
        if case .handler(let route, _) = match { route.pattern } else { "(none)" }
    }

    /// Bodies nobody will look at are read up to 64 KiB, so that the connection can go on.
    var maximumBody: Int {
        if case .handler(let route, _) = match { route.options.maximumBody } else { 65_536 }
    }

    /// 16 characters, enough to find one request in a day's log.
    static func makeID() -> String {
        let text = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
