internal import CSQLite
internal import Foundation

/// One open database file. Used by its `Database` alone, on one thread at a time; closed exactly once.
struct Connection: ~Copyable {
    private let handle: OpaquePointer

    /// How long a statement waits for another process, such as `visavis key create` beside a running server.
    static let busyMilliseconds: Int32 = 5000

    /// Opens or creates; readable and writable by its owner alone.
    init(path: String) throws(StorageError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .cannotOpen(path: path, reason: reason)
        }
        do {
            try Self.prepare(handle, path)
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
    }

    deinit { sqlite3_close_v2(handle) }

    private static func prepare(_ handle: OpaquePointer, _ path: String) throws(StorageError) {
        sqlite3_busy_timeout(handle, busyMilliseconds)
        if path != ":memory:" { chmod(path, 0o600) }
        // A commit in WAL mode with NORMAL survives the end of the process at any moment; a power cut may take the
        // last commits, but never leaves half of one (sqlite.org/pragma.html#pragma_synchronous).
        let settings = ["journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "trusted_schema = OFF"]
        do {
            for setting in settings {
                let statement = try Statement("PRAGMA " + setting, on: handle)
                while try statement.step() {}
            }
        } catch .failed(let code, let message) {
            switch code & 0xFF {
            case SQLITE_NOTADB, SQLITE_CORRUPT: throw .damaged(path: path, reason: message)
            default: throw .cannotOpen(path: path, reason: message)
            }
        }
    }

    /// Runs one statement and drops its rows.
    /// - Returns: How many rows it inserted, changed or deleted.
    @discardableResult
    borrowing func execute(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int {
        let statement = try Statement(sql, on: handle)
        try statement.bind(values)
        while try statement.step() {}
        return Int(sqlite3_changes(handle))
    }

    /// A statement that will be run many times.
    borrowing func statement(_ sql: String) throws(StorageError) -> Statement { try Statement(sql, on: handle) }

    /// Every row of a query, turned into a value at once.
    borrowing func rows<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ value: (borrowing Statement) throws(StorageError) -> Value
    ) throws(StorageError) -> [Value] {
        let statement = try Statement(sql, on: handle)
        try statement.bind(values)
        var rows: [Value] = []
        while try statement.step() { rows.append(try value(statement)) }
        return rows
    }

    borrowing func integer(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int64? {
        try rows(sql, values) { (row) throws(StorageError) in row.integer(0) }.first ?? nil
    }

    /// All of `body` or nothing of it. The write lock is taken at the start, so that nothing is read that another
    /// process changes before it is written.
    borrowing func transaction<Value>(
        _ body: (borrowing Connection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try execute("BEGIN IMMEDIATE")
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            // Some errors have rolled back by themselves (sqlite.org/lang_transaction.html).
            if sqlite3_get_autocommit(handle) == 0 { _ = try? execute("ROLLBACK") }
            throw error
        }
    }
}
