internal import Core
package import Foundation
package import Speech
package import Stage

/// What is fixed for a session's whole life.
package struct SessionCard: Equatable, Sendable {
    /// How viewers reach it.
    package enum Transport: String, CaseIterable, Sendable {
        /// We offer, the client answers (`streaming.new`, `streaming.start`).
        case offer = "webrtc"
        /// Every viewer offers (draft-ietf-wish-whep).
        case whep
    }

    /// Lower-case UUID.
    package var id: String
    /// The API key it belongs to.
    package var owner: String
    package var avatar: String
    package var voice: VoiceChoice
    package var format: StageFormat
    package var transport: Transport
    package var createdAt: Date
    package var conversation: SessionConversation

    package init(
        id: String, owner: String, avatar: String, voice: VoiceChoice, format: StageFormat,
        transport: Transport, createdAt: Date, conversation: SessionConversation = SessionConversation()
    ) {
        self.id = id
        self.owner = owner
        self.avatar = avatar
        self.voice = voice
        self.format = format
        self.transport = transport
        self.createdAt = createdAt
        self.conversation = conversation
    }

    /// BCP 47, what is spoken with the visitor.
    package var language: String { conversation.language ?? conversation.persona.language ?? voice.language }
}
