extension Migration {
    /// In which order vectors were stored, so that what is kept of them in memory can follow, whichever process stores
    /// them: `knowledge_state.vectors` grows with each transaction, and vectors bear the number of theirs.
    static let vectorRevisions = Migration(
        version: 6,
        statements: [
            "ALTER TABLE knowledge_state ADD COLUMN vectors INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE knowledge_vectors ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX knowledge_vectors_by_revision ON knowledge_vectors (revision)",
        ])
}
