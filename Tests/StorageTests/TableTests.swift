import Foundation
import Testing

@testable import Storage

@Suite struct TableTests {
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("a key works until it is revoked, and is kept as a hash alone")
    func keys() async throws {
        let database = try Database(path: ":memory:")
        let keys = APIKeys(database)
        let (key, secret) = try await keys.create(name: "shop", at: now)
        #expect(secret.hasPrefix("vvk_") && secret.count == 47)
        #expect(try await keys.verify(secret, at: now)?.id == key.id)
        #expect(try await keys.verify(secret + "x", at: now) == nil)
        #expect(try await keys.verify("", at: now) == nil)
        let stored = try await database.read { (connection) throws(StorageError) in
            try connection.rows("SELECT hash FROM api_keys") { (row) throws(StorageError) in row.text(0) ?? "" }
        }
        #expect(stored.count == 1 && stored[0].count == 64 && !stored[0].contains(secret.dropFirst(4)))
        #expect(try await keys.revoke(id: key.id, at: now))
        #expect(try await !keys.revoke(id: key.id, at: now))
        #expect(try await keys.verify(secret, at: now) == nil)
        #expect(try await keys.list()[0].revokedAt == now)
    }

    @Test("the last use is noted once a minute")
    func lastUse() async throws {
        let keys = APIKeys(try Database(path: ":memory:"))
        let secret = try await keys.create(name: "a", at: now).secret
        for seconds in [0.0, 59, 61] { _ = try await keys.verify(secret, at: now.addingTimeInterval(seconds)) }
        #expect(try await keys.list()[0].lastUsedAt == now.addingTimeInterval(61))
        _ = try await keys.verify(secret, at: now.addingTimeInterval(100))
        #expect(try await keys.list()[0].lastUsedAt == now.addingTimeInterval(61))
    }

    @Test("of keys from the environment only the present one works")
    func environmentKeys() async throws {
        let keys = APIKeys(try Database(path: ":memory:"))
        let first = try await keys.adoptEnvironmentKey("first-key-of-the-environment", at: now)
        #expect(try await keys.adoptEnvironmentKey("first-key-of-the-environment", at: now).id == first.id)
        let second = try await keys.adoptEnvironmentKey("second-key-of-the-environment", at: now)
        #expect(try await keys.verify("first-key-of-the-environment", at: now) == nil)
        #expect(try await keys.verify("second-key-of-the-environment", at: now)?.id == second.id)
        #expect(try await keys.adoptEnvironmentKey("first-key-of-the-environment", at: now).id == first.id)
        #expect(try await keys.verify("first-key-of-the-environment", at: now)?.id == first.id)
        try await keys.dropEnvironmentKeys(at: now)
        #expect(try await keys.verify("first-key-of-the-environment", at: now) == nil)
    }

    @Test("a token opens one session, serves it past its expiry, and dies with its key")
    func tokens() async throws {
        let database = try Database(path: ":memory:")
        let key = try await APIKeys(database).create(name: "a", at: now).key
        let tokens = SessionTokens(database)
        let token = try await tokens.create(keyID: key.id, lifetime: .seconds(60), at: now)
        let late = now.addingTimeInterval(61)
        #expect(try await tokens.verify(token, at: now)?.boundSessionID == nil)
        #expect(try await tokens.verify(token, at: late) == nil)
        #expect(try await !tokens.bind(token, to: "s1", at: late))
        #expect(try await tokens.bind(token, to: "s1", at: now))
        #expect(try await !tokens.bind(token, to: "s2", at: now))
        #expect(try await tokens.verify(token, at: late)?.boundSessionID == "s1")
        try await tokens.unbind(token, from: "s2")
        #expect(try await tokens.verify(token, at: now)?.boundSessionID == "s1")
        try await tokens.unbind(token, from: "s1")
        #expect(try await tokens.bind(token, to: "s3", at: now))
        _ = try await APIKeys(database).revoke(id: key.id, at: now)
        #expect(try await tokens.verify(token, at: now) == nil)
        await #expect(throws: StorageError.self) { try await tokens.create(keyID: "nobody", at: now) }
    }

