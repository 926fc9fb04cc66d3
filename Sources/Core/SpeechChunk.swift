/// A stretch of speech on its way from whoever speaks to the stage: sound, and what is known of it.
///
/// Chunks of one utterance follow each other without gaps on the utterance's own clock.
package struct SpeechChunk: Equatable, Sendable {
    /// Index of the first sample on the utterance's clock, at the audio's rate.
    package var firstSample: Int
    /// Mono; 16 kHz from the built-in voices. At most 30 s.
    package var audio: AudioClip
    /// Phones and words on the utterance's clock; nil when nothing but the sound is known.
    package var pronunciation: Pronunciation?
    /// The text as written, for captions; empty when unknown. Fragments concatenate to the whole text.
    package var text: String

    package init(firstSample: Int, audio: AudioClip, pronunciation: Pronunciation?, text: String) {
        self.firstSample = firstSample
        self.audio = audio
        self.pronunciation = pronunciation
        self.text = text
    }
}
