internal import Foundation

/// Brings a database from whatever schema it has to the newest.
struct Migrator {
    /// In `PRAGMA application_id`: tells our files from other programs' ("VISV").
    static let applicationID: Int64 = 0x5649_5356

    var path: String
    var migrations = Migration.all

    /// Each migration is a transaction of its own: after a crash the next start goes on where this one stopped.
    func migrate(_ connection: borrowing Connection) throws(StorageError) {
        try checkOwner(connection)
        try connection.transaction { (connection) throws(StorageError) in
            try connection.execute("PRAGMA application_id = \(Self.applicationID)")
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL
                ) STRICT
                """)
        }
        for migration in migrations {
            // Looked up inside the transaction: another process may be migrating, too.
            try connection.transaction { (connection) throws(StorageError) in
                let applied = try connection.rows(
                    "SELECT checksum FROM schema_migrations WHERE version = ?", [.integer(Int64(migration.version))]
                ) { (row) throws(StorageError) in row.text(0) }
                if let checksum = applied.first {
                    guard checksum == migration.checksum else {
                        throw .changedMigration(path: path, version: migration.version)
                    }
                    return
                }
                for statement in migration.statements { try connection.execute(statement) }
                try connection.execute(
                    "INSERT INTO schema_migrations (version, checksum, applied_at) VALUES (?, ?, ?)",
                    [.integer(Int64(migration.version)), .text(migration.checksum), SQLValue(Date())])
            }
        }
        let newest = migrations.last?.version ?? 0
        let found = Int(try connection.integer("SELECT max(version) FROM schema_migrations") ?? 0)
        guard found <= newest else { throw .newerSchema(path: path, found: found, known: newest) }
    }

    private func checkOwner(_ connection: borrowing Connection) throws(StorageError) {
        let owner: Int64
        let tables: Int64
        do {
            owner = try connection.integer("PRAGMA application_id") ?? 0
            tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        } catch .failed(_, let message) {
            throw .damaged(path: path, reason: message)
        }
        guard owner == Self.applicationID || (owner == 0 && tables == 0) else { throw .foreign(path: path) }
        guard owner == Self.applicationID, tables > 0 else { return }
        let found = Int(try connection.integer("SELECT max(version) FROM schema_migrations") ?? 0)
        let newest = migrations.last?.version ?? 0
        guard found <= newest else { throw .newerSchema(path: path, found: found, known: newest) }
    }
}
