internal import Foundation
internal import HTTP
internal import Sessions
internal import Storage

private struct TranscriptPage: Encodable {
    struct Line: Encodable {
        /// user or avatar.
        var role: String
        var transcript: String
        /// Milliseconds since 1970.
        var absoluteTimestamp: Int64
        /// Milliseconds since the session's creation.
        var relativeTimestamp: Int64
        var taskId: String
        /// The avatar was broken off: the transcript ends with the last word that was heard.
        var interrupted: Bool
        var sources: [Source]
    }
    struct Source: Encodable {
        var documentId: String
        var title: String
        var headings: [String]
        var url: String?
        var score: Double
    }
    var sessionActive: Bool
    /// `start_timestamp` of the next page; missing on the last one.
    var nextTimestamp: Int64?
    var transcriptData: [Line]
}

private let transcriptLines = 1000

extension Routes {
    /// What was said in a session, for its key and its own token; and its erasure, for the key alone.
    mutating func addTranscripts() {
        add(.get, "/v1/sessions/{id}/transcript", dialect: .live) { context, request in
            let access = try await context.gate.admit(request)
            let id = try mayTouch(request, access)
            let isActive = try await isActive(id, access.owner, context)
            let query = Query(request)
            let range = 0...Int(Int32.max) * 4000
            let from = try query.integer("start_timestamp", in: range).map { Date(milliseconds: $0) }
            let to = try query.integer("end_timestamp", in: range).map { Date(milliseconds: $0) }
            var lines = try await context.transcripts.entries(of: id, from: from, to: to, limit: transcriptLines + 1)
                .entries
            var next: Int64?
            if lines.count > transcriptLines {
                // Lines of one millisecond stay on one page, or the next one would begin within them.
                let cut = lines[transcriptLines].saidAt
                next = cut.milliseconds
                let kept = lines.prefix { $0.saidAt < cut }
                lines = kept.isEmpty ? lines : Array(kept)
            }
            return try .live(
                TranscriptPage(sessionActive: isActive, nextTimestamp: next, transcriptData: lines.map(line)))
        }
        add(.delete, "/v1/sessions/{id}/events", dialect: .live) { context, request in
            let access = try await context.gate.admitAccount(request)
            let id = try mayTouch(request, access)
            _ = try await isActive(id, access.owner, context)
            try await context.transcripts.erase(session: id)
            return try .live()
        }
    }
}

private func mayTouch(_ request: HTTPRequest, _ access: Access) throws -> String {
    let id = request.pathParameters["id"] ?? ""
    guard access.mayTouch(id) else { throw SessionError.notFound(id: id) }
    return id
}

/// - Throws: ``SessionError/notFound(id:)`` when it was never one of the owner's.
private func isActive(_ id: String, _ owner: String, _ context: APIContext) async throws -> Bool {
    do {
        let state = try await context.directory.session(id, of: owner).state
        return state != .closed
    } catch SessionError.wrongState(.closed) {
        return false
    }
}

@Sendable private func line(_ entry: TranscriptEntry) -> TranscriptPage.Line {
    TranscriptPage.Line(
        role: entry.role, transcript: entry.text, absoluteTimestamp: entry.saidAt.milliseconds,
        relativeTimestamp: Int64(entry.sinceStart / .milliseconds(1)), taskId: entry.task,
        interrupted: entry.isInterrupted,
        sources: entry.sources.map {
            .init(documentId: $0.document, title: $0.title, headings: $0.headings, url: $0.url, score: $0.score)
        })
}

extension Date {
    fileprivate var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    fileprivate init(milliseconds: Int) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