    @Test("of fifty sessions that want one token, one gets it")
    func tokenRace() async throws {
        let database = try Database(path: ":memory:")
        let key = try await APIKeys(database).create(name: "a", at: now).key
        let tokens = SessionTokens(database)
        let token = try await tokens.create(keyID: key.id, at: now)
        let bound = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 { group.addTask { try await tokens.bind(token, to: "s\(number)", at: now) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(bound == 1)
    }

    @Test("expired tokens are forgotten, but not those of running sessions")
    func purge() async throws {
        let database = try Database(path: ":memory:")
        let key = try await APIKeys(database).create(name: "a", at: now).key
        let (tokens, leases) = (SessionTokens(database), SessionLeases(database))
        _ = try await tokens.create(keyID: key.id, lifetime: .seconds(1), at: now)
        let bound = try await tokens.create(keyID: key.id, lifetime: .seconds(1), at: now)
        try await leases.open(lease("s1", key))
        #expect(try await tokens.bind(bound, to: "s1", at: now))
        let late = now.addingTimeInterval(10)
        #expect(try await tokens.purge(before: late) == 1)
        #expect(try await tokens.verify(bound, at: late) != nil)
        try await leases.end("s1", reason: "stopped", at: late)
        #expect(try await tokens.purge(before: late) == 1)
    }

    @Test("a session ends once, whoever asks at the same time, in this process or another")
    func exactlyOnce() async throws {
        try await withDatabasePath { path in
            let databases = try (0..<3).map { _ in try Database(path: path) }
            let key = try await APIKeys(databases[0]).create(name: "a", at: now).key
            for round in 0..<20 {
                try await SessionLeases(databases[0]).open(lease("s\(round)", key))
                let ended = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<30 {
                        let leases = SessionLeases(databases[number % 3])
                        group.addTask {
                            try await leases.end("s\(round)", reason: "r\(number)", at: now.addingTimeInterval(5))
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(ended == 1)
            }
        }
    }

    @Test("a lease remembers its life: the first connection, the end and how long")
    func life() async throws {
        let database = try Database(path: ":memory:")
        let key = try await APIKeys(database).create(name: "a", at: now).key
        let leases = SessionLeases(database)
        try await leases.open(lease("s1", key))
        #expect(try await leases.setState("s1", "connected", connectedAt: now.addingTimeInterval(2)))
        #expect(try await leases.setState("s1", "closing", connectedAt: now.addingTimeInterval(9)))
        #expect(try await leases.renew("s1", until: now.addingTimeInterval(99)))
        #expect(try await leases.end("s1", reason: "stopped", at: now.addingTimeInterval(12.5)))
        let ended = try #require(try await leases.lease("s1"))
        #expect(ended.connectedAt == now.addingTimeInterval(2))
        #expect(ended.leaseUntil == now.addingTimeInterval(99))
        #expect(ended.duration == .milliseconds(10_500))
        #expect(ended.endReason == "stopped" && ended.state == "closed")
        #expect(try await !leases.setState("s1", "connected"))
        #expect(try await !leases.renew("s1", until: now.addingTimeInterval(200)))
        #expect(try await leases.lease("s1") == ended)
        #expect(try await !leases.end("nobody", reason: "stopped"))
        try await leases.open(lease("s2", key))
        try await leases.end("s2", reason: "idle", at: now.addingTimeInterval(5))
        #expect(try await leases.lease("s2")?.duration == .zero)
    }

    @Test("what an earlier server left open is ended once, at the end of its lease at the latest")
    func reconcile() async throws {
        let database = try Database(path: ":memory:")
        let key = try await APIKeys(database).create(name: "a", at: now).key
        let leases = SessionLeases(database)
        for id in ["s1", "s2", "s3"] { try await leases.open(lease(id, key)) }
        try await leases.setState("s1", "connected", connectedAt: now)
        try await leases.renew("s2", until: now.addingTimeInterval(1000))
        try await leases.end("s3", reason: "stopped", at: now)
        let later = now.addingTimeInterval(100)
        let ended = try await leases.reconcile(reason: "server_restart", at: later)
        #expect(ended.map(\.id) == ["s1", "s2"])
        #expect(ended[0].endedAt == now.addingTimeInterval(30))
        #expect(ended[0].duration == .seconds(30))
        #expect(ended[1].endedAt == later)
        #expect(try await leases.reconcile(reason: "server_restart", at: later).isEmpty)
    }

    @Test("lists are filtered, counted and cut into pages, the newest first")
    func lists() async throws {
        let database = try Database(path: ":memory:")
        let keys = APIKeys(database)
        let (one, other) = (
            try await keys.create(name: "a", at: now).key, try await keys.create(name: "b", at: now).key
        )
        let leases = SessionLeases(database)
        for number in 0..<25 {
            try await leases.open(
                lease("s\(number)", number % 5 == 0 ? other : one, at: now.addingTimeInterval(Double(number))))
        }
        try await leases.end("s24", reason: "stopped", at: now.addingTimeInterval(60))
        let page = try await leases.list(.init(keyID: one.id), offset: 10, limit: 3)
        #expect(page.total == 20)
        #expect(page.leases.map(\.id) == ["s12", "s11", "s9"])
        let window = try await leases.list(.init(from: now.addingTimeInterval(3), to: now.addingTimeInterval(5)))
        #expect(window.leases.map(\.id) == ["s5", "s4", "s3"])
        #expect(try await leases.list(.init(state: "closed")).leases.map(\.id) == ["s24"])
    }

    private func lease(_ id: String, _ key: APIKey, at time: Date? = nil) -> SessionLease {
        let time = time ?? now
        return SessionLease(
            id: id, keyID: key.id, avatar: "ada", voice: "slt", quality: "medium", codec: "VP8", createdAt: time,
            leaseUntil: time.addingTimeInterval(30))
    }
}
