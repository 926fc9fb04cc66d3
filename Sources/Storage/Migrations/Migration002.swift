extension Migration {
    /// Documents, their passages, and what finds these again. Times are milliseconds since 1970.
    ///
    /// A passage's id is its document's number × 2²⁰ + its place in it, so that a document's passages are one range of
    /// the index and no id is ever given twice. The index holds analysed words (stems, pairs of CJK characters), parted
    /// by spaces, with a copy of its own: what is deleted must be known exactly as it was analysed.
    static let knowledge = Migration(
        version: 2,
        statements: [
            """
            CREATE TABLE knowledge_documents (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                persona TEXT,
                owner TEXT,
                title TEXT NOT NULL,
                format TEXT NOT NULL,
                source TEXT NOT NULL,
                url TEXT,
                language TEXT NOT NULL,
                hash TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                refreshed_at INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                passages INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX knowledge_documents_by_source ON knowledge_documents (source)",
            "CREATE INDEX knowledge_documents_by_hash ON knowledge_documents (hash)",
            "CREATE INDEX knowledge_documents_by_persona ON knowledge_documents (persona, title)",
            """
            CREATE TABLE knowledge_passages (
                id INTEGER PRIMARY KEY,
                headings TEXT NOT NULL,
                question TEXT,
                text TEXT NOT NULL
            ) STRICT
            """,
            """
            CREATE VIRTUAL TABLE knowledge_index USING fts5 (
                title, headings, question, body, tokenize = 'ascii'
            )
            """,
            "CREATE VIRTUAL TABLE knowledge_terms USING fts5vocab (knowledge_index, 'row')",
            """
            CREATE TABLE knowledge_words (
                id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL, term TEXT NOT NULL, UNIQUE (word, term)
            ) STRICT
            """,
            """
            CREATE TABLE knowledge_vectors (
                passage INTEGER PRIMARY KEY, model TEXT NOT NULL, vector BLOB NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE knowledge_state (
                only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL, passages INTEGER NOT NULL
            ) STRICT
            """,
            "INSERT INTO knowledge_state (only, generation, passages) VALUES (1, 0, 0)",
        ])
}
