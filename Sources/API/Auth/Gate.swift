internal import Core
package import HTTP
package import Storage
internal import Synchronization

/// Who makes a request.
struct Access: Equatable, Sendable {
    /// The API key's id: whose sessions it may touch.
    var owner: String
    /// Of a session token: the secret, and its session once it has one.
    var token: Token?
    /// Whether it may change what the owner's personas are and know; a session token, which visitors hold, may not.
    var mayEdit = false

    struct Token: Equatable, Sendable {
        var secret: String
        var session: String?
    }

    /// Whether the session may be one of the caller's; that it is, the directory checks.
    func mayTouch(_ session: String) -> Bool { token == nil || token?.session == session }
}

/// Tells who makes a request, from `X-Api-Key: <key>` or `Authorization: Bearer <session token>`, and how often they may.
package final class Gate: Sendable {
    private let keys: APIKeys
    private let tokens: SessionTokens
    private let clock: ContinuousClock
    private let start: ContinuousClock.Instant
    private let limits: Mutex<RateLimit>
    /// For callers that do not say who they are, by address: guesses are slowed down.
    private let strangers: Mutex<RateLimit>

    /// - Parameter rate: Requests of one key, and of one session token.
    package init(database: Database, rate: RateLimit) {
        keys = APIKeys(database)
        tokens = SessionTokens(database)
        clock = ContinuousClock()
        start = clock.now
        limits = Mutex(rate)
        strangers = Mutex(RateLimit(capacity: 20, perSecond: 2))
    }

    /// - Parameter isLimited: False for what must never wait: ending a session.
    /// - Throws: ``RequestError/unauthorized(_:)``, ``RequestError/tooManyRequests(retryAfter:)``.
    func admit(_ request: HTTPRequest, isLimited: Bool = true) async throws -> Access {
        let access: Access
        do {
            access = try await identify(request)
        } catch let error as RequestError {
            if let wait = strangers.withLock({ $0.admit(request.peerAddress, at: clock.now - start) }) {
                throw RequestError.tooManyRequests(retryAfter: wait)
            }
            throw error
        }
        guard isLimited else { return access }
        let name = access.token?.secret ?? access.owner
        if let wait = limits.withLock({ $0.admit(name, at: clock.now - start) }) {
            throw RequestError.tooManyRequests(retryAfter: wait)
        }
        return access
    }

    /// The same, of an API key alone.
    func admitAccount(_ request: HTTPRequest) async throws -> Access {
        let access = try await admit(request)
        guard access.token == nil else {
            throw RequestError.unauthorized("This needs an API key in X-Api-Key; a session token is not enough.")
        }
        return access
    }

    /// For what a persona is and knows: a key, a session token, or the server's own page without either. The page edits
    /// on the operator's own machine; where everyone may use it, everyone may only look.
    func admit(_ request: HTTPRequest, orPage page: PageAccess) async throws -> Access {
        guard request.headers["X-Api-Key"] == nil, page.admits(request) else { return try await admit(request) }
        var access: Access
        if request.headers["Authorization"] == nil {
            if let wait = limits.withLock({ $0.admit("page", at: clock.now - start) }) {
                throw RequestError.tooManyRequests(retryAfter: wait)
            }
            access = Access(owner: try await pageOwner())
        } else {
            access = try await admit(request)
        }
        if page == .loopback { access.mayEdit = try await isOperator(access.owner) }
        return access
    }

    /// The same, of those who may change it.
    func admitEditor(_ request: HTTPRequest, orPage page: PageAccess) async throws -> Access {
        let access = try await admit(request, orPage: page)
        guard access.mayEdit else {
            throw RequestError.unauthorized("This needs an API key in X-Api-Key; a session token is not enough.")
        }
        return access
    }

    /// Whether it is the key in whose name the server's own page acts; what all keys share is its business.
    func isOperator(_ owner: String) async throws -> Bool { try await pageOwner() == owner }

    /// A one-time token for one session.
    func token(for owner: String) async throws -> String { try await tokens.create(keyID: owner) }

    /// Gives the caller's token to a session.
    ///
    /// - Throws: ``RequestError/unauthorized(_:)`` when another session has it.
    func bind(_ access: Access, to session: String) async throws {
        guard let token = access.token else { return }
        guard try await tokens.bind(token.secret, to: session) else { throw Self.usedToken }
    }

    /// Gives the token back, when there is no such session after all.
    func unbind(_ access: Access, from session: String) async throws {
        if let token = access.token { try await tokens.unbind(token.secret, from: session) }
    }

    static let usedToken = RequestError.unauthorized(
        "This session token was used for a session already; ask for a new one with /v1/streaming.create_token.")

    /// The key in whose name the server's own page opens sessions: the oldest that is valid.
    func pageOwner() async throws -> String {
        guard let key = try await keys.list().first(where: { $0.revokedAt == nil }) else {
            throw RequestError.forbidden("There is no API key; make one with: visavis key create")
        }
        return key.id
    }

    private func identify(_ request: HTTPRequest) async throws -> Access {
        if let secret = request.headers["X-Api-Key"]?.filter({ $0 != " " }), !secret.isEmpty {
            guard let key = try await keys.verify(secret) else {
                throw RequestError.unauthorized("Unauthorized: this API key is not valid.")
            }
            return Access(owner: key.id, mayEdit: true)
        }
        let words = (request.headers["Authorization"] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw RequestError.unauthorized(
                "Unauthorized: send an API key in X-Api-Key, or a session token in Authorization: Bearer.")
        }
        let secret = String(words[1])
        guard let token = try await tokens.verify(secret) else {
            throw RequestError.unauthorized(
                "Unauthorized: this session token is not valid. API keys go into X-Api-Key, not into Authorization.")
        }
        return Access(owner: token.keyID, token: .init(secret: secret, session: token.boundSessionID))
    }
}
