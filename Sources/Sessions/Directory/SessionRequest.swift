internal import Foundation
package import Speech
package import Stage

/// What a client asks for; the avatar and the voice are known to exist.
package struct SessionRequest: Sendable {
    /// The session's id: a fresh lower-case UUID.
    package let id = UUID().uuidString.lowercased()
    package var owner: String
    package var avatar: String
    package var voice: VoiceChoice
    package var format: StageFormat
    package var transport: SessionCard.Transport
    package var limits: SessionLimits
    package var conversation: SessionConversation

    package init(
        owner: String, avatar: String, voice: VoiceChoice, format: StageFormat,
        transport: SessionCard.Transport, limits: SessionLimits,
        conversation: SessionConversation = SessionConversation()
    ) {
        self.owner = owner
        self.avatar = avatar
        self.voice = voice
        self.format = format
        self.transport = transport
        self.limits = limits
        self.conversation = conversation
    }
}

/// How many sessions there may be at once.
package struct SessionCapacity: Equatable, Sendable {
    package var server = 64
    package var perOwner = 64

    package init() {}
    package init(server: Int, perOwner: Int) {
        self.server = server
        self.perOwner = perOwner
    }
}
