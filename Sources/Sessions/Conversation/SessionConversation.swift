internal import Conversation
package import Core

/// What a session's conversation is about and how it goes; fixed for the session's life.
package struct SessionConversation: Equatable, Sendable {
    package var persona = Persona()
    /// Values for the `${name}` of the persona.
    package var variables: [String: String] = [:]
    /// BCP 47, what the visitor speaks; nil: the persona's, else the voice's.
    package var language: String?
    /// Spoken first instead of the persona's opening; empty says nothing.
    package var opening: String?
    package var isPushToTalk = false
    /// Nil: as the server is set.
    package var isInterruptible: Bool?
    /// A typed question breaks off what she says instead of waiting.
    package var talkInterrupts = false
    /// Whether she speaks up when nobody does; nil: as the server is set.
    package var answersSilence: Bool?
    /// Id of a language model's configuration; nil: the server's.
    package var model: String?

    package init() {}
}

/// What the operator decides about conversations.
package struct ConversationSettings: Equatable, Sendable {
    /// See ``TurnSettings/fillerAfter``.
    package var fillerAfter: Duration? = .milliseconds(1200)
    /// In sessions that do not say whether she speaks up; nil: she does not.
    package var silenceAfter: Duration?
    /// In sessions that want it, where `silenceAfter` is nil.
    package var usualSilence: Duration = .seconds(30)
    /// How often in a row she speaks up.
    package var silenceTimes = 3
    package var isInterruptible = true
    /// See ``TurnSettings/hasOneFloor``.
    package var hasOneFloor = true
    /// Empty: in the session's language.
    package var apology = ""
    /// Whether she says, too, that the session's longest duration is nearly over; clients are always told.
    package var warnsAloud = false
    /// Whether what is said is written down at all.
    package var keepsTranscripts = true
    /// Speakers of one session who can be heard at once; others are not.
    package var ears = 4

    package init() {}

    /// After how much of it she speaks up in a session with this wish; nil: never.
    func silence(whenWished answersSilence: Bool?) -> Duration? {
        switch answersSilence {
        case nil: silenceAfter
        case true?: silenceAfter ?? usualSilence
        case false?: nil
        }
    }
}

extension TurnSettings {
    init(_ card: SessionCard, _ server: ConversationSettings, _ phrases: Phrases) {
        self.init()
        let wish = card.conversation
        isInterruptible = wish.isInterruptible ?? server.isInterruptible
        isPushToTalk = wish.isPushToTalk
        talkInterrupts = wish.talkInterrupts
        hasOneFloor = server.hasOneFloor
        fillerAfter = server.fillerAfter
        silenceAfter = server.silence(whenWished: wish.answersSilence)
        silenceTimes = server.silenceTimes
        fillers = phrases.fillers
        silencePrompts = [phrases.stillThere]
        apology = server.apology.isEmpty ? phrases.apology : server.apology
    }
}
