internal import Cryptography
package import Foundation

/// An account key as it is kept: everything but the key itself.
package struct APIKey: Equatable, Sendable {
    package var id: String
    package var name: String
    package var createdAt: Date
    package var revokedAt: Date?
    /// To within a minute.
    package var lastUsedAt: Date?
}

/// The table of account keys.
///
/// Only SHA-256 of a key is stored, and no slow password hash is needed: a key is 32 random bytes, which nobody can
/// guess however fast the hash is. Looking one up by its hash tells a stranger nothing by its duration either.
package struct APIKeys: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// The beginning of every key, so that people and secret scanners recognise one.
    package static let prefix = "vvk_"
    /// The name of the key that comes from the environment.
    package static let environmentName = "VISAVIS_API_KEY"

    /// - Returns: The record, and the key itself, which can never be shown again.
    package func create(name: String, at now: Date = Date()) async throws(StorageError) -> (key: APIKey, secret: String)
    {
        let secret = Self.prefix + Secret.token()
        return (try await insert(secret, name: name, at: now), secret)
    }

    /// Makes `secret` the one valid key from the environment: earlier ones are revoked; the same one keeps its record.
    package func adoptEnvironmentKey(_ secret: String, at now: Date = Date()) async throws(StorageError) -> APIKey {
        let hash = Self.hash(secret)
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND hash <> ? AND revoked_at IS NULL",
                [SQLValue(now), .text(Self.environmentName), .text(hash)])
            try connection.execute("UPDATE api_keys SET revoked_at = NULL WHERE hash = ?", [.text(hash)])
        }
        if let known = try await find(hash: hash) { return known }
        return try await insert(secret, name: Self.environmentName, at: now)
    }

    /// Revokes what an earlier start took from the environment: the variable is no longer set.
    package func dropEnvironmentKeys(at now: Date = Date()) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                [SQLValue(now), .text(Self.environmentName)])
        }
    }

    /// - Returns: nil when there is no such key or it was revoked.
    package func verify(_ secret: String, at now: Date = Date()) async throws(StorageError) -> APIKey? {
        guard secret.utf8.count <= 512, let key = try await find(hash: Self.hash(secret)), key.revokedAt == nil else {
            return nil
        }
        if key.lastUsedAt.map({ now.timeIntervalSince($0) >= 60 }) ?? true {
            try await database.write { (connection) throws(StorageError) in
                _ = try connection.execute(
                    "UPDATE api_keys SET last_used_at = ? WHERE id = ?", [SQLValue(now), .text(key.id)])
            }
        }
        return key
    }

    /// The oldest first, revoked ones included.
    package func list() async throws(StorageError) -> [APIKey] {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT \(Self.columns) FROM api_keys ORDER BY created_at, id", [], Self.row)
        }
    }

    /// - Returns: false when there is no such key or it was revoked before.
    package func revoke(id: String, at now: Date = Date()) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [SQLValue(now), .text(id)])
                == 1
        }
    }

    private func insert(_ secret: String, name: String, at now: Date) async throws(StorageError) -> APIKey {
        let key = APIKey(id: "key_" + Secret.token(bytes: 6), name: name, createdAt: now.stored)
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "INSERT INTO api_keys (id, name, hash, created_at) VALUES (?, ?, ?, ?)",
                [.text(key.id), .text(key.name), .text(Self.hash(secret)), SQLValue(now)])
        }
        return key
    }

    private func find(hash: String) async throws(StorageError) -> APIKey? {
        try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT \(Self.columns) FROM api_keys WHERE hash = ?", [.text(hash)], Self.row).first
        }
    }

    private static func hash(_ secret: String) -> String { SHA256.hex(of: Data(secret.utf8)) }

    private static let columns = "id, name, created_at, revoked_at, last_used_at"

    private static func row(_ row: borrowing Statement) throws(StorageError) -> APIKey {
        APIKey(
            id: row.text(0) ?? "", name: row.text(1) ?? "", createdAt: row.date(2) ?? .distantPast,
            revokedAt: row.date(3), lastUsedAt: row.date(4))
    }
}
