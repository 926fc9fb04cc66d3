extension Migration {
    /// What is known of links: by what a page is asked for again only when it has changed, and when.
    static let links = Migration(
        version: 5,
        statements: [
            """
            CREATE TABLE knowledge_links (
                document TEXT PRIMARY KEY,
                entity_tag TEXT,
                last_modified TEXT,
                plan TEXT NOT NULL
            ) STRICT, WITHOUT ROWID
            """
        ])
}
