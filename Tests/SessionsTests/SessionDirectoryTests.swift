import Core
import Foundation
import SessionFakes
import Stage
import Storage
import Testing

@testable import Sessions

@Suite struct SessionDirectoryTests {
    @Test("a hundred tasks stop the same session: it ends once")
    func endsOnce() async throws {
        try await SessionWorld().run { world in
            let id = try await world.directory.open(world.request()).card.id
            let stopped = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 {
                    group.addTask { (try? await world.directory.stop(id, of: world.owner)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(stopped == 1)
            let lease = try #require(try await world.leases.lease(id))
            #expect(lease.endReason == "stopped")
            #expect(
                world.equipment.metrics.value(of: "visavis_sessions_ended_total", labels: ["reason": "stopped"]) == 1)
        }
    }

    @Test("no more sessions than allowed, also when all ask at once; an end makes room")
    func admission() async throws {
        let capacity = SessionCapacity(server: 8, perOwner: 5)
        try await SessionWorld(capacity: capacity).run { world in
            let opened = await withTaskGroup(of: String?.self) { group in
                for index in 0..<40 {
                    let owner = index % 2 == 0 ? world.owner : world.stranger
                    group.addTask { try? await world.directory.open(world.request(owner: owner)).card.id }
                }
                return await group.reduce(into: [String]()) { ids, id in if let id { ids.append(id) } }
            }
            #expect(opened.count == 8)
            let full = SessionError.concurrencyLimit(8, scope: "server")
            await #expect(throws: full) { try await world.directory.open(world.request()) }
            for id in opened {
                for owner in [world.owner, world.stranger] { try? await world.directory.stop(id, of: owner) }
            }
            while await world.directory.count > 0 {
                world.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            for _ in 0..<5 { _ = try await world.directory.open(world.request()) }
            let own = SessionError.concurrencyLimit(5, scope: "key")
            await #expect(throws: own) { try await world.directory.open(world.request()) }
        }
    }

    @Test("a session is found by its owner alone; after its end it is closed, not unknown")
    func lookup() async throws {
        try await SessionWorld().run { world in
            let id = try await world.directory.open(world.request()).card.id
            _ = try await world.directory.session(id, of: world.owner)
            await #expect(throws: SessionError.notFound(id: id)) {
                try await world.directory.session(id, of: world.stranger)
            }
            await #expect(throws: SessionError.notFound(id: id)) {
                try await world.directory.stop(id, of: world.stranger)
            }
            try await world.directory.stop(id, of: world.owner)
            while await world.directory.count > 0 {
                world.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            await #expect(throws: SessionError.wrongState(.closed)) {
                try await world.directory.session(id, of: world.owner)
            }
            await #expect(throws: SessionError.notFound(id: id)) {
                try await world.directory.session(id, of: world.stranger)
            }
        }
    }

    @Test("what a dead server left is ended at the next start, with that reason")
    func reconcile() async throws {
        let database = try Database(path: ":memory:")
        let dead = try await SessionWorld(database: database)
        let id = try await dead.directory.open(dead.request()).card.id
        let next = try await SessionWorld(database: database)
        await next.directory.shutDown()
        await next.directory.run()
        let lease = try #require(try await next.leases.lease(id))
        #expect(lease.endReason == "server_restart")
        #expect(lease.state == "closed")
        await #expect(throws: SessionError.wrongState(.closed)) {
            try await next.directory.session(id, of: dead.owner)
        }
    }

    @Test("shutting down ends all sessions, refuses new ones, and then the directory returns")
    func shutDown() async throws {
        let world = try await SessionWorld()
        let running = Task { await world.directory.run() }
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await world.directory.open(world.request()).card.id) }
        await world.directory.shutDown()
        await #expect(throws: SessionError.shuttingDown) { try await world.directory.open(world.request()) }
        while await world.directory.count > 0 {
            world.clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
        await running.value
        for id in ids { #expect(try await world.leases.lease(id)?.endReason == "server_shutdown") }
    }

    @Test("a directory whose task is cancelled ends its sessions")
    func cancelled() async throws {
        let world = try await SessionWorld()
        let running = Task { await world.directory.run() }
        let session = try await world.directory.open(world.request())
        running.cancel()
        await running.value
        #expect(await session.state == .closed)
        #expect(try await world.leases.lease(session.card.id)?.endReason == "server_shutdown")
    }

    @Test("leases are renewed while the sessions live")
    func renewal() async throws {
        try await SessionWorld().run { world in
            let id = try await world.directory.open(world.request()).card.id
            let before = try #require(try await world.leases.lease(id)).leaseUntil
            var after = before
            while after <= before {
                world.clock.advance(by: .seconds(1))
                after = try #require(try await world.leases.lease(id)).leaseUntil
            }
            #expect(after > before)
        }
    }

    @Test("an idle session ends by itself and says so in its lease")
    func idleEnd() async throws {
        try await SessionWorld().run { world in
            let id = try await world.directory.open(world.request()).card.id
            while await world.directory.count > 0 {
                world.clock.advance(by: .seconds(1))
                await Task.yield()
            }
            #expect(try await world.leases.lease(id)?.endReason == "idle_timeout")
        }
    }
}
