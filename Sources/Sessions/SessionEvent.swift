package import Stage

/// What a session tells its viewers, in the order in which it happens.
package enum SessionEvent: Equatable, Sendable {
    case talkingStarted(UtteranceID)
    /// Fragments concatenate to the text.
    case talking(UtteranceID, text: String)
    /// No more text follows.
    case textEnded(UtteranceID)
    case talkingStopped(UtteranceID, spoken: Duration)
    /// Interrupted before its first sound; nothing else is told of it.
    case taskDropped(UtteranceID)
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
