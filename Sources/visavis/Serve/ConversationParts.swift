internal import Conversation
internal import Core
internal import Foundation
internal import Knowledge
internal import Operations
internal import Sessions
internal import Speech
internal import Storage

/// What a server's conversations listen, think and remember with, made from the configuration.
struct ConversationParts: Sendable {
    let knowledge: KnowledgeStore
    let transcripts: Transcripts
    let equipment: ConversationEquipment
    /// Days that transcripts are kept.
    private let retention: Int

    init(_ configuration: Configuration, database: Database, metrics: Metrics, log: Log) throws {
        let knowledge = try KnowledgeStore(path: database.path, log: log)
        let transcripts = Transcripts(database)
        self.knowledge = knowledge
        self.transcripts = transcripts
        retention = configuration.conversation.transcriptDays
        let answerer = ExtractiveAnswerer(knowledge: knowledge)
        equipment = ConversationEquipment(
            answerer: { _ in answerer },
            keywords: { await knowledge.keywords(persona: $0.conversation.persona.id, limit: 200) },
            transcripts: transcripts, settings: configuration.conversationSettings)
    }

    /// Forgets what is older than is to be kept; called now and then.
    func tidy() async throws {
        guard retention > 0 else { return }
        try await transcripts.erase(before: Date(timeIntervalSinceNow: -Double(retention) * 86_400))
    }
}

extension Configuration {
    var conversationSettings: ConversationSettings {
        var settings = ConversationSettings()
        settings.fillerAfter = conversation.fillerAfter > 0 ? .milliseconds(conversation.fillerAfter) : nil
        settings.silenceAfter = conversation.silenceAfter > 0 ? .seconds(conversation.silenceAfter) : nil
        settings.isInterruptible = conversation.interruptible
        settings.apology = conversation.apology
        settings.keepsTranscripts = conversation.transcriptDays > 0
        return settings
    }
}
