extension Migration {
    /// Personas with their links, secrets and language models. Times are milliseconds since 1970; pronunciations are a
    /// JSON object.
    static let personas = Migration(
        version: 3,
        statements: [
            """
            CREATE TABLE personas (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                name TEXT NOT NULL,
                prompt TEXT NOT NULL,
                opening TEXT NOT NULL,
                language TEXT,
                tone TEXT,
                goodbye TEXT NOT NULL,
                pronunciations TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX personas_by_owner ON personas (owner, created_at)",
            """
            CREATE TABLE persona_links (
                id TEXT PRIMARY KEY,
                persona TEXT NOT NULL REFERENCES personas (id) ON DELETE CASCADE,
                place INTEGER NOT NULL,
                url TEXT NOT NULL,
                question TEXT NOT NULL,
                document TEXT,
                fault TEXT,
                read_at INTEGER
            ) STRICT
            """,
            "CREATE INDEX persona_links_by_persona ON persona_links (persona, place)",
            """
            CREATE TABLE secrets (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                name TEXT NOT NULL,
                kind TEXT NOT NULL,
                sealed BLOB NOT NULL,
                created_at INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX secrets_by_owner ON secrets (owner, created_at)",
            """
            CREATE TABLE models (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                display_name TEXT NOT NULL,
                model TEXT NOT NULL,
                base_url TEXT,
                secret TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX models_by_owner ON models (owner, created_at)",
        ])
}
