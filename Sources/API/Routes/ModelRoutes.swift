internal import Foundation
internal import HTTP
internal import Knowledge
internal import Sessions
internal import Speech
internal import Storage

private struct ModelEntry: Encodable {
    var id: String
    var baseUrl: Maybe<String>
    var displayName: String
    var modelName: String
    var secretId: Maybe<String>
    var createdAt: String
    var updatedAt: String

    init(_ model: ModelConfiguration) {
        id = model.id
        baseUrl = Maybe(model.baseURL)
        displayName = model.displayName
        modelName = model.model
        secretId = Maybe(model.secret)
        createdAt = model.createdAt.wire
        updatedAt = model.updatedAt.wire
    }
}

private struct LanguageEntry: Encodable {
    var language: String
    var code: String
}

extension Routes {
    /// Language models that a key's sessions may be answered by.
    mutating func addModels() {
        // LiveAvatar's guides write the first, its specification the second.
        for base in ["/v1/llm_configurations", "/v1/llm-configurations"] {
            add(.get, base, dialect: .live) { context, request in
                let access = try await context.gate.admitAccount(request)
                return try .live(try await context.models.list(owner: access.owner).map(ModelEntry.init))
            }
            add(.post, base, dialect: .live, createModel)
            add(.get, base + "/{id}", dialect: .live) { context, request in
                let access = try await context.gate.admitAccount(request)
                let id = request.pathParameters["id"] ?? ""
                guard let model = try await context.models.find(id, owner: access.owner) else { throw noModel(id) }
                return try .live(ModelEntry(model))
            }
            add(.patch, base + "/{id}", dialect: .live, changeModel)
            add(.delete, base + "/{id}", dialect: .live) { context, request in
                let access = try await context.gate.admitAccount(request)
                let id = request.pathParameters["id"] ?? ""
                guard try await context.models.remove(id, owner: access.owner) else { throw noModel(id) }
                return try .live()
            }
        }
        // Open to all, as LiveAvatar's are.
        add(.get, "/v1/llm-models", dialect: .live) { context, _ in try .live(context.settings.models) }
        add(.get, "/v1/languages", dialect: .live) { context, _ in
            var names: [String: String] = [:]
            for voice in context.voices.all {
                let code = String(voice.language.lowercased().prefix { $0 != "-" && $0 != "_" })
                names[code] = Locale(identifier: "en").localizedString(forLanguageCode: code) ?? code
            }
            let list = names.map { LanguageEntry(language: $0.value, code: $0.key) }
            return try .live(list.sorted { ($0.language, $0.code) < ($1.language, $1.code) })
        }
    }
}

func noModel(_ id: String) -> RequestError {
    .notFound("There is no LLM configuration \"\(id.prefix(64))\" of this key.")
}

/// What a client says of a model; nil leaves a field as it is.
private struct ModelWish {
    var displayName: String?
    var model: String?
    /// Empty is the default.
    var baseURL: String?
    /// Empty is none.
    var secret: String?

    init(_ fields: Fields) throws(RequestError) {
        displayName = try Self.name("display_name", fields)
        model = try Self.name("model_name", fields)
        if model == nil { model = try Self.name("model", fields) }
        baseURL = try fields.text("base_url", atMost: 2000)
        secret = try fields.text("secret_id", atMost: 64)
        guard let baseURL, !baseURL.isEmpty else { return }
        guard (try? LinkAddress.checked(baseURL)) == baseURL else {
            throw .outOfRange(field: "base_url", allowed: "an http or https address such as https://host/v1")
        }
    }

    private static func name(_ name: String, _ fields: Fields) throws(RequestError) -> String? {
        guard let text = try fields.string(name)?.trimmingCharacters(in: .whitespacesAndNewlines) else { return nil }
        guard (1...255).contains(text.count), !text.contains(where: \.isNewline) else {
            throw .outOfRange(field: name, allowed: "1 to 255 characters on one line")
        }
        return text
    }

    func checkSecret(_ owner: String, _ context: APIContext) async throws {
        guard let secret, !secret.isEmpty else { return }
        guard try await context.secrets.has(secret, owner: owner) else { throw noSecret(secret) }
    }
}

@Sendable private func createModel(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admitAccount(request)
    let wish = try ModelWish(Fields(request.body))
    guard let model = wish.model else { throw RequestError.missing(field: "model_name") }
    try await wish.checkSecret(access.owner, context)
    let made = ModelConfiguration(
        owner: access.owner, displayName: wish.displayName ?? model, model: model,
        baseURL: wish.baseURL.flatMap { $0.isEmpty ? nil : $0 }, secret: wish.secret.flatMap { $0.isEmpty ? nil : $0 })
    guard try await context.models.add(made) else {
        throw RequestError.limitReached("This key has its \(Models.limit) LLM configurations already; delete one.")
    }
    return try .live(ModelEntry(made))
}

@Sendable private func changeModel(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admitAccount(request)
    let wish = try ModelWish(Fields(request.body))
    try await wish.checkSecret(access.owner, context)
    let id = request.pathParameters["id"] ?? ""
    let changed = try await context.models.update(id, owner: access.owner) { model in
        if let name = wish.displayName { model.displayName = name }
        if let name = wish.model { model.model = name }
        if let url = wish.baseURL { model.baseURL = url.isEmpty ? nil : url }
        if let secret = wish.secret { model.secret = secret.isEmpty ? nil : secret }
    }
    guard let changed else { throw noModel(id) }
    return try .live(ModelEntry(changed))
}
