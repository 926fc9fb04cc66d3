package import Core
package import Knowledge

/// What is to be done about an event, in this order.
package enum TurnEffect: Equatable, Sendable {
    /// Begin to think about a question; what comes of it returns as `thought`, `thoughtEnded` or `thoughtFailed`.
    case think(id: String, question: String, history: [Turn])
    /// Begin to make the sound of an answer of which it is not yet sure that it will be spoken: `speak` follows, or
    /// `stop`.
    case prepare(id: String)
    /// Nobody wants this answer any more: end its thinking, and forget text and sound of it that wait.
    case stop(id: String)
    /// Hand the answer to the stage, behind what waits there. Its text comes by `write`, before this or after it.
    case speak(id: String)
    case write(id: String, text: String)
    /// No more text follows.
    case finish(id: String)
    /// A whole text of her own.
    case say(id: String, OwnWords, text: String)
    /// Silence, now: empties the stage.
    case interrupt(Interrupter)
    /// Hold her voice, or let it go on where it was held.
    case hold(Bool)
    case attend(Bool)
    /// Open or close the ear of a speaker who pushes to talk.
    case listen(Speaker, Bool)
    case tell(TurnNotice)
    case store(SpokenLine)
}

package enum Interrupter: String, CaseIterable, Sendable { case voice, command, talk }

/// What viewers are told, in this order.
package enum TurnNotice: Equatable, Sendable {
    case userStarted(turn: String)
    /// The whole transcript so far, which replaces the one before.
    case userPartial(turn: String, text: String)
    /// Fragments concatenate to the turn's text.
    case userTalking(turn: String, text: String)
    case userStopped(turn: String)
    /// The whole text of the turn.
    case userTurnEnded(turn: String, text: String)
    /// The `times`-th time in a row that nobody has said anything.
    case userSilence(times: Int)
    case pushToTalk(PushToTalk)
    /// `turn` is nil for a typed question.
    case thinking(id: String, turn: String?)
    case sources(id: String, [RankedPassage])
    case avatarStarted(id: String)
    case avatarTalking(id: String, text: String)
    case avatarTextEnded(id: String)
    /// - Parameters:
    ///   - isInterrupted: She was broken off.
    ///   - lastWord: The last one that was heard whole; nil when she was not broken off, or it is not known.
    case avatarStopped(id: String, spoken: Duration, isInterrupted: Bool = false, lastWord: String? = nil)
    /// Interrupted before its first sound; nothing else is told of its speech.
    case dropped(id: String)
    case latency(id: String, TurnLatency)
    case fault(ProviderError, id: String?)
    case speechFailed(id: String, reason: String)
}

/// Every command of push-to-talk is answered by one of these.
package enum PushToTalk: String, CaseIterable, Sendable {
    case started
    case startFailed = "start_failed"
    case stopped
    case stopFailed = "stop_failed"
}

/// One contribution as it was heard.
package struct SpokenLine: Equatable, Sendable {
    package var role: Turn.Role
    package var text: String
    /// Of the user's turn or the utterance.
    package var id: String
    /// When it began.
    package var at: Duration
    package var sources: [RankedPassage]
    /// She was broken off; `text` ends with the last word that was heard.
    package var isInterrupted: Bool

    package init(
        role: Turn.Role, text: String, id: String, at: Duration, sources: [RankedPassage] = [],
        isInterrupted: Bool = false
    ) {
        self.role = role
        self.text = text
        self.id = id
        self.at = at
        self.sources = sources
        self.isInterrupted = isInterrupted
    }
}
