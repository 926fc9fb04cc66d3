internal import Cryptography
package import Foundation

/// A one-time token as it is kept: everything but the token itself.
package struct SessionToken: Equatable, Sendable {
    /// The account key it was made with.
    package var keyID: String
    package var createdAt: Date
    /// It can be bound to a session until then; once bound, it is valid for that session however long that lives.
    package var expiresAt: Date
    package var boundSessionID: String?
}

/// The table of one-time tokens: each opens one session and then serves that session alone.
///
/// Stored as SHA-256 like API keys, for the same reason.
package struct SessionTokens: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    package static let prefix = "vvt_"

    /// - Returns: The token, which is nowhere else.
    package func create(
        keyID: String, lifetime: Duration = .seconds(3600), at now: Date = Date()
    ) async throws(StorageError) -> String {
        let secret = Self.prefix + Secret.token()
        let expiry = now.addingTimeInterval(lifetime / .seconds(1))
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "INSERT INTO session_tokens (hash, key_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                [.text(Self.hash(secret)), .text(keyID), SQLValue(now), SQLValue(expiry)])
        }
        return secret
    }

    /// - Returns: nil when it is unknown, or has expired unbound, or its account key was revoked.
    package func verify(_ secret: String, at now: Date = Date()) async throws(StorageError) -> SessionToken? {
        guard secret.utf8.count <= 512 else { return nil }
        return try await database.read { (connection) throws(StorageError) in
            try connection.rows(
                """
                SELECT key_id, session_tokens.created_at, expires_at, session_id FROM session_tokens
                JOIN api_keys ON api_keys.id = key_id
                WHERE session_tokens.hash = ? AND revoked_at IS NULL AND (session_id IS NOT NULL OR expires_at > ?)
                """, [.text(Self.hash(secret)), SQLValue(now)]
            ) { (row) throws(StorageError) in
                SessionToken(
                    keyID: row.text(0) ?? "", createdAt: row.date(1) ?? .distantPast,
                    expiresAt: row.date(2) ?? .distantPast, boundSessionID: row.text(3))
            }.first
        }
    }

    /// Gives the token to a session, once.
    /// - Returns: true when this call bound it; false when it is bound already, unknown or expired.
    package func bind(_ secret: String, to sessionID: String, at now: Date = Date()) async throws(StorageError) -> Bool
    {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                "UPDATE session_tokens SET session_id = ? WHERE hash = ? AND session_id IS NULL AND expires_at > ?",
                [.text(sessionID), .text(Self.hash(secret)), SQLValue(now)]) == 1
        }
    }

    /// Gives a bound token back, for a session that could not be opened after all; its expiry stays.
    package func unbind(_ secret: String, from sessionID: String) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "UPDATE session_tokens SET session_id = NULL WHERE hash = ? AND session_id = ?",
                [.text(Self.hash(secret)), .text(sessionID)])
        }
    }

    /// Forgets tokens that expired before `time`, unless their session still runs.
    /// - Returns: How many.
    @discardableResult
    package func purge(before time: Date) async throws(StorageError) -> Int {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                """
                DELETE FROM session_tokens WHERE expires_at < ? AND (session_id IS NULL OR session_id NOT IN
                    (SELECT id FROM session_leases WHERE ended_at IS NULL))
                """, [SQLValue(time)])
        }
    }

    private static func hash(_ secret: String) -> String { SHA256.hex(of: Data(secret.utf8)) }
}
