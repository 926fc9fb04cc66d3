package import Conversation
package import Core
package import Knowledge
package import Stage

/// What a session tells its viewers, in the order in which it happens; the order of a conversation is ``TurnState``'s.
package enum SessionEvent: Equatable, Sendable {
    case talkingStarted(UtteranceID)
    /// Fragments concatenate to the text.
    case talking(UtteranceID, text: String)
    /// No more text follows.
    case textEnded(UtteranceID)
    /// - Parameters:
    ///   - isInterrupted: It was broken off.
    ///   - lastWord: The last one that was heard whole, when it was broken off and that is known.
    case talkingStopped(UtteranceID, spoken: Duration, isInterrupted: Bool = false, lastWord: String? = nil)
    /// Interrupted before its first sound; nothing else is told of it.
    case taskDropped(UtteranceID)

    /// A visitor began to speak; `turn` names what is said until it ends.
    case userStarted(turn: UtteranceID)
    case userStopped(turn: UtteranceID)
    /// The transcript so far, whole: it replaces the one before.
    case userPartial(turn: UtteranceID, text: String)
    /// Fragments concatenate to the turn's text.
    case userTalking(turn: UtteranceID, text: String)
    /// The text of the whole turn.
    case userTurnEnded(turn: UtteranceID, text: String)
    /// Nobody has spoken for a while.
    ///
    /// - Parameters:
    ///   - times: How often in a row.
    ///   - countDown: Until the session ends for that; zero when it does not.
    case userSilence(times: Int, countDown: Duration)
    case pushToTalk(PushToTalk)

    /// The answer of this id is thought about; `turn` is nil for a typed question.
    case thinking(UtteranceID, turn: UtteranceID?)
    /// What the answer rests on.
    case sources(UtteranceID, [RankedPassage])
    case latency(UtteranceID, TurnLatency)
    /// A part of the conversation failed; the session goes on.
    case conversationError(ProviderError, task: UtteranceID?)

    case ending(SessionEnd, in: Duration)
    case pong(id: String?)
    case error(SessionError, task: UtteranceID?)
    /// What a viewer sent could not be understood.
    case badMessage(String)
}

/// What a viewer asks for on its data channel.
package enum ViewerMessage: Equatable, Sendable {
    case ping(id: String?)
    case interrupt
    case task(SpeechTask)
    case listening(Bool)
    /// Push-to-talk: true opens the viewer's microphone to her, false closes it.
    case pushToTalk(Bool)
    case keepAlive
}

/// How events and messages look on the wire; given by the API.
package struct MessageLanguage: Sendable {
    package struct Misunderstood: Error, Equatable, Sendable {
        package let reason: String
        package init(reason: String) { self.reason = reason }
    }

    package var text: @Sendable (SessionEvent) -> String
    package var message: @Sendable (String) throws(Misunderstood) -> ViewerMessage

    package init(
        text: @escaping @Sendable (SessionEvent) -> String,
        message: @escaping @Sendable (String) throws(Misunderstood) -> ViewerMessage
    ) {
        self.text = text
        self.message = message
    }
}
