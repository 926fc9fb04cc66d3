internal import Core
package import Foundation

/// The table of personas and of their links. Whatever is asked for by its owner alone is found.
package struct Personas: Sendable {
    /// Personas of one owner.
    package static let limit = 1000

    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// - Returns: false when the owner has ``limit`` of them already; nothing is stored then.
    package func add(_ new: StoredPersona) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            let count = try connection.integer("SELECT count(*) FROM personas WHERE owner = ?", [.text(new.owner)])
            guard (count ?? 0) < Self.limit else { return false }
            let persona = new.persona
            try connection.execute(
                """
                INSERT INTO personas (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(persona.id), .text(new.owner), .text(persona.name), .text(persona.prompt),
                    .text(persona.opening), SQLValue(persona.language), SQLValue(persona.tone),
                    .text(persona.goodbye), .text(Self.json(persona.pronunciations)), SQLValue(new.createdAt),
                    SQLValue(new.updatedAt),
                ])
            try connection.putLinks(new.links, of: persona.id)
            return true
        }
    }

    /// With its links.
    package func find(_ id: String, owner: String) async throws(StorageError) -> StoredPersona? {
        try await database.read { (connection) throws(StorageError) in try connection.persona(id, owner) }
    }

    /// The oldest first, without their links.
    ///
    /// - Returns: At most `limit` from the `offset`th on, and how many there are altogether.
    package func list(
        owner: String, offset: Int = 0, limit: Int = 100
    ) async throws(StorageError) -> (personas: [StoredPersona], total: Int) {
        try await database.read { (connection) throws(StorageError) in
            let personas = try connection.rows(
                """
                SELECT \(Self.columns) FROM personas WHERE owner = ? ORDER BY created_at, rowid LIMIT ? OFFSET ?
                """, [.text(owner), .integer(Int64(limit)), .integer(Int64(offset))], Self.row)
            let total = try connection.integer("SELECT count(*) FROM personas WHERE owner = ?", [.text(owner)])
            return (personas, Int(total ?? 0))
        }
    }

    /// Changes one as a whole: of two changes at the same time, the later sees what the earlier left.
    ///
    /// - Parameter change: Given the persona as it is; its id and owner stay.
    /// - Returns: As it was and as it is; nil when there is none.
    package func update(
        _ id: String, owner: String, at now: Date = Date(), _ change: @Sendable (inout StoredPersona) -> Void
    ) async throws(StorageError) -> (before: StoredPersona, after: StoredPersona)? {
        try await database.write { (connection) throws(StorageError) in
            guard let before = try connection.persona(id, owner) else { return nil }
            var after = before
            change(&after)
            after.persona.id = id
            after.owner = owner
            after.updatedAt = now.stored
            let persona = after.persona
            try connection.execute(
                """
                UPDATE personas SET name = ?, prompt = ?, opening = ?, language = ?, tone = ?, goodbye = ?,
                    pronunciations = ?, updated_at = ? WHERE id = ?
                """,
                [
                    .text(persona.name), .text(persona.prompt), .text(persona.opening), SQLValue(persona.language),
                    SQLValue(persona.tone), .text(persona.goodbye), .text(Self.json(persona.pronunciations)),
                    SQLValue(now), .text(id),
                ])
            if after.links != before.links {
                try connection.execute("DELETE FROM persona_links WHERE persona = ?", [.text(id)])
                try connection.putLinks(after.links, of: id)
            }
            return (before, after)
        }
    }

    /// What became of a link that was read. Does nothing when the link is gone.
    package func note(_ link: PersonaLink) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "UPDATE persona_links SET document = ?, fault = ?, read_at = ? WHERE id = ?",
                [SQLValue(link.document), SQLValue(link.fault), SQLValue(link.readAt), .text(link.id)])
        }
    }

    /// What the link that a document was made of answers; nil when it was made of none.
    package func question(ofDocument id: String) async throws(StorageError) -> String? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT question FROM persona_links WHERE document = ?", [.text(id)]) {
                (row) throws(StorageError) in row.text(0)
            }.first ?? nil
        }
    }

    /// Its links go with it.
    /// - Returns: false when there is none.
    package func remove(_ id: String, owner: String) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute("DELETE FROM personas WHERE id = ? AND owner = ?", [.text(id), .text(owner)]) == 1
        }
    }

    static let columns = """
        id, owner, name, prompt, opening, language, tone, goodbye, pronunciations, created_at, updated_at
        """

    static func row(_ row: borrowing Statement) throws(StorageError) -> StoredPersona {
        let pronunciations = row.text(8).flatMap { text in
            try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        }
        let persona = Persona(
            id: row.text(0) ?? "", name: row.text(2) ?? "", prompt: row.text(3) ?? "", opening: row.text(4) ?? "",
            language: row.text(5), tone: row.text(6), goodbye: row.text(7) ?? "", pronunciations: pronunciations ?? [:])
        var stored = StoredPersona(persona: persona, owner: row.text(1) ?? "", at: row.date(9) ?? .distantPast)
        stored.updatedAt = row.date(10) ?? stored.createdAt
        return stored
    }

    private static func json(_ pronunciations: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(pronunciations)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension Connection {
    borrowing func persona(_ id: String, _ owner: String) throws(StorageError) -> StoredPersona? {
        let found = try rows(
            "SELECT \(Personas.columns) FROM personas WHERE id = ? AND owner = ?", [.text(id), .text(owner)],
            Personas.row)
        guard var persona = found.first else { return nil }
        persona.links = try rows(
            "SELECT id, url, question, document, fault, read_at FROM persona_links WHERE persona = ? ORDER BY place",
            [.text(id)]
        ) { (row) throws(StorageError) in
            PersonaLink(
                id: row.text(0) ?? "", url: row.text(1) ?? "", question: row.text(2) ?? "", document: row.text(3),
                fault: row.text(4), readAt: row.date(5))
        }
        return persona
    }

    borrowing func putLinks(_ links: [PersonaLink], of persona: String) throws(StorageError) {
        for (place, link) in links.enumerated() {
            try execute(
                """
                INSERT INTO persona_links (id, persona, place, url, question, document, fault, read_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(link.id), .text(persona), .integer(Int64(place)), .text(link.url), .text(link.question),
                    SQLValue(link.document), SQLValue(link.fault), SQLValue(link.readAt),
                ])
        }
    }
}
