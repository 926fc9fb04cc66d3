internal import Core
package import HTTP

extension Router {
    /// Everything clients can call, and the page.
    package static func api(_ context: APIContext) -> Router {
        var routes = Routes(context: context)
        routes.addTokens()
        routes.addStreaming()
        routes.addTasks()
        routes.addLists()
        routes.addAvatars()
        routes.addVoices()
        routes.addWHEP()
        routes.addChat()
        routes.addKnowledgeBases()
        routes.addContexts()
        routes.addKnowledge()
        routes.addSecrets()
        routes.addModels()
        routes.addTranscripts()
        routes.addPages()
        return routes.router
    }
}

/// How a route's clients want to be answered.
enum Dialect: Sendable {
    /// HeyGen's v1 and v2, and what is Visavis' own.
    case streaming
    /// LiveAvatar's: errors tell what is wrong in `data`, too.
    case live
}

/// The routes as they are collected: one extension per resource, in `Routes/`.
struct Routes {
    let context: APIContext
    var router = Router()

    init(context: APIContext) {
        self.context = context
        router.allowCrossOrigin("/v1/", context.settings.crossOrigin)
        router.allowCrossOrigin("/v2/", context.settings.crossOrigin)
        // Pages of other sites import the client library.
        router.allowCrossOrigin("/sdk/", CORSPolicy(origins: .any))
    }

    /// Bytes of a JSON request: a task of 10 000 characters of four bytes each, as escapes, fits twice.
    static let bodyLimit = 256 << 10

    mutating func add(
        _ method: HTTPMethod, _ path: String, bodyLimit: Int = Self.bodyLimit, timeLimit: Duration = .seconds(30),
        dialect: Dialect = .streaming,
        _ handler: @escaping @Sendable (APIContext, HTTPRequest) async throws -> HTTPResponse
    ) {
        let context = context
        let options = RouteOptions(maximumBody: bodyLimit, timeLimit: timeLimit)
        router.add(method, path, options) { request in
            do {
                return try await handler(context, request)
            } catch {
                return answer(error, to: request, context, dialect)
            }
        }
    }
}

func answer(
    _ error: any Error, to request: HTTPRequest, _ context: APIContext, _ dialect: Dialect = .streaming
) -> HTTPResponse {
    let problem = Problem(error)
    context.metrics.count(
        "visavis_api_errors_total", "Requests answered with an error, by name.", labels: ["error": problem.name])
    if problem.status == 500 {
        context.log(.error, "request failed", ["request": request.id, "reason": "\(error)"])
    }
    guard case RequestError.tooManyRequests(let wait) = error else { return problem.response(in: dialect) }
    return problem.response(
        ["Retry-After": "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"], in: dialect)
}
