internal import Synchronization

/// What speaks clauses: flite or espeak-ng. Safe to call from any thread, several at once.
protocol SpeechEngine: Sendable {
    /// Speaks one clause.
    ///
    /// - Returns: The clause in parts, each with a clock of its own, that follow each other without a gap; at most
    ///   two parts wait. Ends with a `SpeechError`. Dropping the stream, or cancelling who waits for it, ends the
    ///   synthesis.
    func speak(_ clause: Clause, voice: Voice, settings: VoiceSettings) -> AsyncThrowingStream<Utterance, any Error>
}

/// Set from any thread: what listens for it stops.
final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
}
