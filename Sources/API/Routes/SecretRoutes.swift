internal import Foundation
internal import HTTP
internal import Storage

private struct SecretMade: Encodable {
    var id: String
    var secretName: String
}

private struct SecretListed: Encodable {
    var id: String
    var secretName: String
    var secretType: String
    var createdAt: String

    init(_ entry: SecretEntry) {
        id = entry.id
        secretName = entry.name
        secretType = entry.kind
        createdAt = entry.createdAt.wire
    }
}

extension Routes {
    /// Keys of providers, kept sealed; what goes in never comes out. With an API key alone, not from the page.
    mutating func addSecrets() {
        add(.get, "/v1/secrets", dialect: .live) { context, request in
            let access = try await context.gate.admitAccount(request)
            return try .live(try await context.secrets.list(owner: access.owner).map(SecretListed.init))
        }
        add(.post, "/v1/secrets", dialect: .live) { context, request in
            let access = try await context.gate.admitAccount(request)
            let fields = try Fields(request.body)
            let name = try fields.required("secret_name").trimmingCharacters(in: .whitespacesAndNewlines)
            guard (1...255).contains(name.count) else {
                throw RequestError.outOfRange(field: "secret_name", allowed: "1 to 255 characters")
            }
            let value = try fields.required("secret_value")
            // It becomes part of a header field.
            guard (1...8192).contains(value.utf8.count), value.utf8.allSatisfy({ $0 > 31 && $0 != 127 }) else {
                throw RequestError.outOfRange(field: "secret_value", allowed: "1 to 8192 bytes on one line")
            }
            let kind = try fields.string("secret_type") ?? "LLM_API_KEY"
            guard kind.wholeMatch(of: /[A-Za-z0-9_]{1,64}/) != nil else {
                throw RequestError.outOfRange(field: "secret_type", allowed: "a word such as OPENAI_API_KEY")
            }
            let made = try await context.secrets.add(name: name, kind: kind, value: value, owner: access.owner)
            guard let made else {
                throw RequestError.limitReached("This key has its \(Secrets.limit) secrets already; delete one first.")
            }
            return try .live(SecretMade(id: made.id, secretName: made.name))
        }
        add(.delete, "/v1/secrets/{id}", dialect: .live) { context, request in
            let access = try await context.gate.admitAccount(request)
            let id = request.pathParameters["id"] ?? ""
            guard try await context.secrets.remove(id, owner: access.owner) else { throw noSecret(id) }
            return try .live()
        }
    }
}

func noSecret(_ id: String) -> RequestError { .notFound("There is no secret \"\(id.prefix(64))\" of this key.") }
