internal import Conversation

extension HeardEvent {
    /// - Parameter now: When it was told, on the session's clock.
    init(_ event: EarEvent, at now: Duration) {
        self =
            switch event {
            case .maybeSpeech: .maybe
            case .backChannel(let text): .backChannel(text)
            case .bargeIn: .bargeIn
            case .speechStarted, .resumed: .started
            case .partial(let text): .partial(text)
            case .likelyEnd(let text): .provisional(text)
            case .speechStopped: .stopped
            case .final(let text, let timing): .final(text, HeardTiming(timing, at: now))
            case .noWords: .noWords
            case .failed(let error): .failed(error)
            }
    }
}

extension HeardTiming {
    /// The ear's times are of the continuous clock, the session's are since its creation.
    fileprivate init(_ timing: HearingTiming, at now: Duration) {
        let passed = { (instant: ContinuousClock.Instant) in now - instant.duration(to: .now) }
        self.init(
            spokeUntil: passed(timing.lastSpeechAt), decided: passed(timing.decidedAt),
            transcribed: passed(timing.recognisedAt))
    }
}
