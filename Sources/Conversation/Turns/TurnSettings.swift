/// How one session's conversation goes.
package struct TurnSettings: Equatable, Sendable {
    /// Speech over her speech stops her. Otherwise it is heard, and answered when she has finished.
    package var isInterruptible = true
    /// The ear is open between push and release alone.
    package var isPushToTalk = false
    /// A typed question breaks off what she says; otherwise its answer waits.
    package var talkInterrupts = false
    /// Of several who speak at once, only the first is heard; otherwise each is, and answered in turn.
    package var hasOneFloor = true
    /// Thinking may begin on a provisional transcript.
    package var thinksAhead = true
    /// Thinking in silence for longer is bridged by a few words; nil never.
    package var fillerAfter: Duration? = .milliseconds(1200)
    /// Without anybody speaking for so long, she asks whether anybody is there; nil never.
    package var silenceAfter: Duration?
    /// She asks so many times in a row.
    package var silenceTimes = 3
    /// Said in turn.
    package var fillers: [String] = []
    package var silencePrompts: [String] = []
    /// Said when there is no answer; empty says nothing.
    package var apology = ""

    /// An answer is cut behind so many characters: about ten minutes of speech.
    package static let answerLimit = 9000
    /// An utterance whose ear says nothing for so long is over; the longest is 60 s.
    static let hearingLimit: Duration = .seconds(90)
    /// The same once the speaker has stopped.
    static let transcriptLimit: Duration = .seconds(20)

    /// Provisional texts of one turn that are thought about: each may be a request that is paid for.
    static let guesses = 4

    /// Her voice is held no longer for somebody who may be talking over her.
    static let holdLimit: Duration = .seconds(2)

    package init() {}
}
