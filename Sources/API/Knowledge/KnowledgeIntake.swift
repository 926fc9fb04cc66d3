package import Core
package import Foundation
package import Knowledge
package import Storage

/// The way of files and links into what personas know.
///
/// Files and links of a request are read while it waits. The links of a persona are read behind its request, two at a
/// time; what became of each is noted beside it.
package actor KnowledgeIntake {
    package nonisolated let store: KnowledgeStore
    private nonisolated let reader: DocumentReader
    private nonisolated let links: LinkReader
    private nonisolated let personas: Personas
    private nonisolated let log: Log
    private nonisolated let interval: RefreshPlan.Interval

    private struct Waiting: Sendable {
        var link: PersonaLink
        var persona: String
        var owner: String
    }
    private var waiting: [Waiting] = []
    private var running: [Int: Task<Void, Never>] = [:]
    private var last = 0
    private var isClosed = false

    private static let atOnce = 2
    /// Links that wait at most; further ones are noted as not read.
    private static let mostWaiting = 1000
    /// Documents of a persona, and shared ones.
    package static let documentLimit = 10_000

    /// - Parameter interval: At which links are read again.
    package init(
        store: KnowledgeStore, reader: DocumentReader, links: LinkReader, personas: Personas,
        interval: RefreshPlan.Interval = .init(), log: Log
    ) {
        self.interval = interval
        self.store = store
        self.reader = reader
        self.links = links
        self.personas = personas
        self.log = log
    }

    // MARK: While a request waits

    /// - Parameters:
    ///   - title: For people; nil is the document's own.
    ///   - persona: Whose knowledge it is; nil for all personas'.
    /// - Throws: `IngestionError`, `StorageError`, ``RequestError/limitReached(_:)``.
    nonisolated func add(
        _ source: DocumentSource, title: String?, persona: String?, owner: String
    ) async throws -> StoredDocument {
        try await checkRoom(persona, owner)
        let document = NewDocument(
            try await reader.read(source), from: source, title: title, persona: persona, owner: owner)
        return try await put(document)
    }

    /// - Parameter question: What the page answers: a heading over all of it, where it is found by.
    /// - Throws: `LinkError`, `StorageError`, ``RequestError/limitReached(_:)``.
    nonisolated func add(
        link url: String, question: String = "", title: String? = nil, persona: String?, owner: String?
    ) async throws -> StoredDocument {
        try await checkRoom(persona, owner)
        guard let page = try await links.read(url) else { throw LinkError.status(304) }
        let stored = try await put(
            NewDocument(
                page, link: try LinkAddress.checked(url), question: question, title: title, persona: persona,
                owner: owner))
        let plan = RefreshPlan(now: Date().timeIntervalSince1970, interval: interval)
        try await store.note(LinkState(validators: page.validators, plan: plan), of: stored.document.id)
        return stored
    }

    /// Reads a link's page again, whether it says that it has changed or not.
    nonisolated func refresh(_ document: KnowledgeDocument) async throws -> StoredDocument {
        guard let url = document.url else {
            throw RequestError.unsupported("This document was no link; add its file again to replace it.")
        }
        let question = try await personas.question(ofDocument: document.id) ?? ""
        return try await add(link: url, question: question, persona: document.persona, owner: document.owner)
    }

    /// Looks at the links that are due, one after the other; ends early when its task is cancelled. What cannot be read
    /// stays as it is.
    package nonisolated func refreshLinks(at now: Date = Date()) async throws(StorageError) {
        var offset = 0
        var linked: [KnowledgeDocument] = []
        while true {
            let page = try await store.list(limit: 1000, offset: offset)
            linked += page.filter { $0.url != nil }
            offset += page.count
            if page.count < 1000 { break }
        }
        for document in linked where !Task.isCancelled {
            // Of links that were added by the command line, or before this was kept.
            let state =
                try await store.link(of: document.id)
                ?? LinkState(
                    validators: PageValidators(),
                    plan: RefreshPlan(now: document.refreshedAt.timeIntervalSince1970, interval: interval))
            if state.plan.isDue(at: now.timeIntervalSince1970) { try await look(at: document, state, now) }
        }
    }

    private nonisolated func look(
        at document: KnowledgeDocument, _ state: LinkState, _ now: Date
    ) async throws(StorageError) {
        var state = state
        var outcome = RefreshPlan.Outcome.unchanged
        do {
            if let page = try await links.read(document.source, unless: state.validators) {
                let question = try await personas.question(ofDocument: document.id) ?? ""
                let stored = try await put(
                    NewDocument(
                        page, link: document.source, question: question, title: nil, persona: document.persona,
                        owner: document.owner))
                state.validators = page.validators
                outcome = stored.change == .unchanged ? .unchanged : .changed
            }
        } catch {
            if Task.isCancelled { return }
            log(.info, "a link could not be refreshed", ["link": document.source, "reason": "\(error)"])
            outcome = .failed(error as? LinkError ?? .unreachable(reason: "\(error)"))
        }
        state.plan.record(outcome, now: now.timeIntervalSince1970)
        if state.plan.isGone {
            log(.warning, "a link's page is gone; remove its document if it no longer holds", ["link": document.source])
        }
        try await store.note(state, of: document.id)
    }

    private nonisolated func put(_ document: NewDocument) async throws -> StoredDocument {
        guard let stored = try await store.add([document]).first else { throw CancellationError() }
        // The persona may have been deleted while the document was read.
        if let persona = document.persona, let owner = document.owner,
            try await personas.find(persona, owner: owner) == nil
        {
            _ = try await store.remove(stored.document.id)
            throw noPersona(persona)
        }
        return stored
    }

    private nonisolated func checkRoom(_ persona: String?, _ owner: String?) async throws {
        let last = try await store.list(persona: persona ?? "", owner: owner, limit: 1, offset: Self.documentLimit - 1)
        guard last.isEmpty else {
            throw RequestError.limitReached("There are \(Self.documentLimit) documents already; delete some first.")
        }
    }

    // MARK: Behind a request

    /// Takes links of a persona on and returns at once.
    func read(_ links: [PersonaLink], of persona: String, owner: String) async {
        for link in links where !isClosed {
            guard waiting.count < Self.mostWaiting else {
                await note(link, fault: "Too many links wait to be read; save the context again later.")
                continue
            }
            waiting.append(Waiting(link: link, persona: persona, owner: owner))
        }
        startWorkers()
    }

    /// Drops what waits and ends what is being read.
    package func close() async {
        isClosed = true
        waiting = []
        for task in running.values { task.cancel() }
        for task in running.values { await task.value }
    }

    /// Until every link that was taken on has been read.
    func settle() async {
        while let task = running.first?.value { await task.value }
    }

    private func startWorkers() {
        while running.count < Self.atOnce, !waiting.isEmpty, !isClosed {
            let next = waiting.removeFirst()
            last += 1
            let number = last
            running[number] = Task {
                await take(next)
                running[number] = nil
                startWorkers()
            }
        }
    }

    private func take(_ item: Waiting) async {
        let (link, persona, owner) = (item.link, item.persona, item.owner)
        do {
            let stored = try await add(link: link.url, question: link.question, persona: persona, owner: owner)
            guard try await isWanted(link, persona, owner) else {
                _ = try await store.remove(stored.document.id)
                return
            }
            await note(link, document: stored.document.id)
        } catch {
            guard !Task.isCancelled else { return }
            await note(link, document: link.document, fault: Problem(error).message)
        }
    }

    /// Whether the persona still has the link: it was read while others changed things.
    private func isWanted(_ link: PersonaLink, _ persona: String, _ owner: String) async throws -> Bool {
        try await personas.find(persona, owner: owner)?.links.contains { $0.id == link.id && $0.url == link.url }
            ?? false
    }

    private func note(_ link: PersonaLink, document: String? = nil, fault: String? = nil) async {
        var link = link
        (link.document, link.fault, link.readAt) = (document, fault, Date())
        do { try await personas.note(link) } catch {
            log(.error, "a link's state could not be recorded", ["reason": "\(error)"])
        }
    }
}
