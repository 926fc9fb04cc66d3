package import Cryptography
package import Foundation

/// A secret as people may know it: everything but its value.
package struct SecretEntry: Equatable, Sendable {
    /// Lower-case UUID.
    package var id: String
    package var name: String
    /// Such as `OPENAI_API_KEY`; for people.
    package var kind: String
    package var createdAt: Date
}

/// The table of secrets that the server uses in its owners' names, such as keys of providers. Values are sealed in the
/// file, each for its own row and owner.
package struct Secrets: Sendable {
    /// Secrets of one owner.
    package static let limit = 100

    private let database: Database
    private let seal: TextSeal

    package init(_ database: Database, seal: TextSeal) {
        self.database = database
        self.seal = seal
    }

    /// - Returns: nil when the owner has ``limit`` of them already; nothing is stored then.
    package func add(
        name: String, kind: String, value: String, owner: String, at now: Date = Date()
    ) async throws(StorageError) -> SecretEntry? {
        let entry = SecretEntry(id: UUID().uuidString.lowercased(), name: name, kind: kind, createdAt: now.stored)
        let sealed = seal.seal(value, for: Self.place(entry.id, owner))
        return try await database.write { (connection) throws(StorageError) in
            let count = try connection.integer("SELECT count(*) FROM secrets WHERE owner = ?", [.text(owner)])
            guard (count ?? 0) < Self.limit else { return nil }
            try connection.execute(
                "INSERT INTO secrets (id, owner, name, kind, sealed, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                [.text(entry.id), .text(owner), .text(name), .text(kind), .blob(sealed), SQLValue(now)])
            return entry
        }
    }

    /// The oldest first.
    package func list(owner: String) async throws(StorageError) -> [SecretEntry] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT id, name, kind, created_at FROM secrets WHERE owner = ? ORDER BY created_at, rowid",
                [.text(owner)]
            ) { (row) throws(StorageError) in
                SecretEntry(
                    id: row.text(0) ?? "", name: row.text(1) ?? "", kind: row.text(2) ?? "",
                    createdAt: row.date(3) ?? .distantPast)
            }
        }
    }

    /// Whether the owner has it.
    package func has(_ id: String, owner: String) async throws(StorageError) -> Bool {
        try await sealed(id, owner) != nil
    }

    /// What the secret is; for use, never to be shown.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: ``StorageError``, and ``SealError`` when it was sealed with another key.
    package func value(of id: String, owner: String) async throws -> String? {
        guard let sealed = try await sealed(id, owner) else { return nil }
        return try seal.open(sealed, for: Self.place(id, owner))
    }

    /// - Returns: false when there is none.
    package func remove(_ id: String, owner: String) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute("PRAGMA secure_delete = ON")
            return try connection.execute("DELETE FROM secrets WHERE id = ? AND owner = ?", [.text(id), .text(owner)])
                == 1
        }
    }

    /// Of all owners.
    package static func count(in database: Database) async throws(StorageError) -> Int {
        try await database.read { (connection) throws(StorageError) in
            Int(try connection.integer("SELECT count(*) FROM secrets") ?? 0)
        }
    }

    /// How many of all owners' secrets were sealed with another key.
    package func unreadable() async throws(StorageError) -> Int {
        let all = try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT id, owner, sealed FROM secrets") { (row) throws(StorageError) in
                (place: Self.place(row.text(0) ?? "", row.text(1) ?? ""), sealed: row.withBytes(2) { [UInt8]($0) })
            }
        }
        return all.count { (try? seal.open($0.sealed, for: $0.place)) == nil }
    }

    private func sealed(_ id: String, _ owner: String) async throws(StorageError) -> [UInt8]? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                "SELECT sealed FROM secrets WHERE id = ? AND owner = ?", [.text(id), .text(owner)]
            ) { (row) throws(StorageError) in row.withBytes(0) { [UInt8]($0) } }.first
        }
    }

    private static func place(_ id: String, _ owner: String) -> String { "secrets/\(owner)/\(id)" }
}
