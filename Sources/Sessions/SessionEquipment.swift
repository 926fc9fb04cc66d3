package import Core
package import Media
package import Speech

/// Makes a viewer's connection. Quick; any thread.
package typealias MakePeer = @Sendable (PeerConfiguration) throws(PeerError) -> any PeerConnection

/// What all sessions of a server share.
package struct SessionEquipment: Sendable {
    package var makePeer: MakePeer
    /// What is the same in every peer's configuration; codec and height are the session's.
    package var peers: PeerConfiguration
    package var voices: any SpeechSource
    package var language: MessageLanguage
    package var conversation: ConversationEquipment
    package var clock: SessionClock
    package var metrics: Metrics
    package var log: Log

    package init(
        makePeer: @escaping MakePeer, peers: PeerConfiguration, voices: any SpeechSource, language: MessageLanguage,
        conversation: ConversationEquipment = ConversationEquipment(), clock: SessionClock = .continuous,
        metrics: Metrics, log: Log
    ) {
        self.makePeer = makePeer
        self.peers = peers
        self.voices = voices
        self.language = language
        self.conversation = conversation
        self.clock = clock
        self.metrics = metrics
        self.log = log
    }
}
