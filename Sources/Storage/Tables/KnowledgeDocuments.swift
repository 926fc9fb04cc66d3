internal import Foundation

/// The tables of documents, their passages and their words: everything that writes.
package struct KnowledgeDocuments: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Passages of one document; the rest of a passage's id is its document's number.
    package static let maximumPassages = 1 << 20

    /// Stores all or none, in one transaction. A document of the same persona and owner with the same source or the same
    /// hash makes way for the new one.
    /// - Returns: One for each, in order, as they are stored now.
    package func store(
        _ documents: [IndexedDocument]
    ) async throws(StorageError) -> [(document: KnowledgeDocument, change: KnowledgeChange)] {
        try await database.write { (connection) throws(StorageError) in
            let writer = try KnowledgeWriter(connection)
            var results: [(KnowledgeDocument, KnowledgeChange)] = []
            var passages = 0
            for document in documents {
                let (stored, change, difference) = try writer.store(document, connection)
                passages += difference
                results.append((stored, change))
            }
            try Self.count(passages, connection)
            return results
        }
    }

    /// Newest first.
    /// - Parameter persona: Only what this one knows by itself and what is everybody's; nil lists all.
    package func list(
        persona: String? = nil, owner: String? = nil, limit: Int = 1000, offset: Int = 0
    ) async throws(StorageError) -> [KnowledgeDocument] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT \(Self.columns) FROM knowledge_documents
                WHERE (?1 IS NULL OR persona IS NULL OR persona = ?1) AND (?2 IS NULL OR owner IS ?2)
                ORDER BY number DESC LIMIT ?3 OFFSET ?4
                """, [SQLValue(persona), SQLValue(owner), .integer(Int64(limit)), .integer(Int64(offset))], Self.row)
        }
    }

    package func find(id: String) async throws(StorageError) -> KnowledgeDocument? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT \(Self.columns) FROM knowledge_documents WHERE id = ?", [.text(id)], Self.row
            ).first
        }
    }

    /// Of one document, in its order.
    package func passages(of id: String, limit: Int) async throws(StorageError) -> [KnowledgePassage] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT \(KnowledgePassage.columns) FROM knowledge_documents d JOIN knowledge_passages p
                ON p.id >= d.number << 20 AND p.id < (d.number + 1) << 20 WHERE d.id = ? ORDER BY p.id LIMIT ?
                """, [.text(id), .integer(Int64(limit))], KnowledgePassage.row)
        }
    }

    /// - Returns: false when there is no such document.
    package func remove(id: String) async throws(StorageError) -> Bool {
        try await removeAll("id = ?", id) == 1
    }

    /// Everything of one persona's own; what is everybody's stays.
    /// - Returns: How many documents.
    package func remove(persona: String) async throws(StorageError) -> Int {
        try await removeAll("persona = ?", persona)
    }

    private func removeAll(_ condition: String, _ value: String) async throws(StorageError) -> Int {
        try await database.write { (connection) throws(StorageError) in
            let numbers = try connection.rows(
                "SELECT number FROM knowledge_documents WHERE \(condition)", [.text(value)]
            ) { (row) throws(StorageError) in row.integer(0) ?? 0 }
            var passages = 0
            for number in numbers { passages -= try Self.remove(number, connection) }
            if !numbers.isEmpty { try Self.count(passages, connection) }
            // With the last document its words go, too; those of a document that is gone cost little until then.
            if try connection.integer("SELECT count(*) FROM knowledge_documents") == 0 {
                try connection.execute("DELETE FROM knowledge_words")
            }
            return numbers.count
        }
    }

    private static func count(_ difference: Int, _ connection: borrowing Connection) throws(StorageError) {
        try connection.execute(
            "UPDATE knowledge_state SET generation = generation + 1, passages = passages + ?",
            [.integer(Int64(difference))])
    }

    /// - Returns: How many passages it had.
    static func remove(_ number: Int64, _ connection: borrowing Connection) throws(StorageError) -> Int {
        let range: [SQLValue] = [.integer(number << 20), .integer((number + 1) << 20)]
        try connection.execute("DELETE FROM knowledge_index WHERE rowid >= ? AND rowid < ?", range)
        try connection.execute("DELETE FROM knowledge_vectors WHERE passage >= ? AND passage < ?", range)
        let passages = try connection.execute("DELETE FROM knowledge_passages WHERE id >= ? AND id < ?", range)
        try connection.execute(
            "DELETE FROM knowledge_links WHERE document IN (SELECT id FROM knowledge_documents WHERE number = ?)",
            [.integer(number)])
        try connection.execute("DELETE FROM knowledge_documents WHERE number = ?", [.integer(number)])
        return passages
    }

    static let columns = """
        id, persona, owner, title, format, source, url, language, hash, created_at, refreshed_at, bytes, passages
        """

    static func row(_ row: borrowing Statement) throws(StorageError) -> KnowledgeDocument {
        KnowledgeDocument(
            id: row.text(0) ?? "", persona: row.text(1), owner: row.text(2), title: row.text(3) ?? "",
            format: row.text(4) ?? "", source: row.text(5) ?? "", url: row.text(6), language: row.text(7) ?? "",
            hash: row.text(8) ?? "", createdAt: row.date(9) ?? .distantPast, refreshedAt: row.date(10) ?? .distantPast,
            bytes: Int(row.integer(11) ?? 0), passages: Int(row.integer(12) ?? 0))
    }
}

