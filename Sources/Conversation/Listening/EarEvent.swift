package import Core

/// What an ``Ear`` tells. Times are samples of microphone sound since the ear began, 16 000 per second: `at` is when it
/// was, `decided` how much had been heard when it was sure.
///
/// In order: `speechStarted`, then `partial`, `likelyEnd` and `resumed` in any number, then `speechStopped` and one of
/// `final`, `noWords` and `failed`. While the avatar speaks, `maybeSpeech` comes first, and then either `backChannel`
/// or `bargeIn`, which `speechStarted` follows at once.
package enum EarEvent: Equatable, Sendable {
    /// Somebody may be talking over the avatar, from `at` on: hold her voice or lower it, until
    /// `backChannel` says to go on or `bargeIn` to stop.
    case maybeSpeech(at: Int, decided: Int)
    /// It was nothing but "mm-hm", a cough or a click: she goes on. Empty when no words were recognised.
    case backChannel(String)
    /// The visitor takes the turn: she stops.
    case bargeIn(at: Int, decided: Int)
    /// A turn began; `at` is its first speech.
    case speechStarted(at: Int, decided: Int)
    /// The text so far, whenever it changed.
    case partial(String)
    /// The visitor may have finished: think about this text already. Discard when `resumed`, another `likelyEnd` or
    /// another final text comes.
    case likelyEnd(String)
    case resumed
    /// The turn is over; `at` is its last speech.
    case speechStopped(at: Int, decided: Int)
    case final(String, timing: HearingTiming)
    /// The turn is over, and there were no words in it.
    case noWords
    /// The turn is over, and the recogniser did not do its part. The ear goes on listening.
    case failed(ProviderError)
}

/// When a turn was heard and understood.
package struct HearingTiming: Equatable, Sendable {
    /// Samples of microphone sound, as in ``EarEvent``.
    package var firstSpeech: Int
    package var lastSpeech: Int
    /// The sample at which the turn was held to be over.
    package var decided: Int
    /// When `decided` was heard.
    package var decidedAt: ContinuousClock.Instant
    /// When the final text was there.
    package var recognisedAt: ContinuousClock.Instant

    /// When `lastSpeech` came in, by the microphone's own clock.
    package var lastSpeechAt: ContinuousClock.Instant {
        decidedAt - .seconds(Double(decided - lastSpeech) / Double(Ear.sampleRate))
    }
    /// From the last speech to the decision.
    package var endpointing: Duration { lastSpeechAt.duration(to: decidedAt) }
    /// From the decision to the text.
    package var recognition: Duration { decidedAt.duration(to: recognisedAt) }

    package init(
        firstSpeech: Int, lastSpeech: Int, decided: Int, decidedAt: ContinuousClock.Instant,
        recognisedAt: ContinuousClock.Instant
    ) {
        self.firstSpeech = firstSpeech
        self.lastSpeech = lastSpeech
        self.decided = decided
        self.decidedAt = decidedAt
        self.recognisedAt = recognisedAt
    }
}
