package import Conversation
package import Storage

/// What the sessions of a server listen, think and remember with.
package struct ConversationEquipment: Sendable {
    /// Who answers in a session. Quick.
    package var answerer: @Sendable (SessionCard) -> any Answerer
    /// An ear for one speaker of a session; nil where nothing can listen. Quick.
    package var ear: (@Sendable (SessionCard, _ keywords: [String]) -> any Listening)?
    /// What is likely to be said in a session, for its ears.
    package var keywords: @Sendable (SessionCard) async -> [String]
    /// Nil keeps none.
    package var transcripts: Transcripts?
    package var settings: ConversationSettings

    package init(
        answerer: @escaping @Sendable (SessionCard) -> any Answerer = { _ in PlainAnswerer() },
        ear: (@Sendable (SessionCard, _ keywords: [String]) -> any Listening)? = nil,
        keywords: @escaping @Sendable (SessionCard) async -> [String] = { _ in [] }, transcripts: Transcripts? = nil,
        settings: ConversationSettings = ConversationSettings()
    ) {
        self.answerer = answerer
        self.ear = ear
        self.keywords = keywords
        self.transcripts = transcripts
        self.settings = settings
    }
}
