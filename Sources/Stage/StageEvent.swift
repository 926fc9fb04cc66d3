package import Core
package import Media

/// Names one utterance within its session; what clients call a task id.
package struct UtteranceID: Hashable, Sendable {
    package let rawValue: String
    package init(_ rawValue: String) { self.rawValue = rawValue }
}

/// How an utterance ended.
package struct SpeechEnd: Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case spoken, interrupted
        /// The source of the speech failed; what had come before was spoken.
        case failed(String)
    }
    package var reason: Reason
    /// What was sent of the audio.
    package var spoken: Duration
    /// The words sent whole, as written; empty when unknown.
    package var words: [String]

    package init(reason: Reason, spoken: Duration, words: [String]) {
        self.reason = reason
        self.spoken = spoken
        self.words = words
    }
}

/// What happens on a stage, in the order in which it is sent to the viewers.
package enum StageEvent: Equatable, Sendable {
    /// The first sample goes out. Exactly one `speechEnded` follows.
    case speechStarted(UtteranceID)
    /// A stretch of the text begins to be heard; the fragments concatenate to the text.
    case caption(UtteranceID, text: String)
    /// Also for an utterance that was dropped before it began, then without `speechStarted`.
    case speechEnded(UtteranceID, SpeechEnd)
    /// Rendering or encoding failed for good; the stage has stopped.
    case failed(String)
}

/// Where a stage's picture and sound go: one per session, fanning out to its viewers.
package protocol StageOutput: AnyObject, Sendable {
    /// Called in order on the stage's own thread; must return within a millisecond and never block.
    func send(_ picture: CodedPicture, at time: MediaTime)
    func send(_ packet: OpusPacket, at time: MediaTime)
    /// Her voice in the slot that is being sent, 20 ms of it, mono; not called for a slot in which she is silent.
    func send(voice: [Float], sampleRate: Int)
}

extension StageOutput {
    package func send(voice: [Float], sampleRate: Int) {}
}
