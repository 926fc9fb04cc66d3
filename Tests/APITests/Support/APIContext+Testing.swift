import Conversation
import Core
import Cryptography
import Foundation
import HTTP
import Knowledge
import Sessions
import Speech
import Storage

@testable import API

extension APIContext {
    /// With everything that is stored in `database`, whose knowledge has a file of its own where that is no file.
    static func testing(
        directory: SessionDirectory, database: Database, avatars: any AvatarSource, voices: any SpeechSource,
        settings: APISettings = APISettings(), rate: RateLimit = RateLimit(capacity: 1e9, perSecond: 1e9),
        metrics: Metrics, pages: FakePages = FakePages(), answerer: (any Answerer)? = nil
    ) throws -> APIContext {
        let personas = Personas(database)
        let store = try KnowledgeStore(path: database.path)
        let reader = DocumentReader()
        let intake = KnowledgeIntake(
            store: store, reader: reader, links: LinkReader(reader: reader, fetcher: pages), personas: personas,
            log: .silent)
        let answerer = answerer ?? ExtractiveAnswerer(knowledge: store)
        return APIContext(
            directory: directory, avatars: avatars, voices: voices, personas: personas,
            secrets: Secrets(database, seal: TextSeal(key: [UInt8](0..<32))), models: Models(database),
            transcripts: Transcripts(database), knowledge: intake, answerer: { _, _, _ in answerer },
            gate: Gate(database: database, rate: rate), settings: settings, metrics: metrics, log: .silent)
    }
}
