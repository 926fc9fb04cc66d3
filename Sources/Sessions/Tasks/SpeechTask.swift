package import Speech
package import Stage

/// One thing to be said.
package struct SpeechTask: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The text, word for word.
        case `repeat`
        /// An answer to the text.
        case talk
    }

    package var id: UtteranceID
    package var text: String
    package var kind: Kind
    /// Nil keeps the session's.
    package var voice: VoiceChoice?

    package init(id: UtteranceID, text: String, kind: Kind = .repeat, voice: VoiceChoice? = nil) {
        self.id = id
        self.text = text
        self.kind = kind
        self.voice = voice
    }
}
