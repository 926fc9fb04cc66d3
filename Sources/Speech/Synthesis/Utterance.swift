package import Core

/// Spoken text: the voice and what is said when, on one clock whose zero is the first sample.
package struct Utterance: Equatable, Sendable {
    /// Mono, 16 kHz, about −20 LUFS.
    package var audio: AudioClip
    /// Phones cover the audio from 0 to its end without gaps; words carry the text as written.
    package var pronunciation: Pronunciation

    package init(audio: AudioClip, pronunciation: Pronunciation) {
        self.audio = audio
        self.pronunciation = pronunciation
    }
}

/// One part of a long utterance, spoken by itself so that its sound comes early.
package struct SpokenClause: Equatable, Sendable {
    /// Index of the clause's first sample on the whole utterance's clock.
    package var firstSample: Int
    package var audio: AudioClip
    /// Times are on the whole utterance's clock, hence start at `firstSample / sampleRate`.
    package var pronunciation: Pronunciation
}
