/// A spoken question, and what of its answer came back to who asked.
struct HeardAnswer: Sendable {
    /// From the end of the visitor's voice to the first voiced sound decoded, in milliseconds; infinite when none came.
    var delay: Double
    /// She spoke before the question was over.
    var isEarly: Bool
    /// What was recognised; nil when no turn ended.
    var heard: String?
    /// Cumulative, by the server's names of the stages, in milliseconds.
    var stages: [String: Double]
    var sources: [Reception.Event.Source]
    var faults: [String]
}

extension Visitor {
    /// Longer than any bound: later answers are none.
    private static let patience: Duration = .seconds(8)

    /// Asks aloud and listens until the first words of the answer are heard and its events are there.
    func ask(_ speech: VisitorSpeech) async throws -> HeardAnswer {
        try await hush()
        let asked = MonotonicClock.now
        let span = speak(speech)
        try await Task.sleep(for: .nanoseconds(max(0, span.end - MonotonicClock.now)))
        let sound = try await firstVoice(after: span.end, within: Self.patience)
        if sound != nil {
            _ = try await within(.seconds(2)) { state in
                state.events.last { $0.time >= asked && $0.type == "turn_latency" }
            }
        }
        let voiced = reception.read { $0.sounds(after: span.begin).contains { $0.isVoiced && $0.decoded <= span.end } }
        let turns = events("user_end_message", since: asked).compactMap(\.content.message)
        return HeardAnswer(
            delay: sound.map { ($0.decoded - span.end).milliseconds } ?? .infinity, isEarly: voiced,
            heard: turns.isEmpty ? nil : turns.joined(separator: " "),
            stages: events("turn_latency", since: asked).first?.content.latencyMs ?? [:],
            sources: events("avatar_sources", since: asked).last?.content.sources ?? [],
            faults: events("conversation_error", since: asked).compactMap(\.content.error))
    }
}
