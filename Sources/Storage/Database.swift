internal import CSQLite
internal import Foundation

/// The server's one SQLite file: keys, tokens and session leases.
///
/// Write-ahead log, so that `visavis key` can write beside a running server; its own thread; one statement or
/// transaction at a time. Opening brings the schema up to date.
package actor Database {
    private let connection: Connection
    private let executor: QueueExecutor
    package nonisolated let path: String

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - path: The file, made when missing (its folder must exist); `:memory:` for one that ends with this value.
    ///   - cache: Megabytes of pages kept in memory.
    package init(path: String, cache: Int = 2) throws(StorageError) {
        self.path = path
        executor = QueueExecutor(label: "database")
        connection = try Connection(path: path)
        try Migrator(path: path).migrate(connection)
        try connection.execute("PRAGMA cache_size = \(-1024 * cache)")
    }

    /// Several statements as one; nothing of them stays when one fails.
    func write<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try connection.transaction(body)
    }

    func read<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try body(connection)
    }

    /// Whether it can be written to: takes the write lock and writes a page that is then given back.
    package func checkWritable() throws(StorageError) {
        try connection.execute("BEGIN IMMEDIATE")
        defer { _ = try? connection.execute("ROLLBACK") }
        try connection.execute("UPDATE schema_migrations SET applied_at = applied_at WHERE version = 1")
    }

    /// Looks through the whole file (sqlite.org/pragma.html#pragma_integrity_check); "ok" when nothing is wrong.
    package func integrity() throws(StorageError) -> String {
        try connection.rows("PRAGMA integrity_check") { (row) throws(StorageError) in row.text(0) ?? "" }
            .joined(separator: "; ")
    }
}
