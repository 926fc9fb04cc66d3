package import Foundation

/// The table of what was said in sessions, as it was heard.
package struct Transcripts: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    package func append(_ entry: TranscriptEntry) async throws(StorageError) {
        let sources = entry.sources.isEmpty ? nil : try? JSONEncoder().encode(entry.sources)
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                """
                INSERT INTO transcripts
                    (session_id, persona_id, role, text, said_at, since_start, task_id, sources, interrupted)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(entry.session), .text(entry.persona), .text(entry.role), .text(entry.text),
                    SQLValue(entry.saidAt), .integer(Int64(entry.sinceStart / .milliseconds(1))), .text(entry.task),
                    SQLValue(sources.map { String(decoding: $0, as: UTF8.self) }),
                    .integer(entry.isInterrupted ? 1 : 0),
                ])
        }
    }

    /// Of one session, in the order in which it was begun to be said.
    ///
    /// - Parameters:
    ///   - from: Said at or after; nil from the beginning.
    ///   - to: Said before; nil to the end.
    ///   - offset: How many of the first to leave out.
    ///   - limit: At most so many.
    /// - Returns: Those, and how many there are in that time.
    package func entries(
        of session: String, from: Date? = nil, to: Date? = nil, offset: Int = 0, limit: Int = 1000
    ) async throws(StorageError) -> (entries: [TranscriptEntry], total: Int) {
        let condition = """
            WHERE session_id = ?1 AND (?2 IS NULL OR said_at >= ?2) AND (?3 IS NULL OR said_at < ?3)
            """
        let values = [.text(session), SQLValue(from), SQLValue(to)]
        return try await database.read { (connection) throws(StorageError) in
            let entries = try connection.rows(
                """
                SELECT session_id, persona_id, role, text, said_at, since_start, task_id, sources, interrupted
                FROM transcripts \(condition) ORDER BY said_at, id LIMIT ?4 OFFSET ?5
                """, values + [.integer(Int64(limit)), .integer(Int64(offset))]
            ) { (row) throws(StorageError) in TranscriptEntry(row: row) }
            let total = try connection.integer("SELECT count(*) FROM transcripts \(condition)", values) ?? 0
            return (entries, Int(total))
        }
    }

    /// - Returns: How many lines were erased.
    @discardableResult
    package func erase(session: String) async throws(StorageError) -> Int {
        try await erase("session_id = ?", .text(session))
    }

    /// Of all sessions with this persona.
    @discardableResult
    package func erase(persona: String) async throws(StorageError) -> Int {
        try await erase("persona_id = ?", .text(persona))
    }

    /// Of all sessions that an API key opened.
    @discardableResult
    package func erase(owner: String) async throws(StorageError) -> Int {
        try await erase("session_id IN (SELECT id FROM session_leases WHERE key_id = ?)", .text(owner))
    }

    /// Said before.
    @discardableResult
    package func erase(before: Date) async throws(StorageError) -> Int {
        try await erase("said_at < ?", SQLValue(before))
    }

    private func erase(_ condition: String, _ value: SQLValue) async throws(StorageError) -> Int {
        let count = try await database.write { (connection) throws(StorageError) in
            // What is erased is overwritten in the file, too (sqlite.org/pragma.html#pragma_secure_delete).
            try connection.execute("PRAGMA secure_delete = ON")
            return try connection.execute("DELETE FROM transcripts WHERE \(condition)", [value])
        }
        // And leaves the write-ahead log, unless another process reads just now; then with its next checkpoint.
        if count > 0 {
            _ = try await database.read { (connection) throws(StorageError) in
                try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        return count
    }
}

/// One contribution to a session's conversation.
package struct TranscriptEntry: Equatable, Sendable {
    package var session: String
    /// Empty for none that is stored.
    package var persona: String
    /// "user" or "avatar".
    package var role: String
    /// What was heard of it.
    package var text: String
    /// When it began; whole milliseconds.
    package var saidAt: Date
    /// The same since the session's creation; whole milliseconds.
    package var sinceStart: Duration
    /// Of the utterance, or of the user's turn.
    package var task: String
    package var sources: [TranscriptSource]
    package var isInterrupted: Bool

    package init(
        session: String, persona: String = "", role: String, text: String, saidAt: Date, sinceStart: Duration,
        task: String, sources: [TranscriptSource] = [], isInterrupted: Bool = false
    ) {
        self.session = session
        self.persona = persona
        self.role = role
        self.text = text
        self.saidAt = saidAt.stored
        self.sinceStart = .milliseconds(Int64(sinceStart / .milliseconds(1)))
        self.task = task
        self.sources = sources
        self.isInterrupted = isInterrupted
    }

    init(row: borrowing Statement) {
        self.init(
            session: row.text(0) ?? "", persona: row.text(1) ?? "", role: row.text(2) ?? "", text: row.text(3) ?? "",
            saidAt: row.date(4) ?? Date(timeIntervalSince1970: 0),
            sinceStart: .milliseconds(row.integer(5) ?? 0), task: row.text(6) ?? "",
            sources: row.text(7).flatMap { try? JSONDecoder().decode([TranscriptSource].self, from: Data($0.utf8)) }
                ?? [],
            isInterrupted: row.integer(8) == 1)
    }
}

/// A passage that an answer rests on, by what stays true when its document changes.
package struct TranscriptSource: Equatable, Codable, Sendable {
    package var document: String
    package var title: String
    package var headings: [String]
    package var url: String?
    /// 0…1.
    package var score: Double

    package init(document: String, title: String, headings: [String] = [], url: String? = nil, score: Double) {
        self.document = document
        self.title = title
        self.headings = headings
        self.url = url
        self.score = score
    }
}
