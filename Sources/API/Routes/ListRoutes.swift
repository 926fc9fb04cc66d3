internal import Core
internal import Foundation
internal import HTTP
internal import Sessions
internal import Speech
internal import Storage

private struct SessionEntry: Encodable {
    var sessionId: String
    var status: String
    var createdAt: Int
    var apiKeyType = "api"
}

private struct SessionList: Encodable { var sessions: [SessionEntry] }

private struct HistoryEntry: Encodable {
    var sessionId: String
    var status: String
    var createdAt: Int
    var apiKeyType = "api"
    /// Seconds.
    var duration: Int
    var avatarId: String
    var voiceName: String
    var endReason: String?
}

/// Paged on the top level, not inside `data`.
private struct History: Encodable {
    var code = 100
    var message = "success"
    var data: [HistoryEntry]
    var total: Int
    var page: Int
    var pageSize: Int
    /// Two names, as clients differ; absent on the last page.
    var nextPaginationToken: String?
    var nextPageToken: String?

    enum CodingKeys: CodingKey {
        case code, message, data, total, page, pageSize, nextPaginationToken, nextPageToken
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(code, forKey: .code)
        try fields.encode(message, forKey: .message)
        try fields.encode(data, forKey: .data)
        try fields.encode(total, forKey: .total)
        try fields.encode(page, forKey: .page)
        try fields.encode(pageSize, forKey: .pageSize)
        try fields.encode(nextPaginationToken, forKey: .nextPaginationToken)
        try fields.encode(nextPageToken, forKey: .nextPageToken)
    }
}

extension Routes {
    mutating func addLists() {
        add(.get, "/v1/streaming.list") { context, request in
            let access = try await context.gate.admit(request)
            let sessions = await context.directory.sessions(of: access.owner)
                .filter { access.mayTouch($0.card.id) }
            return try .success(
                SessionList(
                    sessions: sessions.map {
                        SessionEntry(
                            sessionId: $0.card.id, status: $0.state.rawValue,
                            createdAt: Int($0.card.createdAt.timeIntervalSince1970))
                    }))
        }
        add(.get, "/v2/streaming.list", history)
    }
}

@Sendable private func history(_ context: APIContext, _ request: HTTPRequest) async throws -> HTTPResponse {
    let access = try await context.gate.admitAccount(request)
    let query = Query(request)
    let size = try query.integer("page_size", in: 1...100) ?? 10
    // The token of the next page is its number.
    let page = try query.integer("token", in: 1...1_000_000) ?? query.integer("page", in: 1...1_000_000) ?? 1
    let filter = SessionLeases.Filter(
        keyID: access.owner, from: try query.date("date_from"), to: try query.date("date_to"),
        state: try query.choice("status", SessionLife.State.self)?.rawValue)
    let (leases, total) = try await context.directory.history(filter, offset: (page - 1) * size, limit: size)
    let names = Dictionary(context.voices.all.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let next = page * size < total ? String(page + 1) : nil
    return try .wire(
        History(
            data: leases.map { lease in
                HistoryEntry(
                    sessionId: lease.id, status: lease.state, createdAt: Int(lease.createdAt.timeIntervalSince1970),
                    duration: duration(of: lease), avatarId: lease.avatar,
                    voiceName: names[lease.voice] ?? lease.voice, endReason: lease.endReason)
            },
            total: total, page: page, pageSize: size, nextPaginationToken: next, nextPageToken: next))
}

/// Whole seconds; of a session that still runs, up to now.
private func duration(of lease: SessionLease) -> Int {
    if let duration = lease.duration { return Int(duration / .seconds(1)) }
    return lease.connectedAt.map { max(0, Int(Date().timeIntervalSince($0))) } ?? 0
}
