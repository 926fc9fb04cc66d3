internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Sessions
internal import Storage

private struct DocumentPage: Encodable {
    var page: Int
    var pageSize: Int
    /// Null on the last page.
    var nextPage: Maybe<Int>
    var documents: [DocumentEntry]
}

private struct Whole: Encodable {
    var document: DocumentEntry
    var passages: [PassageEntry]
}

private struct Added: Encodable {
    struct Failure: Encodable {
        var name: String
        var error: String
        var message: String
    }
    var documents: [DocumentReply]
    var failures: [Failure]
}

extension Routes {
    /// Bytes of uploaded documents in one request: the largest document, and what a form puts around it.
    static let uploadLimit = IngestionLimits().documentSize + (64 << 10)

    /// What personas know. Without `persona_id` it is what all of them know: everyone may look at that, and the
    /// operator's own key changes it.
    mutating func addKnowledge() {
        let base = "/v1/visavis/knowledge"
        add(.get, base + "/documents", listDocuments)
        // 64 documents may wait for 30 s each, two at a time; a client that waits for more asks too much at once.
        add(.post, base + "/documents", bodyLimit: Self.uploadLimit, timeLimit: .seconds(300), upload)
        add(.post, base + "/links", timeLimit: .seconds(60), addLink)
        add(.get, base + "/documents/{id}") { context, request in
            let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
            let document = try await document(context, request, access, forChange: false)
            let passages = try await context.knowledge.store.passages(of: document.id)
            return try .success(Whole(document: DocumentEntry(document), passages: passages.map { PassageEntry($0) }))
        }
        add(.delete, base + "/documents/{id}") { context, request in
            let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
            let document = try await document(context, request, access, forChange: true)
            _ = try await context.knowledge.store.remove(document.id)
            return try .success()
        }
        add(.post, base + "/documents/{id}/refresh", timeLimit: .seconds(60)) { context, request in
            let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
            let document = try await document(context, request, access, forChange: true)
            return try .success(DocumentReply(try await context.knowledge.refresh(document)))
        }
        add(.post, base + "/ask", timeLimit: .seconds(60), ask)
    }
}

// MARK: Documents

@Sendable private func listDocuments(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admit(request, orPage: context.settings.pageAccess)
    let place = try PagePlace(request)
    let persona = try await persona(request.query("persona_id"), of: access, context)
    let found = try await context.knowledge.store.list(
        persona: persona?.persona.id ?? "", limit: place.size + 1, offset: place.offset)
    let hasMore = found.count > place.size
    return try .success(
        DocumentPage(
            page: place.page, pageSize: place.size, nextPage: Maybe(hasMore ? place.page + 1 : nil),
            documents: found.prefix(place.size).map(DocumentEntry.init)))
}

@Sendable private func upload(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
    let form = try Upload(request)
    let persona = try await target(form.persona, of: access, context)
    var added = Added(documents: [], failures: [])
    var first: (any Error)?
    for source in form.sources {
        do {
            let stored = try await context.knowledge.add(
                source, title: form.title, persona: persona, owner: access.owner)
            added.documents.append(DocumentReply(stored))
        } catch {
            try Task.checkCancellation()
            first = first ?? error
            let problem = Problem(error)
            added.failures.append(.init(name: source.name, error: problem.name, message: problem.message))
        }
    }
    if added.documents.isEmpty, let first { throw first }
    return try .success(added)
}

/// What a request brings: a form's files, or one file as its body.
private struct Upload {
    var sources: [DocumentSource]
    var title: String?
    var persona: String?

    init(_ request: HTTPRequest) throws(RequestError) {
        let type = request.headers["Content-Type"] ?? ""
        title = request.query("title")
        persona = request.query("persona_id")
        if type.lowercased().hasPrefix("multipart/form-data") {
            let form = try FormData(request.body, contentType: type)
            sources = form.files.map {
                DocumentSource(name: FileName.clean($0.name), mediaType: $0.mediaType, bytes: $0.bytes)
            }
            title = form.fields["title"] ?? title
            persona = form.fields["persona_id"] ?? persona
            if sources.isEmpty { throw .missing(field: "file") }
        } else {
            guard let name = request.query("name"), !name.isEmpty else { throw .missing(field: "name") }
            // What a browser says of bytes it knows nothing about is no type.
            let isKnown = !type.isEmpty && !type.hasPrefix("application/x-www-form-urlencoded")
            sources = [
                DocumentSource(name: FileName.clean(name), mediaType: isKnown ? type : nil, bytes: request.body)
            ]
        }
        if let text = title {
            let clean = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard clean.count <= 300 else { throw .outOfRange(field: "title", allowed: "at most 300 characters") }
            // One title for many files would say nothing.
            title = clean.isEmpty || sources.count > 1 ? nil : clean
        }
    }
}

