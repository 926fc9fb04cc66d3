import Foundation
import Testing

@testable import Storage

/// A path in a folder of its own that is gone afterwards.
func withDatabasePath(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.appending(path: "test.sqlite").path)
}

@Suite struct DatabaseTests {
    @Test("a database is made closed to others, opens again, and is whole")
    func reopening() async throws {
        try await withDatabasePath { path in
            var first: Database? = try Database(path: path)
            let key = try await APIKeys(try #require(first)).create(name: "a")
            first = nil
            let second = try Database(path: path)
            #expect(try await APIKeys(second).list() == [key.key])
            #expect(try await second.integrity() == "ok")
            try await second.checkWritable()
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("two processes' connections see each other's writes")
    func sharing() async throws {
        try await withDatabasePath { path in
            let (one, other) = (try Database(path: path), try Database(path: path))
            let made = try await APIKeys(one).create(name: "a")
            #expect(try await APIKeys(other).verify(made.secret)?.id == made.key.id)
            #expect(try await APIKeys(other).revoke(id: made.key.id))
            #expect(try await APIKeys(one).verify(made.secret) == nil)
        }
    }

    @Test("migrations are applied once each, in order, and found again")
    func migrations() throws {
        let connection = try Connection(path: ":memory:")
        let first = Migration(version: 1, statements: ["CREATE TABLE a (x INTEGER)"])
        let second = Migration(
            version: 2, statements: ["ALTER TABLE a ADD COLUMN y TEXT", "INSERT INTO a VALUES (1, 'b')"])
        try Migrator(path: "p", migrations: [first]).migrate(connection)
        try Migrator(path: "p", migrations: [first, second]).migrate(connection)
        try Migrator(path: "p", migrations: [first, second]).migrate(connection)
        #expect(try connection.integer("SELECT count(*) FROM a WHERE y = 'b'") == 1)
        #expect(try connection.integer("SELECT count(*) FROM schema_migrations") == 2)
    }

    @Test("a migration that fails leaves nothing of itself, and can be tried again")
    func failedMigration() throws {
        let connection = try Connection(path: ":memory:")
        let broken = Migration(version: 1, statements: ["CREATE TABLE a (x INTEGER)", "CREATE TABLE a (x INTEGER)"])
        #expect(throws: StorageError.self) { try Migrator(path: "p", migrations: [broken]).migrate(connection) }
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'a'") == 0)
        let right = Migration(version: 1, statements: ["CREATE TABLE a (x INTEGER)"])
        try Migrator(path: "p", migrations: [right]).migrate(connection)
        #expect(try connection.integer("SELECT count(*) FROM a") == 0)
    }

    @Test("a newer schema, a changed migration, other programs' databases and other files are refused by name")
    func refusals() async throws {
        let connection = try Connection(path: ":memory:")
        let migrations = (1...3).map { Migration(version: $0, statements: ["CREATE TABLE t\($0) (x INTEGER)"]) }
        try Migrator(path: "p", migrations: migrations).migrate(connection)
        #expect(throws: StorageError.newerSchema(path: "p", found: 3, known: 2)) {
            try Migrator(path: "p", migrations: Array(migrations[..<2])).migrate(connection)
        }
        let changed = [Migration(version: 1, statements: ["CREATE TABLE other (x INTEGER)"])] + migrations[1...]
        #expect(throws: StorageError.changedMigration(path: "p", version: 1)) {
            try Migrator(path: "p", migrations: changed).migrate(connection)
        }
        let foreign = try Connection(path: ":memory:")
        try foreign.execute("CREATE TABLE bookmarks (url TEXT)")
        #expect(throws: StorageError.foreign(path: "p")) { try Migrator(path: "p").migrate(foreign) }
        try await withDatabasePath { path in
            try Data((0..<4096).map { _ in UInt8(ascii: "x") }).write(to: URL(fileURLWithPath: path))
            #expect { try Database(path: path) } throws: { error in
                if case .damaged = error as? StorageError { true } else { false }
            }
        }
        #expect { try Database(path: "/nonexistent/a.sqlite") } throws: { "\($0)".contains("cannot open") }
    }

    @Test("every released migration keeps its checksum")
    func checksums() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
        // Of what is released; those behind it may still change.
        let released = [
            "0f74892cd38164bb", "759693e52d573e03", "50d3b61398e3de78", "4faa51ec85f7e08f", "7da72c2fa146337c",
            "b2244c8013bd985e",
        ]
        #expect(Migration.all.prefix(released.count).map { String($0.checksum.prefix(16)) } == released)
    }

    @Test("texts go in and out as they are")
    func texts() throws {
        let connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE a (x TEXT)")
        for text in ["", "é👩‍👩‍👧", "a\0b", "'; DROP TABLE a; --", String(repeating: "x", count: 100_000)] {
            try connection.execute("DELETE FROM a")
            try connection.execute("INSERT INTO a VALUES (?)", [.text(text)])
            let back = try connection.rows("SELECT x FROM a") { (row) throws(StorageError) in row.text(0) }
            #expect(back == [text])
        }
    }

    @Test("a process killed while it writes leaves a database that is whole, with every commit it told of")
    func killed() async throws {
        // A server's way of writing from another process and another implementation: Python's own SQLite.
        let script = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.execute("PRAGMA synchronous = NORMAL")
            number = 0
            while True:
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                for part in "ab":
                    connection.execute(
                        "INSERT INTO api_keys (id, name, hash, created_at) VALUES (?, 'n', ?, 0)",
                        (f"{number}{part}", f"{number}{part}"))
                connection.execute("COMMIT")
                print(number, flush=True)
            """
        try await withDatabasePath { path in
            _ = try Database(path: path)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-c", script, path]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            var told = Data()
            while told.count < 2000 { told += pipe.fileHandleForReading.availableData }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            told += try pipe.fileHandleForReading.readToEnd() ?? Data()
            let last = String(decoding: told, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }.max() ?? 0
            let database = try Database(path: path)
            #expect(try await database.integrity() == "ok")
            let count = try await APIKeys(database).list().count
            #expect(count % 2 == 0)
            #expect(count >= 2 * last && count <= 2 * last + 2)
        }
    }
}
