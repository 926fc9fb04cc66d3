package import Foundation

/// The table of sessions: a lease each, whose end happens exactly once whoever asks.
package struct SessionLeases: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    package func open(_ lease: SessionLease) async throws(StorageError) {
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                """
                INSERT INTO session_leases
                    (id, key_id, avatar, voice, quality, codec, state, created_at, lease_until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(lease.id), .text(lease.keyID), .text(lease.avatar), .text(lease.voice), .text(lease.quality),
                    .text(lease.codec), .text(lease.state), SQLValue(lease.createdAt), SQLValue(lease.leaseUntil),
                ])
        }
    }

    /// - Parameter connectedAt: Kept when it is the first; nil leaves it.
    /// - Returns: false when the session is unknown or ended.
    @discardableResult
    package func setState(
        _ id: String, _ state: String, connectedAt: Date? = nil
    ) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                """
                UPDATE session_leases SET state = ?, connected_at = coalesce(connected_at, ?)
                WHERE id = ? AND ended_at IS NULL
                """, [.text(state), SQLValue(connectedAt), .text(id)]) == 1
        }
    }

    /// - Returns: false when the session is unknown or ended; its lease is then not renewed.
    @discardableResult
    package func renew(_ id: String, until: Date) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(
                "UPDATE session_leases SET lease_until = ? WHERE id = ? AND ended_at IS NULL",
                [SQLValue(until), .text(id)]) == 1
        }
    }

    /// Ends a session, once.
    /// - Returns: true for the one call that ended it; false for every other, and for an unknown session.
    @discardableResult
    package func end(_ id: String, reason: String, at now: Date = Date()) async throws(StorageError) -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.execute(Self.ending + " AND id = ?3", Self.ending(reason, now) + [.text(id)]) == 1
        }
    }

    /// Ends what an earlier run of the server left open: to be called before the first session opens. The end is when
    /// its lease ran out, or `now` when that is earlier: nobody saw it for longer.
    /// - Returns: The sessions this call ended.
    package func reconcile(reason: String, at now: Date = Date()) async throws(StorageError) -> [SessionLease] {
        try await database.write { (connection) throws(StorageError) in
            let open = try connection.rows(
                "SELECT id, lease_until FROM session_leases WHERE ended_at IS NULL ORDER BY created_at, id"
            ) { (row) throws(StorageError) in (id: row.text(0) ?? "", until: row.date(1) ?? now) }
            var ended: [SessionLease] = []
            for lease in open {
                let end = min(now, lease.until)
                try connection.execute(Self.ending + " AND id = ?3", Self.ending(reason, end) + [.text(lease.id)])
                ended += try Self.find(lease.id, connection)
            }
            return ended
        }
    }

    package func lease(_ id: String) async throws(StorageError) -> SessionLease? {
        try await database.read { (connection) throws(StorageError) in try Self.find(id, connection).first }
    }

    /// Which sessions of the past to list.
    package struct Filter: Equatable, Sendable {
        /// One account's; nil for all.
        package var keyID: String?
        /// Created at or after.
        package var from: Date?
        /// Created at or before.
        package var to: Date?
        package var state: String?

        package init(keyID: String? = nil, from: Date? = nil, to: Date? = nil, state: String? = nil) {
            self.keyID = keyID
            self.from = from
            self.to = to
            self.state = state
        }
    }

    /// The newest first.
    /// - Parameters:
    ///   - offset: How many of the newest to leave out.
    ///   - limit: At most so many.
    /// - Returns: Those, and how many there are altogether.
    package func list(
        _ filter: Filter = Filter(), offset: Int = 0, limit: Int = 100
    ) async throws(StorageError) -> (leases: [SessionLease], total: Int) {
        let condition = """
            WHERE (?1 IS NULL OR key_id = ?1) AND (?2 IS NULL OR created_at >= ?2)
            AND (?3 IS NULL OR created_at <= ?3) AND (?4 IS NULL OR state = ?4)
            """
        let values = [SQLValue(filter.keyID), SQLValue(filter.from), SQLValue(filter.to), SQLValue(filter.state)]
        return try await database.read { (connection) throws(StorageError) in
            let leases = try connection.rows(
                """
                SELECT \(SessionLease.columns) FROM session_leases \(condition)
                ORDER BY created_at DESC, id LIMIT ?5 OFFSET ?6
                """, values + [.integer(Int64(limit)), .integer(Int64(offset))]
            ) { (row) throws(StorageError) in try SessionLease(row: row) }
            let total = try connection.integer("SELECT count(*) FROM session_leases \(condition)", values) ?? 0
            return (leases, Int(total))
        }
    }

    private static let ending = """
        UPDATE session_leases SET state = 'closed', ended_at = max(?1, created_at), end_reason = ?2,
            duration = max(?1 - coalesce(connected_at, ?1), 0)
        WHERE ended_at IS NULL
        """

    private static func ending(_ reason: String, _ time: Date) -> [SQLValue] { [SQLValue(time), .text(reason)] }

    private static func find(_ id: String, _ connection: borrowing Connection) throws(StorageError) -> [SessionLease] {
        try connection.rows(
            "SELECT \(SessionLease.columns) FROM session_leases WHERE id = ?", [.text(id)]
        ) { (row) throws(StorageError) in try SessionLease(row: row) }
    }
}
