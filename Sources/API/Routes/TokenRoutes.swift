internal import HTTP

private struct Token: Encodable { var token: String }

extension Routes {
    mutating func addTokens() {
        for path in ["/v1/streaming.create_token", "/v1/realtime.create_token"] {
            add(.post, path) { context, request in
                let access = try await context.gate.admitAccount(request)
                _ = try Fields(request.body)
                return try .answer(Token(token: try await context.gate.token(for: access.owner)))
            }
        }
        add(.post, "/studio/session-token") { context, request in
            let owner =
                if context.settings.pageAccess.admits(request) {
                    try await context.gate.pageOwner()
                } else {
                    try await context.gate.admitAccount(request).owner
                }
            return try .answer(Token(token: try await context.gate.token(for: owner)))
        }
    }
}
