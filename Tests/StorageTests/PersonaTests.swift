import Core
import Cryptography
import Foundation
import Testing

@testable import Storage

@Suite struct PersonaTests {
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func persona(_ id: String, _ owner: String = "a", links: [PersonaLink] = []) -> StoredPersona {
        StoredPersona(
            persona: Persona(
                id: id, name: "Guide", prompt: "You are ${role}.", opening: "Hello", language: "en", tone: "brief",
                goodbye: "Bye", pronunciations: ["SQL": "sequel"]), owner: owner, links: links, at: now)
    }

    @Test("a persona is kept whole, with its links in order, and found by its owner alone")
    func whole() async throws {
        let personas = Personas(try Database(path: ":memory:"))
        let links = [PersonaLink(url: "https://z.example", question: "When?"), PersonaLink(url: "https://a.example")]
        let stored = persona("p", links: links)
        #expect(try await personas.add(stored))
        #expect(try await personas.find("p", owner: "a") == stored)
        #expect(try await personas.find("p", owner: "b") == nil)
        #expect(try await personas.list(owner: "b").total == 0)
        #expect(try await personas.update("p", owner: "b") { $0.persona.name = "Mine" } == nil)
        #expect(try await !personas.remove("p", owner: "b"))
        #expect(try await personas.remove("p", owner: "a"))
        #expect(try await personas.find("p", owner: "a") == nil)
    }

    @Test("a change sees the change before it, keeps id and owner, and says what was before")
    func changes() async throws {
        let personas = Personas(try Database(path: ":memory:"))
        let link = PersonaLink(url: "https://a.example")
        _ = try await personas.add(persona("p", links: [link]))
        await withTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    _ = try? await personas.update("p", owner: "a") { persona in
                        persona.persona.prompt += "x"
                        persona.persona.id = "stolen"
                        persona.owner = "b"
                    }
                }
            }
        }
        let changed = try #require(try await personas.find("p", owner: "a"))
        #expect(changed.persona.prompt == "You are ${role}." + String(repeating: "x", count: 20))
        #expect(changed.links == [link])
        #expect(changed.createdAt == now)
        let later = now.addingTimeInterval(60)
        let both = try #require(
            try await personas.update("p", owner: "a", at: later) { $0.links = [PersonaLink(url: "https://b.example")] }
        )
        #expect(both.before.links == [link] && both.after.links.map(\.url) == ["https://b.example"])
        #expect(both.after.updatedAt == later)
        #expect(try await personas.find("p", owner: "a") == both.after)
    }

    @Test("what became of a link is noted, and of one that is gone nothing")
    func links() async throws {
        let database = try Database(path: ":memory:")
        let personas = Personas(database)
        var link = PersonaLink(url: "https://a.example")
        _ = try await personas.add(persona("p", links: [link]))
        link.document = "d"
        link.readAt = now
        try await personas.note(link)
        #expect(try await personas.find("p", owner: "a")?.links == [link])
        _ = try await personas.remove("p", owner: "a")
        try await personas.note(link)
        let left = try await database.read { (connection) throws(StorageError) in
            try connection.integer("SELECT count(*) FROM persona_links")
        }
        #expect(left == 0)
    }

    @Test("personas are listed page by page, the oldest first, and no more than the limit are taken")
    func pages() async throws {
        let personas = Personas(try Database(path: ":memory:"))
        for index in 0..<Personas.limit { #expect(try await personas.add(persona("p\(index)"))) }
        #expect(try await !personas.add(persona("one too many")))
        #expect(try await personas.add(persona("another's", "b")))
        let page = try await personas.list(owner: "a", offset: 998, limit: 100)
        #expect(page.total == Personas.limit && page.personas.map(\.persona.id) == ["p998", "p999"])
    }
}

@Suite struct SecretTableTests {
    private let seal = TextSeal(key: [UInt8](0..<32))

    @Test("a secret's value is nowhere in the file, and its owner alone gets it back")
    func sealed() async throws {
        try await withDatabasePath { path in
            let database = try Database(path: path)
            let secrets = Secrets(database, seal: seal)
            let value = "sk-a-very-secret-value-0123456789"
            let entry = try #require(
                try await secrets.add(name: "shop", kind: "OPENAI_API_KEY", value: value, owner: "a"))
            #expect(try await secrets.value(of: entry.id, owner: "a") == value)
            #expect(try await secrets.value(of: entry.id, owner: "b") == nil)
            #expect(try await secrets.value(of: "other", owner: "a") == nil)
            #expect(try await secrets.list(owner: "a") == [entry])
            #expect(try await secrets.list(owner: "b").isEmpty)
            for file in [path, path + "-wal"] {
                let bytes = FileManager.default.contents(atPath: file) ?? Data()
                #expect(bytes.range(of: Data(value.utf8)) == nil)
            }
            #expect(try await !secrets.remove(entry.id, owner: "b"))
            #expect(try await secrets.remove(entry.id, owner: "a"))
            #expect(try await secrets.value(of: entry.id, owner: "a") == nil)
        }
    }

    @Test("a value that was put into another row, or sealed with another key, is an error")
    func moved() async throws {
        let database = try Database(path: ":memory:")
        let secrets = Secrets(database, seal: seal)
        let one = try #require(try await secrets.add(name: "1", kind: "K", value: "first", owner: "a"))
        let other = try #require(try await secrets.add(name: "2", kind: "K", value: "second", owner: "b"))
        try await database.write { (connection) throws(StorageError) in
            _ = try connection.execute(
                "UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE id = ?) WHERE id = ?",
                [.text(other.id), .text(one.id)])
        }
        await #expect(throws: SealError.broken) { try await secrets.value(of: one.id, owner: "a") }
        let locked = Secrets(database, seal: TextSeal(key: [UInt8](1...32)))
        await #expect(throws: SealError.broken) { try await locked.value(of: other.id, owner: "b") }
    }

    @Test("an owner has no more secrets than the limit")
    func limit() async throws {
        let secrets = Secrets(try Database(path: ":memory:"), seal: seal)
        for _ in 0..<Secrets.limit { _ = try await secrets.add(name: "s", kind: "K", value: "v", owner: "a") }
        #expect(try await secrets.add(name: "s", kind: "K", value: "v", owner: "a") == nil)
        #expect(try await secrets.add(name: "s", kind: "K", value: "v", owner: "b") != nil)
    }
}

@Suite struct ModelTableTests {
    @Test("a model is kept, changed and removed by its owner alone")
    func life() async throws {
        let models = Models(try Database(path: ":memory:"))
        let model = ModelConfiguration(
            owner: "a", displayName: "House", model: "llama", baseURL: "http://localhost:11434/v1", secret: "s")
        #expect(try await models.add(model))
        #expect(try await models.find(model.id, owner: "a") == model)
        #expect(try await models.find(model.id, owner: "b") == nil)
        #expect(try await models.update(model.id, owner: "b") { $0.model = "x" } == nil)
        let changed = try await models.update(model.id, owner: "a") { $0.baseURL = nil }
        #expect(changed?.baseURL == nil && changed?.model == "llama")
        #expect(try await models.list(owner: "a").map(\.baseURL) == [nil])
        #expect(try await !models.remove(model.id, owner: "b"))
        #expect(try await models.remove(model.id, owner: "a"))
        #expect(try await models.list(owner: "a").isEmpty)
    }
}