@Sendable private func addLink(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admitEditor(request, orPage: context.settings.pageAccess)
    let fields = try Fields(request.body)
    let url = try fields.required("url")
    let title = try fields.text("title", atMost: 1000)
    let persona = try await target(try fields.string("persona_id"), of: access, context)
    let stored = try await context.knowledge.add(
        link: url, title: title.flatMap { $0.isEmpty ? nil : $0 }, persona: persona, owner: access.owner)
    return try .success(DocumentReply(stored))
}

/// The document in the path, when it is the caller's business; whoever may not see it learns nothing of it.
private func document(
    _ context: APIContext, _ request: HTTPRequest, _ access: Access, forChange: Bool
) async throws -> KnowledgeDocument {
    let id = request.pathParameters["id"] ?? ""
    let unknown = RequestError.notFound("There is no document \"\(id.prefix(64))\".")
    guard let document = try await context.knowledge.store.document(id) else { throw unknown }
    if let persona = document.persona {
        guard try await context.personas.find(persona, owner: access.owner) != nil else { throw unknown }
        return document
    }
    guard forChange else { return document }
    if document.owner == access.owner { return document }
    guard try await context.gate.isOperator(access.owner) else { throw sharedIsTheOperators }
    return document
}

private let sharedIsTheOperators = RequestError.forbidden(
    "What all personas know is changed with the server's first API key alone; name a persona_id of this key.")

/// Where a new document goes; nil is for all.
private func target(_ id: String?, of access: Access, _ context: APIContext) async throws -> String? {
    if let persona = try await persona(id, of: access, context) { return persona.persona.id }
    guard try await context.gate.isOperator(access.owner) else { throw sharedIsTheOperators }
    return nil
}

/// Nil for no id.
private func persona(_ id: String?, of access: Access, _ context: APIContext) async throws -> StoredPersona? {
    guard let id, !id.isEmpty else { return nil }
    guard let stored = try await context.personas.find(id, owner: access.owner) else { throw noPersona(id) }
    return stored
}

// MARK: Asking

private struct AskReply: Encodable {
    var answer: String
    /// Who answered.
    var answerer: String
    /// Whether the answer rests on something she was given to know.
    var isKnown: Bool
    /// What it rests on.
    var sources: [PassageEntry]
    /// What was found, the best first, be it used or not.
    var passages: [PassageEntry]
}

private let askPassages = 5
/// Bytes after which an answer is cut off, here as aloud.
private let answerLimit = 16 << 10

@Sendable private func ask(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admit(request, orPage: context.settings.pageAccess)
    let fields = try Fields(request.body)
    let text = try fields.text("question", atMost: 10_000) ?? fields.required("text")
    var wish = try ConversationWish(fields)
    wish.knowledge = try fields.string("persona_id") ?? wish.knowledge
    let conversation = try await wish.conversation(of: access.owner, context)
    let persona = conversation.persona
    let question = Question(
        text: text, history: try history(fields), persona: persona, variables: conversation.variables,
        language: conversation.language ?? persona.language ?? "en")
    let answerer = context.answerer(persona, access.owner, conversation.model)
    var reply = AskReply(answer: "", answerer: answerer.name, isKnown: false, sources: [], passages: [])
    parts: for try await part in answerer.answer(question) {
        switch part {
        case .sources(let found): reply.sources = found.map { PassageEntry($0.passage, score: $0.score) }
        case .text(let text): reply.answer += text
        }
        if reply.answer.utf8.count > answerLimit { break parts }
    }
    reply.isKnown = !reply.sources.isEmpty
    reply.passages = await context.knowledge.store.passages(for: text, persona: persona.id, limit: askPassages)
        .map { PassageEntry($0.passage, score: $0.score) }
    return try .success(reply)
}

/// `history: [{role: user|avatar, text}]`, oldest first.
private func history(_ fields: Fields) throws(RequestError) -> [Turn] {
    var turns: [Turn] = []
    for entry in try fields.objects("history", atMost: 50) ?? [] {
        let role = try entry.required("role")
        guard let known = Turn.Role(rawValue: role) else {
            throw .unknownChoice(field: "history.role", value: role, allowed: ["user", "avatar"])
        }
        turns.append(Turn(role: known, text: try entry.text("text", atMost: 10_000) ?? ""))
    }
    return turns
}
