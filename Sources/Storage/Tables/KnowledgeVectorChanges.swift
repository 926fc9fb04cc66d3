/// What became of vectors since one looked last, of all documents and processes.
package struct KnowledgeVectorChanges: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    package struct State: Equatable, Sendable {
        /// Changes with every document that comes or goes.
        package var documents: Int
        /// Of the vectors stored last.
        package var revision: Int
    }

    /// Up to where one has read.
    package struct Place: Equatable, Sendable {
        package var revision: Int
        package var passage: Int64

        /// Before all of them.
        package static let start = Place(revision: -1, passage: 0)

        package init(revision: Int, passage: Int64) {
            self.revision = revision
            self.passage = passage
        }
    }

    package func state() async throws(StorageError) -> State {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT generation, vectors FROM knowledge_state") { (row) throws(StorageError) in
                State(documents: Int(row.integer(0) ?? 0), revision: Int(row.integer(1) ?? 0))
            }.first ?? State(documents: 0, revision: 0)
        }
    }

    /// What `body` makes of vectors in the order they were stored; a passage comes once more when its vector is stored
    /// once more.
    ///
    /// - Parameters:
    ///   - limit: Vectors that are read, of any model.
    ///   - body: Gets the passage and the bytes, which are gone afterwards; only of vectors of `model`.
    /// - Returns: Up to where has been read; nil at the end.
    package func each<Value: Sendable>(
        after place: Place, model: String, limit: Int, _ body: @Sendable (Int64, UnsafeRawBufferPointer) -> Value
    ) async throws(StorageError) -> (values: [Value], last: Place?) {
        try await database.read { (connection) throws(StorageError) in
            var last: Place?
            var values: [Value] = []
            let statement = try connection.statement(
                """
                SELECT passage, revision, model = ?, vector FROM knowledge_vectors
                WHERE (revision, passage) > (?, ?) ORDER BY revision, passage LIMIT ?
                """)
            try statement.bind([
                .text(model), .integer(Int64(place.revision)), .integer(place.passage), .integer(Int64(limit)),
            ])
            while try statement.step() {
                let passage = statement.integer(0) ?? 0
                last = Place(revision: Int(statement.integer(1) ?? 0), passage: passage)
                guard statement.integer(2) == 1 else { continue }
                values.append(statement.withBytes(3) { body(passage, $0) })
            }
            return (values, last)
        }
    }

    /// The numbers of all documents, which are passages' ids >> 20, and whose they are; nil for everybody's.
    package func documents() async throws(StorageError) -> [(number: Int64, persona: String?)] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT number, persona FROM knowledge_documents") { (row) throws(StorageError) in
                (row.integer(0) ?? 0, row.text(1))
            }
        }
    }
}
