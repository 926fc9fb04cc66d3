extension Migration {
    /// What was said in sessions. Times are milliseconds, since 1970 and since the session's creation.
    static let transcripts = Migration(
        version: 4,
        statements: [
            """
            CREATE TABLE transcripts (
                id INTEGER PRIMARY KEY,
                session_id TEXT NOT NULL,
                persona_id TEXT NOT NULL,
                role TEXT NOT NULL,
                text TEXT NOT NULL,
                said_at INTEGER NOT NULL,
                since_start INTEGER NOT NULL,
                task_id TEXT NOT NULL,
                sources TEXT,
                interrupted INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX transcripts_by_session ON transcripts (session_id, said_at)",
            "CREATE INDEX transcripts_by_persona ON transcripts (persona_id)",
            "CREATE INDEX transcripts_by_time ON transcripts (said_at)",
        ])
}
