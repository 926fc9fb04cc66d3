internal import CSQLite
internal import Foundation

/// One prepared statement. Owns its handle: finalized exactly once, when the value's life ends.
struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    /// - Throws: ``StorageError/failed(code:message:)`` when `sql` does not compile.
    init(_ sql: String, on connection: OpaquePointer) throws(StorageError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, 0, &handle, nil)
        guard code == SQLITE_OK, let handle else { throw StorageError(code: code, on: connection) }
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds by position, from the first question mark on.
    borrowing func bind(_ values: [SQLValue]) throws(StorageError) {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, place)
                case .integer(let number): sqlite3_bind_int64(handle, place, number)
                case .text(let text): bind(text, at: place)
                case .blob(let bytes): bind(bytes, at: place)
                }
            guard code == SQLITE_OK else { throw StorageError(code: code, on: connection) }
        }
    }

    /// - Returns: true when a row is ready, false when there is none left.
    borrowing func step() throws(StorageError) -> Bool {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw StorageError(code: code, on: connection) }
        return code == SQLITE_ROW
    }

    /// Makes it ready to be bound and run again; what a failed run reported has been thrown already.
    borrowing func reset() { sqlite3_reset(handle) }

    /// Columns of the present row, from 0.
    borrowing func text(_ column: Int32) -> String? {
        guard let bytes = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    borrowing func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    borrowing func number(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    /// - Parameter body: Gets the bytes, which are gone afterwards.
    borrowing func withBytes<Value>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        let bytes = sqlite3_column_blob(handle, column)
        return body(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }

    borrowing func date(_ column: Int32) -> Date? { integer(column).map(Date.init(milliseconds:)) }

    /// By length rather than up to a NUL, so that a text with one in it is stored whole.
    private borrowing func bind(_ text: String, at place: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty buffer has no address, and no address would mean NULL.
                characters.isEmpty
                    ? sqlite3_bind_text(handle, place, "", 0, transient)
                    : sqlite3_bind_text(handle, place, characters.baseAddress, Int32(characters.count), transient)
            }
        }
    }
}

extension Statement {
    private borrowing func bind(_ bytes: [UInt8], at place: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return bytes.withUnsafeBytes { buffer in
            // An empty buffer has no address, and no address would mean NULL.
            buffer.isEmpty
                ? sqlite3_bind_zeroblob(handle, place, 0)
                : sqlite3_bind_blob(handle, place, buffer.baseAddress, Int32(buffer.count), transient)
        }
    }
}

extension StorageError {
    init(code: Int32, on connection: OpaquePointer?) {
        let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .diskFull
        default: self = .failed(code: code, message: message)
        }
    }
}
