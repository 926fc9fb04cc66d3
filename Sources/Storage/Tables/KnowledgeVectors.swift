/// The table of passages' embeddings, of one model each: one unit vector of 32-bit floats, in the machine's byte order, or
/// what else a model keeps.
package struct KnowledgeVectors: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Passages that have no vector of this model, the newest first, with what is to be embedded.
    ///
    /// - Parameter below: Only passages with smaller ids.
    package func missing(
        model: String, below: Int64 = .max, limit: Int
    ) async throws(StorageError) -> [KnowledgePassage] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT \(KnowledgePassage.columns) FROM knowledge_passages p
                JOIN knowledge_documents d ON d.number = p.id >> 20
                WHERE p.id < ?2
                AND NOT EXISTS (SELECT 1 FROM knowledge_vectors v WHERE v.passage = p.id AND v.model = ?1)
                ORDER BY p.id DESC LIMIT ?3
                """, [.text(model), .integer(below), .integer(Int64(limit))], KnowledgePassage.row)
        }
    }

    /// Those whose passage is gone meanwhile are left out; a vector of another model makes way.
    package func store(_ vectors: [(passage: Int64, vector: [Float])], model: String) async throws(StorageError) {
        try await store(
            vectors.map { ($0.passage, $0.vector.withUnsafeBytes { Array($0) }) }, model: model)
    }

    package func store(_ vectors: [(passage: Int64, bytes: [UInt8])], model: String) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute("UPDATE knowledge_state SET vectors = vectors + 1")
            let revision = try connection.integer("SELECT vectors FROM knowledge_state") ?? 0
            for (passage, bytes) in vectors {
                try connection.execute(
                    """
                    INSERT OR REPLACE INTO knowledge_vectors (passage, model, vector, revision)
                    SELECT id, ?2, ?3, ?4 FROM knowledge_passages WHERE id = ?1
                    """, [.integer(passage), .text(model), .blob(bytes), .integer(revision)])
            }
        }
    }

    /// How near each passage a persona may look at is to a unit vector: the cosine, −1…1. Vectors of another length are
    /// left out. Reads `limit` vectors at most, of the newest documents.
    package func cosines(
        with vector: [Float], model: String, persona: String, limit: Int
    ) async throws(StorageError) -> [(passage: Int64, cosine: Float)] {
        try await each(model: model, persona: persona, limit: limit) { passage, bytes in
            Self.dot(vector, bytes).map { (passage, $0) }
        }
    }

    /// What `body` makes of the vectors of passages a persona may look at, of `limit` vectors at most, those of the
    /// newest documents; without nil.
    package func each<Value: Sendable>(
        model: String, persona: String, limit: Int, _ body: @Sendable (Int64, UnsafeRawBufferPointer) -> Value?
    ) async throws(StorageError) -> [Value] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT v.passage, v.vector FROM knowledge_vectors v
                WHERE v.model = ?2 AND EXISTS (
                    SELECT 1 FROM knowledge_documents d
                    WHERE d.number = v.passage >> 20 AND (d.persona IS NULL OR d.persona = ?1)
                )
                ORDER BY v.passage DESC LIMIT ?3
                """, [.text(persona), .text(model), .integer(Int64(limit))]
            ) { (row) throws(StorageError) in
                let passage = row.integer(0) ?? 0
                return row.withBytes(1) { body(passage, $0) }
            }.compactMap(\.self)
        }
    }

    /// The same of these passages, whoever may look at them.
    package func each<Value: Sendable>(
        of passages: [Int64], model: String, _ body: @Sendable (Int64, UnsafeRawBufferPointer) -> Value?
    ) async throws(StorageError) -> [Value] {
        try await database.read { (connection) throws(StorageError) in
            let statement = try connection.statement(
                "SELECT vector FROM knowledge_vectors WHERE passage = ? AND model = ?")
            var values: [Value] = []
            for passage in passages {
                try statement.bind([.integer(passage), .text(model)])
                if try statement.step(), let value = statement.withBytes(0, { body(passage, $0) }) {
                    values.append(value)
                }
                statement.reset()
            }
            return values
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
