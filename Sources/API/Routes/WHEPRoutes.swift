internal import Core
internal import Cryptography
internal import Foundation
internal import HTTP
internal import Media
internal import Sessions

extension Routes {
    /// Viewers by WHEP (draft-ietf-wish-whep): one more pair of eyes on a session that exists.
    ///
    /// The viewer's own URL is its capability, 128 random bits: changing or leaving needs no other credential.
    mutating func addWHEP() {
        add(.post, "/v1/whep/{session_id}", watch)
        add(.patch, "/v1/whep/{session_id}/{viewer}", change)
        add(.delete, "/v1/whep/{session_id}/{viewer}") { context, request in
            try await viewing(context, request) { session, viewer in
                try await session.leave(viewer)
                return HTTPResponse(status: 200)
            }
        }
    }
}

@Sendable private func watch(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admit(request)
    let offer = try body(of: request, type: "application/sdp")
    guard offer.hasPrefix("v=0") else { throw RequestError.unsupported("The body is not a session description.") }
    let id = request.pathParameters["session_id"] ?? ""
    guard access.mayTouch(id) else { throw SessionError.notFound(id: id) }
    return try await translating {
        let session = try await context.directory.session(id, of: access.owner)
        let (viewer, answer) = try await session.watch(offer: offer)
        var response = HTTPResponse(status: 201, body: Array(answer.utf8))
        response.headers["Content-Type"] = "application/sdp"
        response.headers["Location"] = "/v1/whep/\(id)/\(viewer)"
        response.headers["ETag"] = tag(offer: offer, answer: answer)
        response.headers["Accept-Patch"] = SDPFragment.mediaType
        for link in context.settings.iceServers.flatMap(links) { response.headers.append("Link", link) }
        return response
    }
}

@Sendable private func change(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let fragment = try SDPFragment(body(of: request, type: SDPFragment.mediaType))
    return try await viewing(context, request) { session, viewer in
        let (offer, answer) = try await session.descriptions(of: viewer)
        let isRestart = fragment.ufrag.map { $0 != SDPFragment.ufrag(of: offer) } ?? false
        if let condition = request.headers["If-Match"] {
            guard matches(condition, tag(offer: offer, answer: answer)) else { throw RequestError.preconditionFailed }
        } else if isRestart {
            // Players in use leave it out when they trickle; the credentials say which ICE session they mean.
            throw RequestError.preconditionRequired
        }
        guard isRestart else {
            try await session.add(fragment.candidates, of: viewer)
            return .noContent()
        }
        guard fragment.password != nil else { throw RequestError.missing(field: "a=ice-pwd") }
        let restarted = fragment.restarting(offer)
        let renewed = try await restart(session, viewer, restarted)
        try await session.add(fragment.candidates, of: viewer)
        var response = HTTPResponse(status: 200, body: Array(SDPFragment.text(of: renewed).utf8))
        response.headers["Content-Type"] = SDPFragment.mediaType
        response.headers["ETag"] = tag(offer: restarted, answer: renewed)
        return response
    }
}

private func restart(_ session: Session, _ viewer: String, _ offer: String) async throws -> String {
    do {
        return try await session.restart(viewer, offer: offer)
    } catch .peer(.wrongState(_)) {
        // draft-ietf-wish-whep, "HTTP PATCH request usage": trickling works, restarting does not.
        throw RequestError.restartNotPossible
    }
}

/// A request at a viewer's own URL.
private func viewing(
    _ context: APIContext, _ request: HTTPRequest,
    _ body: (Session, _ viewer: String) async throws -> HTTPResponse
) async throws -> HTTPResponse {
    let id = request.pathParameters["session_id"] ?? ""
    let viewer = request.pathParameters["viewer"] ?? ""
    return try await translating {
        guard let session = await context.directory.liveSession(id) else { throw SessionError.viewerNotFound }
        return try await body(session, viewer)
    }
}

/// WHEP's own statuses: 406 for a codec that the session does not have, 422 for a description that cannot be answered,
/// 404 for a session that is over.
private func translating(_ body: () async throws -> HTTPResponse) async throws -> HTTPResponse {
    do {
        return try await body()
    } catch let error as SessionError {
        var problem = Problem(error)
        switch error {
        case .peer(.codecRefused): problem.status = 406
        case .peer(.badDescription), .peer(.badCandidate): problem.status = 422
        case .wrongState(.closing), .wrongState(.closed): problem.status = 404
        default: throw error
        }
        return problem.response()
    }
}

private func body(of request: HTTPRequest, type: String) throws(RequestError) -> String {
    let given = (request.headers["Content-Type"] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    guard given == type else { throw .unsupportedMediaType(expected: type) }
    guard let text = String(validating: request.body, as: UTF8.self), !text.isEmpty else {
        throw .unsupported("The body is empty or not UTF-8.")
    }
    return text
}

/// Names the ICE session: both sides' user fragments, as each restart changes them.
private func tag(offer: String, answer: String) -> String {
    let text = SDPFragment.ufrag(of: offer) + " " + SDPFragment.ufrag(of: answer)
    return "\"\(SHA256.hex(of: Data(text.utf8)).prefix(16))\""
}

/// `<stun:…>; rel="ice-server"` (draft-ietf-wish-whep, as in RFC 9725 §4.6).
private func links(_ server: ICEServer) -> [String] {
    server.urls.map { url in
        var link = "<\(url)>; rel=\"ice-server\""
        if let username = server.username { link += "; username=\"\(quoted(username))\"" }
        if let credential = server.credential {
            link += "; credential=\"\(quoted(credential))\"; credential-type=\"password\""
        }
        return link
    }
}

private func quoted(_ text: String) -> String {
    text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
}
