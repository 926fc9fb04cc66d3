internal import API
internal import Core
internal import Cryptography
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Operations
internal import Providers
internal import Storage

/// What a server keeps of its personas, and the way into what they know, made from the configuration.
struct PersonaParts: Sendable {
    let personas: Personas
    let secrets: Secrets
    let models: Models
    let intake: KnowledgeIntake
    private let reader: DocumentReader
    /// Hours after which links are usually read again; 0 never.
    private let refreshAfter: Int

    init(
        _ configuration: Configuration, _ folder: DataFolder, _ database: Database, _ client: HTTPClient,
        knowledge: KnowledgeStore, log: Log
    ) throws {
        personas = Personas(database)
        let key = configuration.access.secretKey
        secrets = Secrets(
            database, seal: TextSeal(key: try key.isEmpty ? SealKey.kept(in: folder.secretKey) : SealKey.read(key)))
        models = Models(database)
        refreshAfter = configuration.knowledge.refreshAfter
        let extract = configuration.paths.extract
        reader = DocumentReader(executable: extract.isEmpty ? nil : extract)
        let links = LinkReader(reader: reader, fetcher: PageFetcher(client: client))
        let usual = Double(max(refreshAfter, 1)) * 3600
        intake = KnowledgeIntake(
            store: knowledge, reader: reader, links: links, personas: personas,
            interval: .init(least: min(3600, usual), usual: usual), log: log)
    }

    /// Reads links again that are due; called now and then.
    func tidy() async throws {
        guard refreshAfter > 0 else { return }
        try await intake.refreshLinks()
    }

    func close() async {
        await intake.close()
        await reader.close()
    }
}
