internal import Core
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Storage

/// A persona as HeyGen's clients read it; a session token sees no more than the name.
private struct KnowledgeBase: Encodable {
    var id: String
    var name: String
    var opening: String?
    var prompt: String?

    init(_ stored: StoredPersona, isWhole: Bool) {
        id = stored.persona.id
        name = stored.persona.name
        opening = isWhole ? stored.persona.opening : nil
        prompt = isWhole ? stored.persona.prompt : nil
    }
}

private struct KnowledgeBaseList: Encodable { var list: [KnowledgeBase] }
private struct KnowledgeBaseID: Encodable { var id: String }

extension Routes {
    /// Bytes of a request that describes a persona: its prompt, written as escapes, fits.
    static let personaLimit = 1 << 20

    /// HeyGen's `knowledge_base`: a persona's name, prompt and opening.
    mutating func addKnowledgeBases() {
        let base = "/v1/streaming/knowledge_base"
        add(.get, base + "/list") { context, request in
            let access = try await context.gate.admit(request, orPage: context.settings.pageAccess)
            let list = try await context.personas.list(owner: access.owner, limit: Personas.limit).personas
            return try .success(KnowledgeBaseList(list: list.map { KnowledgeBase($0, isWhole: access.mayEdit) }))
        }
        add(.post, base + "/create", bodyLimit: Self.personaLimit) { context, request in
            try .success(KnowledgeBaseID(id: try await create(context, request).persona.id))
        }
        add(.get, base + "/{id}") { context, request in
            let (_, stored) = try await persona(context, request)
            return try .success(KnowledgeBase(stored, isWhole: true))
        }
        add(.post, base + "/{id}", bodyLimit: Self.personaLimit) { context, request in
            try .success(KnowledgeBaseID(id: try await update(context, request).persona.id))
        }
        for (method, path) in [(HTTPMethod.post, "/{id}/delete"), (.delete, "/{id}")] {
            add(method, base + path) { context, request in
                try await remove(context, request)
                return try .success()
            }
        }
    }

    /// LiveAvatar's `contexts`: the same, with links.
    mutating func addContexts() {
        add(.get, "/v1/contexts", dialect: .live) { context, request in
            let access = try await context.gate.admit(request, orPage: context.settings.pageAccess)
            let place = try PagePlace(request)
            let (personas, total) = try await context.personas.list(
                owner: access.owner, offset: place.offset, limit: place.size)
            return try .live(place.page(personas.map(ContextSummary.init), of: total, request))
        }
        add(.post, "/v1/contexts", bodyLimit: Self.personaLimit, dialect: .live) { context, request in
            try .live(ContextEntry(try await create(context, request)))
        }
        add(.get, "/v1/contexts/{id}", dialect: .live) { context, request in
            let (_, stored) = try await persona(context, request)
            return try .live(ContextEntry(stored))
        }
        add(.patch, "/v1/contexts/{id}", bodyLimit: Self.personaLimit, dialect: .live) { context, request in
            try .live(ContextEntry(try await update(context, request)))
        }
        add(.delete, "/v1/contexts/{id}", dialect: .live) { context, request in
            try await remove(context, request)
            return try .live()
        }
    }
}

private struct ContextSummary: Encodable {
    var id: String
    var name: String
    var createdAt: String
    var updatedAt: String

    init(_ stored: StoredPersona) {
        id = stored.persona.id
        name = stored.persona.name
        createdAt = stored.createdAt.wire
        updatedAt = stored.updatedAt.wire
    }
}

/// There is none, or it is another key's.
func noPersona(_ id: String) -> RequestError {
    .notFound("There is no knowledge base or context \"\(id.prefix(64))\" of this key.")
}

/// The persona in the path, for those who may change it.
private func persona(_ context: APIContext, _ request: HTTPRequest) async throws -> (Access, StoredPersona) {
    let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
    let id = request.pathParameters["id"] ?? ""
    guard let stored = try await context.personas.find(id, owner: access.owner) else { throw noPersona(id) }
    return (access, stored)
}

private func create(_ context: APIContext, _ request: HTTPRequest) async throws -> StoredPersona {
    let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
    let wish = try PersonaWish(Fields(request.body), isNew: true)
    var stored = StoredPersona(persona: Persona(id: UUID().uuidString.lowercased()), owner: access.owner)
    wish.apply(to: &stored)
    guard try await context.personas.add(stored) else {
        throw RequestError.limitReached("This key has its \(Personas.limit) knowledge bases already; delete one first.")
    }
    await context.knowledge.read(stored.links, of: stored.persona.id, owner: access.owner)
    return stored
}

private func update(_ context: APIContext, _ request: HTTPRequest) async throws -> StoredPersona {
    let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
    let wish = try PersonaWish(Fields(request.body), isNew: false)
    let id = request.pathParameters["id"] ?? ""
    guard
        let (before, after) = try await context.personas.update(id, owner: access.owner, { wish.apply(to: &$0) })
    else { throw noPersona(id) }
    let kept = Set(after.links.compactMap(\.document))
    for document in before.links.compactMap(\.document) where !kept.contains(document) {
        _ = try await context.knowledge.store.remove(document)
    }
    await context.knowledge.read(after.links.filter { $0.readAt == nil }, of: id, owner: access.owner)
    return after
}

/// What it alone knows goes with it.
private func remove(_ context: APIContext, _ request: HTTPRequest) async throws {
    let (access, stored) = try await persona(context, request)
    _ = try await context.personas.remove(stored.persona.id, owner: access.owner)
    _ = try await context.knowledge.store.remove(persona: stored.persona.id)
}
