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

    /// In two at sample `index`, which must be where a phone ends; each with a clock of its own. A word belongs to
    /// the part in which it begins.
    func split(at index: Int) -> (head: Utterance, tail: Utterance) {
        let time = Double(index) / Double(audio.sampleRate)
        let head = pronunciation.phones.prefix { ($0.start + $0.end) / 2 < time }
        let words = pronunciation.words.prefix { $0.start < time - 1e-9 }
        return (
            Utterance(
                audio: AudioClip(samples: Array(audio.samples[..<index]), sampleRate: audio.sampleRate),
                pronunciation: Pronunciation(phones: Array(head), words: Array(words))),
            Utterance(
                audio: AudioClip(samples: Array(audio.samples[index...]), sampleRate: audio.sampleRate),
                pronunciation: Pronunciation(
                    phones: Array(pronunciation.phones[head.count...]),
                    words: Array(pronunciation.words[words.count...])
                ).delayed(by: -time))
        )
    }
}

extension Pronunciation {
    /// The same on a clock that started `seconds` earlier.
    package func delayed(by seconds: Double) -> Pronunciation {
        Pronunciation(
            phones: phones.map {
                Phone(
                    symbol: $0.symbol, start: $0.start + seconds, end: $0.end + seconds, stress: $0.stress,
                    confidence: $0.confidence)
            },
            words: words.map {
                Word(text: $0.text, start: $0.start + seconds, end: $0.end + seconds, endsPhrase: $0.endsPhrase)
            })
    }
}
