package import Conversation
package import Core
package import HTTP
package import Media
package import Sessions
package import Speech
package import Stage
package import Storage

/// What the routes work with.
package struct APIContext: Sendable {
    package var directory: SessionDirectory
    package var avatars: any AvatarSource
    package var voices: any SpeechSource
    package var personas: Personas
    package var secrets: Secrets
    package var models: Models
    package var transcripts: Transcripts
    package var knowledge: KnowledgeIntake
    /// Who answers a question that is asked outside of a session, for a persona of `owner`.
    ///
    /// - Parameter model: Id of a language model's configuration; nil is the server's.
    package var answerer: @Sendable (_ persona: Persona, _ owner: String, _ model: String?) -> any Answerer
    package var gate: Gate
    package var settings: APISettings
    package var metrics: Metrics
    package var log: Log

    package init(
        directory: SessionDirectory, avatars: any AvatarSource, voices: any SpeechSource, personas: Personas,
        secrets: Secrets, models: Models, transcripts: Transcripts, knowledge: KnowledgeIntake,
        answerer: @escaping @Sendable (_ persona: Persona, _ owner: String, _ model: String?) -> any Answerer,
        gate: Gate, settings: APISettings, metrics: Metrics, log: Log
    ) {
        self.directory = directory
        self.avatars = avatars
        self.voices = voices
        self.personas = personas
        self.secrets = secrets
        self.models = models
        self.transcripts = transcripts
        self.knowledge = knowledge
        self.answerer = answerer
        self.gate = gate
        self.settings = settings
        self.metrics = metrics
        self.log = log
    }
}

/// What the operator decides about the API.
package struct APISettings: Sendable {
    package var pageAccess = PageAccess.loopback
    /// Whose pages may call the API; HeyGen's clients send plain requests without cookies.
    package var crossOrigin = CORSPolicy(origins: .any)
    /// What clients are told to use.
    package var iceServers: [ICEServer] = []
    /// Of a session whose client does not say otherwise.
    package var limits = SessionLimits()
    /// Where clients do not choose: `video_encoding`.
    package var codec = VideoCodec.vp8
    package var quality = StreamQuality.medium
    /// Samples of voices are kept here; nil makes them anew for each request.
    package var sampleFolder: String?
    /// Models of the server itself, for `/v1/llm-models`: provider to names.
    package var models: [String: [String]] = ["visavis": ["built-in"]]

    package init() {}
}
