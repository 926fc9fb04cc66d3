extension Migration {
    /// API keys, session tokens and session leases. Times are milliseconds since 1970.
    static let keysTokensLeases = Migration(
        version: 1,
        statements: [
            """
            CREATE TABLE api_keys (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                hash TEXT NOT NULL UNIQUE,
                created_at INTEGER NOT NULL,
                revoked_at INTEGER,
                last_used_at INTEGER
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE session_tokens (
                hash TEXT PRIMARY KEY,
                key_id TEXT NOT NULL REFERENCES api_keys (id),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                session_id TEXT
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX session_tokens_by_expiry ON session_tokens (expires_at)",
            """
            CREATE TABLE session_leases (
                id TEXT PRIMARY KEY,
                key_id TEXT NOT NULL REFERENCES api_keys (id),
                avatar TEXT NOT NULL,
                voice TEXT NOT NULL,
                quality TEXT NOT NULL,
                codec TEXT NOT NULL,
                state TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                connected_at INTEGER,
                lease_until INTEGER NOT NULL,
                ended_at INTEGER,
                end_reason TEXT,
                duration INTEGER
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX session_leases_by_time ON session_leases (created_at)",
            "CREATE INDEX session_leases_open ON session_leases (lease_until) WHERE ended_at IS NULL",
        ])
}
