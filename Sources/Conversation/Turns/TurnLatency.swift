/// How long an answer was in coming: each since the visitor's last voiced sample, or since a typed question came.
package struct TurnLatency: Equatable, Sendable {
    /// The turn was held to be over; nil for a typed question.
    package var endpoint: Duration?
    /// Its final text was there; nil for a typed question.
    package var transcript: Duration?
    /// The first text of the answer; below `transcript` where thinking began on a provisional one.
    package var firstText: Duration?
    /// The first sound was made.
    package var firstAudio: Duration?
    /// The first sound was sent.
    package var firstSample: Duration
    /// That sound was a filler.
    package var beganWithFiller: Bool

    package init(
        endpoint: Duration? = nil, transcript: Duration? = nil, firstText: Duration? = nil,
        firstAudio: Duration? = nil, firstSample: Duration, beganWithFiller: Bool = false
    ) {
        self.endpoint = endpoint
        self.transcript = transcript
        self.firstText = firstText
        self.firstAudio = firstAudio
        self.firstSample = firstSample
        self.beganWithFiller = beganWithFiller
    }

    /// Name and time of each stage that is known, in the order of the way.
    package var stages: [(name: String, time: Duration)] {
        let all: [(String, Duration?)] = [
            ("endpoint", endpoint), ("transcript", transcript), ("first_text", firstText),
            ("first_audio", firstAudio), ("first_sample", firstSample),
        ]
        return all.compactMap { name, time in time.map { (name, $0) } }
    }
}
