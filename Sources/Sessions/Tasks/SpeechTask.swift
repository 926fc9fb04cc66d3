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

/// A voice and how it speaks.
package struct VoiceChoice: Equatable, Sendable {
    package var id: String
    /// BCP 47.
    package var language: String
    /// 0.5…2; 2 speaks twice as fast.
    package var speed: Double
    /// Semitones, −12…12.
    package var pitch: Double

    package init(id: String, language: String, speed: Double = 1, pitch: Double = 0) {
        self.id = id
        self.language = language
        self.speed = speed
        self.pitch = pitch
    }
}
