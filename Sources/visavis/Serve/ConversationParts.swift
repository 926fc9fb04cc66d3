internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Knowledge
internal import Operations
internal import Providers
internal import Sessions
internal import Speech
internal import Storage

/// What a server's conversations listen, think and remember with, made from the configuration.
struct ConversationParts: Sendable {
    let knowledge: KnowledgeStore
    let transcripts: Transcripts
    let equipment: ConversationEquipment
    /// Nil where nothing can listen.
    private let recogniser: (any SpeechRecogniser)?
    /// Days that transcripts are kept.
    private let retention: Int

    let answerers: Answerers
    let personas: PersonaParts

    init(
        _ configuration: Configuration, _ folder: DataFolder, client: HTTPClient, database: Database,
        metrics: Metrics, log: Log
    ) throws {
        let knowledge = try KnowledgeStore(
            path: database.path, embedder: configuration.embedder(client), sentences: configuration.sentences,
            metrics: metrics, log: log)
        let transcripts = Transcripts(database)
        self.knowledge = knowledge
        self.transcripts = transcripts
        let personas = try PersonaParts(configuration, folder, database, client, knowledge: knowledge, log: log)
        self.personas = personas
        retention = configuration.conversation.transcriptDays
        let answerers = Answerers(
            standard: try configuration.answerer(client, knowledge: knowledge, metrics: metrics, log: log),
            models: personas.models, secrets: personas.secrets, client: client, knowledge: knowledge,
            metrics: metrics, log: log)
        self.answerers = answerers
        let recogniser = try configuration.recogniser(client, log: log)
        self.recogniser = recogniser
        var ear: (@Sendable (SessionCard, [String]) -> any Listening)?
        if let recogniser { ear = { Ear($0, recogniser: recogniser, keywords: $1) } }
        equipment = ConversationEquipment(
            answerer: { answerers.answerer(of: $0.owner, model: $0.conversation.model) }, ear: ear,
            keywords: { await knowledge.keywords(persona: $0.conversation.persona.id, limit: 1000) },
            transcripts: transcripts, settings: configuration.conversationSettings)
    }

    /// Loads what the first visitor would have to wait for.
    func warm(log: Log) async {
        await knowledge.warm()
        do { try await recogniser?.warm() } catch { log(.error, "nobody can be heard", ["reason": "\(error)"]) }
    }

    /// Reads links again and forgets what is older than is to be kept; called now and then.
    func tidy() async throws {
        try await personas.tidy()
        guard retention > 0 else { return }
        try await transcripts.erase(before: Date(timeIntervalSinceNow: -Double(retention) * 86_400))
    }

    /// Ends what goes on in the background.
    func close() async {
        await personas.close()
        await knowledge.close()
    }
}

extension Ear {
    fileprivate convenience init(_ card: SessionCard, recogniser: any SpeechRecogniser, keywords: [String]) {
        var settings = EarSettings()
        settings.turnTaking = card.conversation.isPushToTalk ? .pushToTalk : .automatic
        settings.isInterruptible = card.conversation.isInterruptible ?? true
        let base = String(card.language.lowercased().prefix { $0 != "-" && $0 != "_" })
        let isKnown = recogniser.languages?.contains(base) ?? true
        self.init(
            settings, recogniser: isKnown ? recogniser : UnknownLanguage(of: recogniser),
            request: RecognitionRequest(language: card.language, keywords: keywords))
    }
}
