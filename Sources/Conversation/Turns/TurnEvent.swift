package import Core

/// What happens in a conversation. Times are durations since the session was created.
package enum TurnEvent: Equatable, Sendable {
    case heard(HeardEvent, Speaker)
    /// Push-to-talk: from here to ``release(_:)`` the speaker talks to her.
    case push(Speaker)
    case release(Speaker)
    /// This voice will not be heard again.
    case speakerLeft(Speaker)
    /// A typed question; the answer is spoken as utterance `id`.
    case asked(id: String, text: String)
    /// A text to be said word for word was handed to the stage.
    case queued(id: String, text: String)
    /// She speaks of her own accord.
    case say(OwnWords, text: String)
    /// A client wants her to look as if she listened, or no longer.
    case attention(Bool)
    case interrupt
    /// From now on she speaks up after so much silence; nil: never.
    case silence(Duration?)

    case thought(id: String, AnswerPart)
    case thoughtEnded(id: String)
    case thoughtFailed(id: String, ProviderError)
    /// Listening, speaking or another part failed outside of an answer's thinking.
    case fault(ProviderError, id: String?)

    /// The first sound of an utterance was made.
    case audioMade(id: String)
    case speechBegan(id: String)
    /// A stretch of the text begins to be heard.
    case caption(id: String, text: String)
    case speechEnded(id: String, UtteranceEnd)

    case tick
    case sessionEnds
}

/// What an ear makes of one speaker's sound.
package enum HeardEvent: Equatable, Sendable {
    /// Somebody may be talking over her; `backChannel` or `bargeIn` follows soon.
    case maybe
    /// Speech began, or goes on after a pause or after `provisional`.
    case started
    /// What was made out so far; each replaces the one before.
    case partial(String)
    /// The turn may be over, and this would be its text. Speech that goes on takes it back.
    case provisional(String)
    /// A pause began, or the turn is over.
    case stopped
    /// The last of an utterance: "mm-hm" while she spoke, which wants no answer.
    case backChannel(String)
    /// The speaker means to interrupt her.
    case bargeIn
    /// The last of an utterance.
    case final(String, HeardTiming)
    /// The last of an utterance: a cough, a door.
    case noWords
    /// The last of an utterance.
    case failed(ProviderError)

    var isLast: Bool {
        switch self {
        case .backChannel, .final, .noWords, .failed: true
        case .maybe, .started, .partial, .provisional, .stopped, .bargeIn: false
        }
    }
}

/// When a turn ended, for those who measure.
package struct HeardTiming: Equatable, Sendable {
    /// The last voiced sample came in.
    package var spokeUntil: Duration
    /// The turn was held to be over.
    package var decided: Duration
    /// The final text was there.
    package var transcribed: Duration

    package init(spokeUntil: Duration, decided: Duration, transcribed: Duration) {
        self.spokeUntil = spokeUntil
        self.decided = decided
        self.transcribed = transcribed
    }
}

/// Why she speaks without having been asked.
package enum OwnWords: String, CaseIterable, Sendable { case opening, silence, warning, goodbye, apology }

/// How an utterance ended on the stage.
package struct UtteranceEnd: Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case spoken, interrupted
        case failed(String)
    }
    package var reason: Reason
    package var spoken: Duration
    /// Those heard whole, as written; empty when unknown.
    package var words: [String]

    package init(reason: Reason, spoken: Duration, words: [String]) {
        self.reason = reason
        self.spoken = spoken
        self.words = words
    }
}
