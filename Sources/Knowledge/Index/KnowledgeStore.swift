package import Core
package import Foundation
package import Storage
internal import Synchronization

/// The documents personas were given to know, and the way from a question to their passages. Any thread.
///
/// Questions and documents that come in use connections of their own: neither waits for the other, nor for the
/// database the sessions use, but for SQLite's one writer at a time.
package final class KnowledgeStore: KnowledgeSource, Sendable {
    private let documents: KnowledgeDocuments
    private let search: KnowledgeSearch
    private let links: KnowledgeLinks
    private let indexer: DocumentIndexer
    let finder: PassageFinder
    private let meanings: MeaningSearch?
    private let sentences: SentenceIndex?
    /// Embeds sentences.
    private let understanding: BackgroundWork?
    /// The state of the index of the last question.
    private let seen = Atomic(-1)
    private let metrics: Metrics?
    private let log: Log

    /// - Parameters:
    ///   - path: Of the server's database file; `:memory:` for one that ends with this value.
    ///   - embedder: A provider's: finds passages by what they mean, too. Documents wait for it.
    ///   - sentences: The built-in model, used where there is no provider. Documents are found by their words at once, and
    ///     by their meaning when it has come to them.
    package init(
        path: String, embedder: (any Embedder)? = nil, sentences: (any Embedder)? = nil, metrics: Metrics? = nil,
        log: Log = .silent
    ) throws(StorageError) {
        let reading = try Database(path: path, cache: 32)
        let writing = path == ":memory:" ? reading : try Database(path: path, cache: 32)
        documents = KnowledgeDocuments(reading)
        search = KnowledgeSearch(reading)
        links = KnowledgeLinks(reading)
        indexer = DocumentIndexer(writing)
        finder = PassageFinder(reading)
        meanings = embedder.map { MeaningSearch($0, reading: reading, writing: writing) }
        self.metrics = metrics
        self.log = log
        guard embedder == nil, let sentences else {
            (self.sentences, understanding) = (nil, nil)
            return
        }
        let isMemory = path == ":memory:"
        let index = SentenceIndex(
            sentences, reading: isMemory ? reading : try Database(path: path, cache: 32),
            missing: isMemory ? reading : try Database(path: path), writing: writing,
            failed: { Self.failed(Self.unembeddedQuestion, $0, metrics, log) })
        self.sentences = index
        understanding = BackgroundWork {
            do {
                try await index.embedMissing()
            } catch {
                Self.failed(Self.unembeddedPassages, error, metrics, log)
            }
        }
    }

    /// Loads what the first question would have to wait for.
    package func warm() async {
        _ = await passages(for: "hello", persona: "", limit: 1)
        // That one may know nothing, and then has not looked at what others know.
        _ = await sentences?.meant(by: "hello", persona: "")
    }

    /// Ends what goes on in the background. Documents are found by their words from then on, as far as they have no
    /// vectors.
    package func close() async { await understanding?.close() }

    /// Stores documents in batches of up to 64. Those of the same persona and owner with the same source or the same
    /// content make way. Cancelling leaves whole batches.
    ///
    /// - Parameter progress: How many are stored so far; called after each batch.
    /// - Throws: ``StorageError``, or `CancellationError`.
    /// - Returns: One for each, in order.
    package func add(
        _ new: [NewDocument], at now: Date = Date(), progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> [StoredDocument] {
        let stored = try await indexer.store(new, at: now, progress: progress)
        if let understanding { await understanding.wake() } else { await embedMissing() }
        return stored
    }

    /// Embeds passages that have no vector of the present model: after a change of model, or where the provider failed
    /// before. Does nothing without an embedder. Stops at the first failure, which is logged and counted.
    package func embedMissing() async {
        if let understanding { return await understanding.finish() }
        do {
            try await meanings?.embedMissing()
        } catch {
            Self.failed(Self.unembeddedPassages, error, metrics, log)
        }
    }

    /// Newest first.
    /// - Parameters:
    ///   - persona: Only what this one may look at, shared documents included; nil lists all.
    ///   - owner: Only what this API key brought; nil lists all.
    package func list(
        persona: String? = nil, owner: String? = nil, limit: Int = 1000, offset: Int = 0
    ) async throws(StorageError) -> [KnowledgeDocument] {
        try await documents.list(persona: persona, owner: owner, limit: limit, offset: offset)
    }

    package func document(_ id: String) async throws(StorageError) -> KnowledgeDocument? {
        try await documents.find(id: id)
    }

    /// The passages of one document, in its order.
    package func passages(of id: String, limit: Int = 1000) async throws(StorageError) -> [Passage] {
        try await documents.passages(of: id, limit: limit).map(Passage.init)
    }

    /// By what, and when, the page of a document is asked for again; nil when nothing is known.
    package func link(of id: String) async throws(StorageError) -> LinkState? {
        guard let link = try await links.find(id), let plan = RefreshPlan(text: link.plan) else { return nil }
        return LinkState(
            validators: PageValidators(entityTag: link.entityTag, lastModified: link.lastModified), plan: plan)
    }

    package func note(_ state: LinkState, of id: String) async throws(StorageError) {
        try await links.put(
            KnowledgeLink(
                document: id, entityTag: state.validators.entityTag, lastModified: state.validators.lastModified,
                plan: state.plan.text))
    }

    /// - Returns: false when there is no such document.
    package func remove(_ id: String) async throws(StorageError) -> Bool { try await documents.remove(id: id) }

    /// Forgets what one persona alone knows; shared documents stay.
    /// - Returns: How many documents.
    package func remove(persona: String) async throws(StorageError) -> Int {
        try await documents.remove(persona: persona)
    }

    package func passages(for question: String, persona: String, limit: Int) async -> [RankedPassage] {
        do {
            guard let meanings else {
                let found = try await finder.passages(
                    for: question, persona: persona, limit: limit, meaning: sentences)
                // Other processes may have stored documents since.
                let generation = await finder.generation
                if seen.exchange(generation, ordering: .relaxed) != generation { await understanding?.wake() }
                return found
            }
            async let near = nearest(question, persona, meanings)
            let byWords = try await finder.passages(for: question, persona: persona, limit: max(limit, 20))
            return RankFusion.fused(byWords, await near, limit: limit)
        } catch {
            log(.error, "the knowledge could not be searched", ["reason": "\(error)"])
            return []
        }
    }

    /// What tells whether the likeliest passages answer, before it is weighed; at least 12 where there are as many.
    package func evidence(
        for question: String, persona: String
    ) async throws(StorageError) -> [FoundPassage] {
        try await finder.evidence(for: question, persona: persona, limit: 12, meaning: sentences)
    }

    private func nearest(_ question: String, _ persona: String, _ meanings: MeaningSearch) async -> [RankedPassage] {
        do {
            return try await meanings.passages(for: question, persona: persona, limit: 20)
        } catch {
            Self.failed(Self.unembeddedQuestion, error, metrics, log)
            return []
        }
    }

    private static let unembeddedQuestion = "a question could not be embedded; its words alone decide"
    private static let unembeddedPassages = "passages could not be embedded; they are found by their words"

    private static func failed(_ what: String, _ error: any Error, _ metrics: Metrics?, _ log: Log) {
        if error is CancellationError { return }
        metrics?.count("visavis_embedding_failures_total", "Requests for embeddings that failed.")
        log(.warning, what, ["reason": "\(error)"])
    }

    package func keywords(persona: String, limit: Int) async -> [String] {
        do {
            return Keywords.mostTelling(of: try await search.sample(persona: persona, limit: 500), limit: limit)
        } catch {
            log(.error, "the knowledge could not be searched", ["reason": "\(error)"])
            return []
        }
    }

    package func topics(persona: String, limit: Int) async -> [String] {
        (try? await search.titles(persona: persona, limit: limit)) ?? []
    }
}
