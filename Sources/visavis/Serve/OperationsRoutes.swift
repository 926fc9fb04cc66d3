internal import Core
internal import HTTP
internal import Storage

/// What operators and their tools ask.
struct OperationsRoutes {
    let database: Database
    let keys: APIKeys
    let readiness: Readiness
    let metrics: Metrics

    private struct Health: Encodable {
        var status = "ok"
        var version = Visavis.version
    }
    private struct Ready: Encodable {
        var ready: Bool
        var reasons: [String]
    }

    func router() -> Router {
        var router = Router()
        router.add(.get, "/healthz") { _ in try .json(Health()) }
        router.add(.get, "/readyz") { _ in
            var reasons = readiness.reasons
            do { try await database.checkWritable() } catch { reasons.append("\(error)") }
            return try .json(status: reasons.isEmpty ? 200 : 503, Ready(ready: reasons.isEmpty, reasons: reasons))
        }
        router.add(.get, "/metrics") { request in
            guard try await mayRead(request) else {
                return .problem(401, "Metrics are for this machine, or for who sends an API key as bearer token.")
            }
            return .text(metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        return router
    }

    /// A proxy on this machine makes everybody look local: what it forwards needs a key.
    private func mayRead(_ request: HTTPRequest) async throws -> Bool {
        let isForwarded = request.headers["X-Forwarded-For"] != nil || request.headers["Forwarded"] != nil
        if request.isLoopback && !isForwarded { return true }
        let words = (request.headers["Authorization"] ?? "").split(separator: " ")
        let bearer = words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
        guard let secret = request.headers["X-Api-Key"] ?? bearer else { return false }
        return try await keys.verify(secret) != nil
    }
}
