package import Core
package import HTTP
package import Media
package import Sessions
package import Speech
package import Stage

/// What the routes work with.
package struct APIContext: Sendable {
    package var directory: SessionDirectory
    package var avatars: any AvatarSource
    package var voices: any SpeechSource
    package var gate: Gate
    package var settings: APISettings
    package var metrics: Metrics
    package var log: Log

    package init(
        directory: SessionDirectory, avatars: any AvatarSource, voices: any SpeechSource, gate: Gate,
        settings: APISettings, metrics: Metrics, log: Log
    ) {
        self.directory = directory
        self.avatars = avatars
        self.voices = voices
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

    package init() {}
}
