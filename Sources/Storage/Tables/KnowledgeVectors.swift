/// The table of passages' embeddings: one unit vector of 32-bit floats each, in the machine's byte order.
package struct KnowledgeVectors: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Passages that have no vector of this model, the newest first, with what is to be embedded.
    package func missing(model: String, limit: Int) async throws(StorageError) -> [KnowledgePassage] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT \(KnowledgePassage.columns) FROM knowledge_passages p
                JOIN knowledge_documents d ON d.number = p.id >> 20
                WHERE NOT EXISTS (SELECT 1 FROM knowledge_vectors v WHERE v.passage = p.id AND v.model = ?)
                ORDER BY p.id DESC LIMIT ?
                """, [.text(model), .integer(Int64(limit))], KnowledgePassage.row)
        }
    }

    /// Those whose passage is gone meanwhile are left out; a vector of another model makes way.
    package func store(_ vectors: [(passage: Int64, vector: [Float])], model: String) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            for (passage, vector) in vectors {
                try connection.execute(
                    """
                    INSERT OR REPLACE INTO knowledge_vectors (passage, model, vector)
                    SELECT id, ?2, ?3 FROM knowledge_passages WHERE id = ?1
                    """, [.integer(passage), .text(model), .blob(vector.withUnsafeBytes { Array($0) })])
            }
        }
    }

    /// How near each passage a persona may look at is to a unit vector: the cosine, −1…1. Vectors of another length are
    /// left out. Reads `limit` vectors at most, of the newest documents.
    package func cosines(
        with vector: [Float], model: String, persona: String, limit: Int
    ) async throws(StorageError) -> [(passage: Int64, cosine: Float)] {
        try await database.read { (connection) throws(StorageError) in
            let rows = try connection.rows(
                """
                SELECT v.passage, v.vector FROM knowledge_documents d JOIN knowledge_vectors v
                ON v.passage >= d.number << 20 AND v.passage < (d.number + 1) << 20
                WHERE (d.persona IS NULL OR d.persona = ?) AND v.model = ? ORDER BY d.number DESC LIMIT ?
                """, [.text(persona), .text(model), .integer(Int64(limit))]
            ) { (row) throws(StorageError) in
                (row.integer(0) ?? 0, row.withBytes(1) { Self.dot(vector, $0) })
            }
            return rows.compactMap { passage, cosine in cosine.map { (passage, $0) } }
        }
    }

    /// nil when the lengths differ.
    private static func dot(_ vector: [Float], _ bytes: UnsafeRawBufferPointer) -> Float? {
        guard bytes.count == vector.count * 4 else { return nil }
        var sum: Float = 0
        for index in vector.indices {
            sum += vector[index] * bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
        }
        return sum
    }
}
