internal import ExtractWire
internal import Foundation
internal import Storage

/// Analyses documents and stores them in batches. Analysis happens outside the transaction, so that others write in
/// between.
actor DocumentIndexer {
    private let documents: KnowledgeDocuments
    private let search: KnowledgeSearch
    private var analyzers: [Language: TextAnalyzer] = [:]
    /// Words that are in the database as long as nobody else writes.
    private var stored: Set<KnowledgeWord> = []
    private var generation: Int?

    /// One transaction's share: about 50 ms of writing, during which other writers wait.
    private static let batch = (documents: 64, bytes: 512 << 10)
    /// About 20 MB.
    private static let wordsRemembered = 200_000

    init(_ database: Database) {
        documents = KnowledgeDocuments(database)
        search = KnowledgeSearch(database)
    }

    /// - Parameter progress: How many are stored.
    func store(
        _ new: [NewDocument], at now: Date, progress: @Sendable (Int) -> Void
    ) async throws -> [StoredDocument] {
        var results: [StoredDocument] = []
        var batch: [IndexedDocument] = []
        var bytes = 0
        for (place, document) in new.enumerated() {
            try Task.checkCancellation()
            if batch.isEmpty { try await forgetWhenOthersWrote() }
            batch.append(indexed(document, at: now))
            bytes += document.bytes
            guard batch.count == Self.batch.documents || bytes >= Self.batch.bytes || place == new.count - 1 else {
                continue
            }
            let stored = try await documents.store(batch)
            remember(batch)
            generation = generation.map { $0 + 1 }
            results += stored.map { StoredDocument(document: $0.document, change: $0.change) }
            batch.removeAll(keepingCapacity: true)
            bytes = 0
            progress(results.count)
        }
        return results
    }

    private func forgetWhenOthersWrote() async throws {
        let now = try await search.state().generation
        if generation != now {
            stored.removeAll()
            generation = now
        }
    }

    private func remember(_ batch: [IndexedDocument]) {
        if stored.count > Self.wordsRemembered { stored.removeAll(keepingCapacity: true) }
        for document in batch { stored.formUnion(document.words) }
    }

    private func indexed(_ new: NewDocument, at now: Date) -> IndexedDocument {
        let language = Language(of: sample(of: new))
        let analyzer = analyzer(language)
        var words: Set<KnowledgeWord> = []
        func terms(_ text: String) -> String {
            analyzer.indexText(of: text) { word, term in
                let entry = KnowledgeWord(word: word, term: term)
                if !stored.contains(entry) { words.insert(entry) }
            }
        }
        let passages = new.passages.map { passage in
            IndexedPassage(
                headings: passage.headings, question: passage.question, text: passage.text,
                headingTerms: terms(passage.headings.joined(separator: " ")),
                questionTerms: terms(passage.question ?? ""), bodyTerms: terms(passage.text))
        }
        let document = KnowledgeDocument(
            id: UUID().uuidString.lowercased(), persona: new.persona, owner: new.owner, title: new.title,
            format: new.format.rawValue, source: new.source, url: new.url, language: language.rawValue, hash: new.hash,
            createdAt: now, refreshedAt: now, bytes: new.bytes, passages: passages.count)
        return IndexedDocument(
            document: document, titleTerms: terms(new.title), passages: passages,
            words: words.sorted { $0.word < $1.word })
    }

    private func sample(of document: NewDocument) -> String {
        var text = ""
        for passage in document.passages {
            text += (passage.question ?? "") + " " + passage.text + "\n"
            if text.utf8.count > 4000 { break }
        }
        return text
    }

    private func analyzer(_ language: Language) -> TextAnalyzer {
        if let analyzer = analyzers[language] { return analyzer }
        let analyzer = TextAnalyzer(language)
        analyzers[language] = analyzer
        return analyzer
    }
}
