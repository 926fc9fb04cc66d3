package import Conversation
package import Knowledge
package import Speech

/// What the server would listen, think and speak with. Who starts servers makes them from the configuration, so that
/// the doctor tries the same.
package struct ConversationEngines: Sendable {
    /// Nil where she quotes.
    package var model: (any LanguageModel)?
    package var recogniser: @Sendable () throws -> any SpeechRecogniser
    /// What speaks with a provider's voice or one of Piper's, and that voice; nil where there are built-in ones alone.
    package var speech: @Sendable () throws -> (source: any SpeechSource, voice: VoiceChoice)?
    /// Nil where words alone find what is known.
    package var embedder: (any Embedder)?
    /// What is contradictory in the settings, as the server would say it.
    package var contradiction: String?

    package init(
        model: (any LanguageModel)? = nil,
        recogniser: @escaping @Sendable () throws -> any SpeechRecogniser = { try BuiltInRecogniser.installed() },
        speech: @escaping @Sendable () throws -> (source: any SpeechSource, voice: VoiceChoice)? = { nil },
        embedder: (any Embedder)? = nil, contradiction: String? = nil
    ) {
        self.model = model
        self.recogniser = recogniser
        self.speech = speech
        self.embedder = embedder
        self.contradiction = contradiction
    }
}
