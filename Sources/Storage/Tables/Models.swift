package import Foundation

/// A language model that sessions of one owner can be answered by.
package struct ModelConfiguration: Equatable, Sendable {
    /// Lower-case UUID.
    package var id: String
    /// The API key it belongs to.
    package var owner: String
    package var displayName: String
    /// As its server calls it.
    package var model: String
    /// Of an OpenAI-compatible server, up to and with `/v1`; nil is OpenAI's own.
    package var baseURL: String?
    /// Id of the secret that is its key; nil for a server that wants none.
    package var secret: String?
    package var createdAt: Date
    package var updatedAt: Date

    package init(
        owner: String, displayName: String, model: String, baseURL: String? = nil, secret: String? = nil,
        at now: Date = Date()
    ) {
        id = UUID().uuidString.lowercased()
        self.owner = owner
        self.displayName = displayName
        self.model = model
        self.baseURL = baseURL
        self.secret = secret
        createdAt = now.stored
        updatedAt = now.stored
    }
}

/// The table of language models.
package struct Models: Sendable {
    /// Models of one owner.
    package static let limit = 100

    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// - Returns: false when the owner has ``limit`` of them already; nothing is stored then.
    package func add(_ new: ModelConfiguration) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            let count = try connection.integer("SELECT count(*) FROM models WHERE owner = ?", [.text(new.owner)])
            guard (count ?? 0) < Self.limit else { return false }
            try connection.execute(
                "INSERT INTO models (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(new.id), .text(new.owner), .text(new.displayName), .text(new.model), SQLValue(new.baseURL),
                    SQLValue(new.secret), SQLValue(new.createdAt), SQLValue(new.updatedAt),
                ])
            return true
        }
    }

    package func find(_ id: String, owner: String) async throws(StorageError) -> ModelConfiguration? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT \(Self.columns) FROM models WHERE id = ? AND owner = ?", [.text(id), .text(owner)], Self.row
            ).first
        }
    }

    /// The oldest first.
    package func list(owner: String) async throws(StorageError) -> [ModelConfiguration] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT \(Self.columns) FROM models WHERE owner = ? ORDER BY created_at, rowid", [.text(owner)],
                Self.row)
        }
    }

    /// - Parameter change: Given the model as it is; its id and owner stay.
    /// - Returns: As it is now; nil when there is none.
    package func update(
        _ id: String, owner: String, at now: Date = Date(), _ change: @Sendable (inout ModelConfiguration) -> Void
    ) async throws(StorageError) -> ModelConfiguration? {
        try await database.write { (connection) throws(StorageError) in
            guard
                var model = try connection.rows(
                    "SELECT \(Self.columns) FROM models WHERE id = ? AND owner = ?", [.text(id), .text(owner)],
                    Self.row
                ).first
            else { return nil }
            change(&model)
            model.id = id
            model.owner = owner
            model.updatedAt = now.stored
            try connection.execute(
                """
                UPDATE models SET display_name = ?, model = ?, base_url = ?, secret = ?, updated_at = ? WHERE id = ?
                """,
                [
                    .text(model.displayName), .text(model.model), SQLValue(model.baseURL), SQLValue(model.secret),
                    SQLValue(now), .text(id),
                ])
            return model
        }
    }

    /// - Returns: false when there is none.
    package func remove(_ id: String, owner: String) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute("DELETE FROM models WHERE id = ? AND owner = ?", [.text(id), .text(owner)]) == 1
        }
    }

    private static let columns = "id, owner, display_name, model, base_url, secret, created_at, updated_at"

    private static func row(_ row: borrowing Statement) throws(StorageError) -> ModelConfiguration {
        var model = ModelConfiguration(
            owner: row.text(1) ?? "", displayName: row.text(2) ?? "", model: row.text(3) ?? "", baseURL: row.text(4),
            secret: row.text(5), at: row.date(6) ?? .distantPast)
        model.id = row.text(0) ?? ""
        model.updatedAt = row.date(7) ?? model.createdAt
        return model
    }
}