/// The statements of one transaction that stores documents, prepared once.
private struct KnowledgeWriter: ~Copyable {
    let document: Statement
    let passage: Statement
    let index: Statement
    let word: Statement

    init(_ connection: borrowing Connection) throws(StorageError) {
        let document = try connection.statement(
            """
            INSERT INTO knowledge_documents (\(KnowledgeDocuments.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number
            """)
        let passage = try connection.statement(
            "INSERT INTO knowledge_passages (id, headings, question, text) VALUES (?, ?, ?, ?)")
        let index = try connection.statement(
            "INSERT INTO knowledge_index (rowid, title, headings, question, body) VALUES (?, ?, ?, ?, ?)")
        let word = try connection.statement("INSERT OR IGNORE INTO knowledge_words (word, term) VALUES (?, ?)")
        self.document = document
        self.passage = passage
        self.index = index
        self.word = word
    }

    /// - Returns: It as it is stored, what became of it, and how many passages there are more than before.
    borrowing func store(
        _ indexed: IndexedDocument, _ connection: borrowing Connection
    ) throws(StorageError) -> (KnowledgeDocument, KnowledgeChange, Int) {
        var new = indexed.document
        new.passages = indexed.passages.count
        new.createdAt = new.createdAt.stored
        new.refreshedAt = new.refreshedAt.stored
        let known = try earlier(new, connection)
        if known.count == 1, let (number, old) = known.first, isSame(old, new) {
            try connection.execute(
                "UPDATE knowledge_documents SET refreshed_at = ? WHERE number = ?",
                [SQLValue(new.refreshedAt), .integer(number)])
            var same = old
            same.refreshedAt = new.refreshedAt
            return (same, .unchanged, 0)
        }
        var difference = new.passages
        for (number, _) in known { difference -= try KnowledgeDocuments.remove(number, connection) }
        if let old = known.first?.1 {
            new.id = old.id
            new.createdAt = old.createdAt
        }
        try insert(new, indexed)
        return (new, known.isEmpty ? .added : .replaced, difference)
    }

    private borrowing func isSame(_ old: KnowledgeDocument, _ new: KnowledgeDocument) -> Bool {
        var copy = new
        copy.id = old.id
        copy.createdAt = old.createdAt
        copy.refreshedAt = old.refreshedAt
        return copy == old
    }

    private borrowing func earlier(
        _ new: KnowledgeDocument, _ connection: borrowing Connection
    ) throws(StorageError) -> [(Int64, KnowledgeDocument)] {
        // Two look-ups in their indexes rather than an OR.
        var found: [(Int64, KnowledgeDocument)] = []
        for (column, value) in [("source", new.source), ("hash", new.hash)] {
            let rows = try connection.rows(
                """
                SELECT \(KnowledgeDocuments.columns), number FROM knowledge_documents
                WHERE \(column) = ? AND persona IS ? AND owner IS ?
                """, [.text(value), SQLValue(new.persona), SQLValue(new.owner)]
            ) { (row) throws(StorageError) in (row.integer(13) ?? 0, try KnowledgeDocuments.row(row)) }
            for row in rows where !found.contains(where: { $0.0 == row.0 }) { found.append(row) }
        }
        return found
    }

    private borrowing func insert(_ new: KnowledgeDocument, _ indexed: IndexedDocument) throws(StorageError) {
        try document.bind([
            .text(new.id), SQLValue(new.persona), SQLValue(new.owner), .text(new.title), .text(new.format),
            .text(new.source), SQLValue(new.url), .text(new.language), .text(new.hash), SQLValue(new.createdAt),
            SQLValue(new.refreshedAt), .integer(Int64(new.bytes)), .integer(Int64(new.passages)),
        ])
        guard try document.step(), let number = document.integer(0) else { return }
        document.reset()
        for (place, piece) in indexed.passages.prefix(KnowledgeDocuments.maximumPassages).enumerated() {
            let id = SQLValue.integer(number << 20 + Int64(place))
            try run(
                passage,
                [
                    id, .text(piece.headings.joined(separator: KnowledgePassage.separator)), SQLValue(piece.question),
                    .text(piece.text),
                ])
            try run(
                index,
                [
                    id, .text(indexed.titleTerms), .text(piece.headingTerms), .text(piece.questionTerms),
                    .text(piece.bodyTerms),
                ])
        }
        for word in indexed.words { try run(self.word, [.text(word.word), .text(word.term)]) }
    }

    private borrowing func run(_ statement: borrowing Statement, _ values: [SQLValue]) throws(StorageError) {
        try statement.bind(values)
        while try statement.step() {}
        statement.reset()
    }
}
