/// What each stage of an answer added to its delay.
package enum StageTimes {
    /// The server's names in the order of the way, and what is printed for each.
    private static let stages: [(name: String, title: String)] = [
        ("endpoint", "speech ended → turn ended"), ("transcript", "→ transcript"),
        ("first_text", "→ first text"), ("first_audio", "→ first sound made"), ("first_sample", "→ first sound sent"),
    ]

    /// Of each answer, its stages' cumulative times and the whole delay at the receiver, in milliseconds. A stage that
    /// began before the one before it ended, as thinking may, added nothing. What remains of the delay is the way there
    /// and back.
    package static func split(
        _ answers: [(stages: [String: Double], delay: Double)]
    ) -> [(title: String, values: [Double])] {
        var split = stages.map { (title: $0.title, values: [Double]()) }
        var ways: [Double] = []
        for answer in answers where !answer.stages.isEmpty {
            var reached = 0.0
            for (place, stage) in stages.enumerated() {
                guard let time = answer.stages[stage.name] else { continue }
                split[place].values.append(max(0, time - reached))
                reached = max(reached, time)
            }
            if answer.delay.isFinite { ways.append(answer.delay - reached) }
        }
        return (split + [(title: "microphone → server, server → ear", values: ways)]).filter { !$0.values.isEmpty }
    }
}
