internal import Core
internal import HTTP
internal import Media
internal import Rendering
internal import Sessions
internal import Speech

extension Routes {
    /// A session's life: new, start, ice, stop and what keeps it alive.
    mutating func addStreaming() {
        for path in ["/v1/streaming.new", "/v1/realtime.new"] { add(.post, path, bodyLimit: Self.personaLimit, open) }
        for path in ["/v1/streaming.start", "/v1/realtime.start"] { add(.post, path, start) }
        for path in ["/v1/streaming.ice", "/v1/realtime.ice"] { add(.post, path, addCandidate) }
        for path in ["/v1/streaming.stop", "/v1/streaming.close", "/v1/realtime.stop", "/v1/realtime.close"] {
            add(.post, path) { context, request in
                let (access, id, _) = try await sessionID(context, request, isLimited: false)
                try await context.directory.stop(id, of: access.owner)
                return try .success()
            }
        }
        for path in ["/v1/streaming.keep_alive", "/v1/realtime.keep_alive"] {
            add(.post, path) { context, request in
                try await session(context, request).session.keepAlive()
                return try .success()
            }
        }
    }
}

/// The session that a request names in `session_id`; a session token may leave it out, it has but one.
func sessionID(
    _ context: APIContext, _ request: HTTPRequest, isLimited: Bool = true
) async throws -> (Access, id: String, Fields) {
    let access = try await context.gate.admit(request, isLimited: isLimited)
    let fields = try Fields(request.body)
    guard let id = try fields.string("session_id") ?? access.token?.session else {
        throw RequestError.missing(field: "session_id")
    }
    guard access.mayTouch(id) else { throw SessionError.notFound(id: id) }
    return (access, id, fields)
}

func session(_ context: APIContext, _ request: HTTPRequest) async throws -> (session: Session, fields: Fields) {
    let (access, id, fields) = try await sessionID(context, request)
    return (try await context.directory.session(id, of: access.owner), fields)
}

@Sendable private func open(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admit(request)
    if let token = access.token, token.session != nil { throw Gate.usedToken }
    let asked = try NewSession(Fields(request.body), context.settings)
    let avatar = try await context.avatars.manifest(asked.avatar)
    let conversation = try await asked.conversation.conversation(of: access.owner, context)
    let voice = try asked.voice.choice(
        avatarVoice: avatar.voice, language: conversation.language ?? conversation.persona.language,
        among: context.voices)
    let wish = SessionRequest(
        owner: access.owner, avatar: avatar.id, voice: voice, format: asked.format, transport: asked.transport,
        limits: asked.limits, conversation: conversation)
    // First of all: of many requests with one token, one opens a session, and the others cost nothing.
    try await context.gate.bind(access, to: wish.id)
    do {
        return try await open(wish, context)
    } catch {
        try await context.gate.unbind(access, from: wish.id)
        throw error
    }
}

private func open(_ wish: SessionRequest, _ context: APIContext) async throws -> HTTPResponse {
    let session = try await context.directory.open(wish)
    let offer: String?
    do {
        offer = wish.transport == .offer ? try await session.offer() : nil
    } catch {
        await session.stop(.failed)
        throw error
    }
    let servers = context.settings.iceServers.map(ServerEntry.init)
    return try .success(
        NewSessionReply(
            sessionId: wish.id, sdp: offer.map { Description(type: "offer", sdp: $0) }, iceServers: servers,
            iceServers2: servers, sessionDurationLimit: Int(wish.limits.maximumDuration / .seconds(1)),
            whepUrl: "/v1/whep/\(wish.id)", notes: [context.voices.note(on: wish.voice)].compactMap(\.self)))
}

@Sendable private func start(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let (session, fields) = try await session(context, request)
    var answer: String?
    if session.card.transport == .offer, fields.has("sdp") {
        if let description = try? fields.object("sdp") {
            if let type = try description.string("type"), type != "answer" {
                throw RequestError.unknownChoice(field: "sdp.type", value: type, allowed: ["answer"])
            }
            answer = try description.required("sdp")
        } else {
            answer = try fields.required("sdp")
        }
    }
    try await session.start(answer: answer)
    return try .success()
}

@Sendable private func addCandidate(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let (session, fields) = try await session(context, request)
    // Null, an empty string or nothing at all is the end of candidates (W3C webrtc-pc §4.8.1).
    let candidate: ICECandidate
    if let object = try? fields.object("candidate") {
        candidate = ICECandidate(
            candidate: try object.string("candidate") ?? "", mid: try object.string("sdpMid"),
            mLineIndex: try object.integer("sdpMLineIndex", in: 0...65_535))
    } else {
        candidate = ICECandidate(
            candidate: try fields.string("candidate") ?? "", mid: try fields.string("sdpMid"),
            mLineIndex: try fields.integer("sdpMLineIndex", in: 0...65_535))
    }
    try await session.add(candidate)
    return try .success()
}
