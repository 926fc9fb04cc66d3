internal import Foundation

/// Where an OpenAI-compatible service is, as people write it: with or without `/v1`, with a slash at the end, or the
/// whole address of an endpoint.
struct ServiceAddress: Equatable, Sendable {
    private let base: String
    private let query: String
    /// For people and metrics.
    let host: String

    init(_ url: String) {
        let halves = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var base = String(halves.first ?? "")
        while base.hasSuffix("/") { base.removeLast() }
        query = halves.count > 1 ? "?\(halves[1])" : ""
        let path = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(3).first ?? ""
        // A bare host has its interface under /v1; a path is taken as it is (Azure and Google have others).
        self.base = path.isEmpty ? base + "/v1" : base
        host = URLComponents(string: url)?.host ?? url
    }

    /// - Parameter path: Such as `chat/completions`.
    func endpoint(_ path: String) -> String {
        (base.hasSuffix("/" + path) ? base : "\(base)/\(path)") + query
    }
}
