internal import Foundation

/// The index of passages: everything that reads.
package struct KnowledgeSearch: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Changes with every write, of any process.
    package struct State: Equatable, Sendable {
        package var generation: Int
        package var passages: Int
    }

    package func state() async throws(StorageError) -> State {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT generation, passages FROM knowledge_state") { (row) throws(StorageError) in
                State(generation: Int(row.integer(0) ?? 0), passages: Int(row.integer(1) ?? 0))
            }.first ?? State(generation: 0, passages: 0)
        }
    }

    /// What a persona may look at: how many passages, and in which languages.
    package func scope(of persona: String) async throws(StorageError) -> (passages: Int, languages: [String]) {
        try await database.read { (connection) throws(StorageError) in
            let rows = try connection.rows(
                """
                SELECT language, sum(passages) FROM knowledge_documents WHERE persona IS NULL OR persona = ?
                GROUP BY language ORDER BY 2 DESC
                """, [.text(persona)]
            ) { (row) throws(StorageError) in (row.text(0) ?? "", Int(row.integer(1) ?? 0)) }
            return (rows.reduce(0) { $0 + $1.1 }, rows.map(\.0))
        }
    }

    /// Words stored since, in the order they came.
    package func words(after id: Int64) async throws(StorageError) -> [(id: Int64, word: KnowledgeWord)] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT id, word, term FROM knowledge_words WHERE id > ? ORDER BY id", [.integer(id)]) {
                (row) throws(StorageError) in
                (row.integer(0) ?? 0, KnowledgeWord(word: row.text(1) ?? "", term: row.text(2) ?? ""))
            }
        }
    }

    /// In how many passages of all documents each term stands.
    package func frequencies(of terms: [String]) async throws(StorageError) -> [Int] {
        try await database.read { (connection) throws(StorageError) in
            let statement = try connection.statement("SELECT doc FROM knowledge_terms WHERE term = ?")
            var counts: [Int] = []
            for term in terms {
                try statement.bind([.text(term)])
                counts.append(try statement.step() ? Int(statement.integer(0) ?? 0) : 0)
                statement.reset()
            }
            return counts
        }
    }

    /// One match, as the index holds it.
    package struct Match: Sendable {
        package var id: Int64
        /// BM25 with weighted columns; greater fits better.
        package var relevance: Double
        package var title: String
        package var headings: String
        package var question: String
        package var body: String
    }

    /// How much more a word says of a passage in its document's title, its headings, its question and its text.
    package struct Weights: Sendable {
        package var title, headings, question, body: Double

        package init(title: Double, headings: Double, question: Double, body: Double) {
            self.title = title
            self.headings = headings
            self.question = question
            self.body = body
        }
    }

    /// Passages with any of the phrases, best first. A phrase is terms of the index in a row; what else may be in it is
    /// matched as it stands, never understood as a query.
    package func matches(
        anyOf phrases: [String], persona: String, weights: Weights, limit: Int
    ) async throws(StorageError) -> [Match] {
        let query = phrases.map(Self.quoted).filter { $0.count > 2 }.joined(separator: " OR ")
        guard !query.isEmpty else { return [] }
        return try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                WITH best AS (
                    SELECT rowid AS id, bm25(
                        knowledge_index, \(weights.title), \(weights.headings), \(weights.question), \(weights.body)
                    ) AS rank
                    FROM knowledge_index WHERE knowledge_index MATCH ?1 AND (
                        -- Asked once: who has all documents to himself needs no look at each, a sixth of the time.
                        NOT EXISTS (SELECT 1 FROM knowledge_documents WHERE persona < ?2)
                        AND NOT EXISTS (SELECT 1 FROM knowledge_documents WHERE persona > ?2)
                        OR EXISTS (
                            SELECT 1 FROM knowledge_documents d
                            WHERE d.number = knowledge_index.rowid >> 20 AND (d.persona IS NULL OR d.persona = ?2)
                        )
                    )
                    ORDER BY rank LIMIT ?3
                )
                SELECT best.id, -best.rank, i.title, i.headings, i.question, i.body
                FROM best JOIN knowledge_index i ON i.rowid = best.id ORDER BY best.rank
                """, [.text(query), .text(persona), .integer(Int64(limit))]
            ) { (row) throws(StorageError) in
                Match(
                    id: row.integer(0) ?? 0, relevance: row.number(1), title: row.text(2) ?? "",
                    headings: row.text(3) ?? "", question: row.text(4) ?? "", body: row.text(5) ?? "")
            }
        }
    }

    /// Passages as matches without any relevance, in the order of the ids; ids without a passage are left out.
    package func matches(_ ids: [Int64]) async throws(StorageError) -> [Match] {
        try await database.read { (connection) throws(StorageError) in
            let statement = try connection.statement(
                "SELECT title, headings, question, body FROM knowledge_index WHERE rowid = ?")
            var found: [Match] = []
            for id in ids {
                try statement.bind([.integer(id)])
                if try statement.step() {
                    found.append(
                        Match(
                            id: id, relevance: 0, title: statement.text(0) ?? "", headings: statement.text(1) ?? "",
                            question: statement.text(2) ?? "", body: statement.text(3) ?? ""))
                }
                statement.reset()
            }
            return found
        }
    }

    /// A string of FTS5's query language (sqlite.org/fts5.html, "FTS5 Strings"): in quotes, quotes doubled. A NUL would
    /// end the query.
    static func quoted(_ phrase: String) -> String {
        "\"" + phrase.replacing("\0", with: " ").replacing("\"", with: "\"\"") + "\""
    }

    /// In the order of the ids; ids without a passage are left out.
    package func passages(_ ids: [Int64]) async throws(StorageError) -> [KnowledgePassage] {
        try await database.read { (connection) throws(StorageError) in
            let statement = try connection.statement(
                """
                SELECT \(KnowledgePassage.columns) FROM knowledge_passages p
                JOIN knowledge_documents d ON d.number = p.id >> 20 WHERE p.id = ?
                """)
            var found: [KnowledgePassage] = []
            for id in ids {
                try statement.bind([.integer(id)])
                if try statement.step() { found.append(try KnowledgePassage.row(statement)) }
                statement.reset()
            }
            return found
        }
    }

    /// Passages of what a persona knows, from its newest documents.
    package func sample(persona: String, limit: Int) async throws(StorageError) -> [KnowledgePassage] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT \(KnowledgePassage.columns) FROM knowledge_documents d JOIN knowledge_passages p
                ON p.id >= d.number << 20 AND p.id < (d.number + 1) << 20
                WHERE d.persona IS NULL OR d.persona = ? ORDER BY d.number DESC, p.id LIMIT ?
                """, [.text(persona), .integer(Int64(limit))], KnowledgePassage.row)
        }
    }

    /// Titles of what a persona knows: its own first, then the newest.
    package func titles(persona: String, limit: Int) async throws(StorageError) -> [String] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT title FROM knowledge_documents WHERE persona IS NULL OR persona = ?
                ORDER BY persona IS NULL, number LIMIT ?
                """, [.text(persona), .integer(Int64(limit))]
            ) { (row) throws(StorageError) in row.text(0) ?? "" }
        }
    }
}
