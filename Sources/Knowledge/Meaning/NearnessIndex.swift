internal import Storage

/// Which passages may be near a question, out of all of them: keeps ``SketchTable`` up to date with the database, whichever
/// process writes to it. Loaded when it is first asked, 1 s for 10 000 documents of 5 kB.
actor NearnessIndex {
    private let changes: KnowledgeVectorChanges
    private let model: String
    private let capacity: Int
    private var table: SketchTable?
    private var place = KnowledgeVectorChanges.Place.start
    /// Of the database, when it was last followed to its end.
    private var state: KnowledgeVectorChanges.State?
    /// By number, whose documents are; of ``documentsState``.
    private var documents: [Int64: String?] = [:]
    private var documentsState: Int?
    private var following: Task<Void, any Error>?

    /// Vectors read at once: 10 ms.
    private static let batch = 1000

    /// - Parameters:
    ///   - database: Nobody waits for it longer than for reading 1000 vectors.
    ///   - model: Vectors of others are left out.
    ///   - capacity: Sentences that are kept, 48 bytes each: 50 MB, which are some 18 000 documents of 5 kB. Those of the
    ///     oldest documents beyond are not among what may be near.
    init(_ database: Database, model: String, capacity: Int = 1 << 20) {
        changes = KnowledgeVectorChanges(database)
        self.model = model
        self.capacity = capacity
    }

    /// Passages of which most of those nearest to a vector are part, in the order of their ids: with 200 of 3100 passages
    /// of technical prose, 96 % of the nearest ones and 85 % of the 12 nearest. All of a persona's passages where there
    /// are no more than `limit`.
    ///
    /// - Throws: `StorageError`, or `CancellationError`.
    func candidates(near vector: SentenceVector, persona: String, limit: Int) async throws -> [Int64] {
        try await follow(length: vector.length)
        guard let table, table.length == vector.length else { return [] }
        return table.nearest(to: vector.sketch, persona: persona, limit: limit).sorted()
    }

    /// What it holds; for tests.
    var size: (passages: Int, sentences: Int) { (table?.count ?? 0, table?.sentences ?? 0) }

    /// One at a time reads; who comes meanwhile looks again afterwards, since what it wants to see may have come later.
    private func follow(length: Int) async throws {
        while let following {
            _ = await following.result
            try Task.checkCancellation()
        }
        // Of its own, so that who is cancelled leaves the others their answer.
        let task = Task {
            defer { following = nil }
            try await readChanges(length)
        }
        following = task
        try await task.value
    }

    private func readChanges(_ length: Int) async throws {
        let now = try await changes.state()
        guard now != state else { return }
        if table == nil { table = SketchTable(length: length, capacity: capacity) }
        if documentsState != now.documents { try await readDocuments(now.documents) }
        while state?.revision != now.revision {
            let (found, last) = try await changes.each(after: place, model: model, limit: Self.batch) {
                (passage: $0, sketches: SignSketch.words(of: $1, length: length))
            }
            guard let last else { break }
            // Stored with documents that came after these had been read.
            if found.contains(where: { documents[$0.passage >> 20] == nil }) { try await readDocuments(nil) }
            for (passage, sketches) in found {
                if let persona = documents[passage >> 20] { table?.add(passage, sketches, persona: persona) }
            }
            place = last
        }
        state = now
    }

    /// - Parameter state: Of the database before; nil when it is not known.
    private func readDocuments(_ state: Int?) async throws {
        documents = Dictionary(uniqueKeysWithValues: try await changes.documents().map { ($0.number, $0.persona) })
        documentsState = state
        table?.keep { documents[$0 >> 20] != nil }
    }
}
