/// What is known of the page a document was made from.
package struct KnowledgeLink: Equatable, Sendable {
    package var document: String
    /// Of the page as it was read last (RFC 9110, section 8.8).
    package var entityTag: String?
    package var lastModified: String?
    /// When it is looked at again, as whoever plans that writes it.
    package var plan: String

    package init(document: String, entityTag: String?, lastModified: String?, plan: String) {
        self.document = document
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.plan = plan
    }
}

/// The table of links. Rows go with their documents.
package struct KnowledgeLinks: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    package func find(_ document: String) async throws(StorageError) -> KnowledgeLink? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT entity_tag, last_modified, plan FROM knowledge_links WHERE document = ?", [.text(document)]
            ) { (row) throws(StorageError) in
                KnowledgeLink(
                    document: document, entityTag: row.text(0), lastModified: row.text(1), plan: row.text(2) ?? "")
            }.first
        }
    }

    /// Does nothing when the document is gone meanwhile.
    package func put(_ link: KnowledgeLink) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                """
                INSERT OR REPLACE INTO knowledge_links (document, entity_tag, last_modified, plan)
                SELECT id, ?2, ?3, ?4 FROM knowledge_documents WHERE id = ?1
                """,
                [.text(link.document), SQLValue(link.entityTag), SQLValue(link.lastModified), .text(link.plan)])
        }
    }
}
