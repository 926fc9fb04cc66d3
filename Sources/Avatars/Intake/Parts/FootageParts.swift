/// A span of a recording, in seconds from its start.
package struct TimeSpan: Equatable, Codable, Sendable {
    package var start: Double
    package var end: Double

    package init(_ start: Double, _ end: Double) {
        self.start = start
        self.end = end
    }

    package var duration: Double { end - start }

    package func contains(_ time: Double) -> Bool { start <= time && time < end }

    private enum CodingKeys: String, CodingKey {
        case start = "start_s"
        case end = "end_s"
    }
}

/// Where a recording shows its three behaviours. A part that was not found is nil.
package struct FootageParts: Equatable, Codable, Sendable {
    /// Silent, attentive: nods, raised brows, a soft smile.
    package var listening: TimeSpan?
    package var talking: TimeSpan?
    /// Silent, neutral.
    package var idle: TimeSpan?

    package init(listening: TimeSpan? = nil, talking: TimeSpan? = nil, idle: TimeSpan? = nil) {
        self.listening = listening
        self.talking = talking
        self.idle = idle
    }

    /// The parts that exist, by name, in the order of the recording.
    package var named: [(name: String, span: TimeSpan)] {
        [("listening", listening), ("talking", talking), ("idle", idle)]
            .compactMap { name, span in span.map { (name, $0) } }
            .sorted { $0.1.start < $1.1.start }
    }

    /// Listening and idle: where no sound is due.
    package var silent: [TimeSpan] { [listening, idle].compactMap(\.self) }
}
