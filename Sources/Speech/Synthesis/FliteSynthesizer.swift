internal import Core

/// The built-in English voices: CMU Flite's clustergen voices slt, rms and awb.
///
/// First audio needs one clause to be spoken, about 1/80 of that clause's duration. Two runs of one text have the
/// same phone times but not the same samples (flite's excitation is random).
package struct FliteSynthesizer: SpeechSynthesizer {
    package init() {}

    package var voices: [Voice] { VoiceCatalogue.builtIn }

    package func clauses(of text: String, voice: String, speed: Double = 1) throws(SpeechError) -> SpokenClauses {
        guard let handle = FliteVoices.handle(for: voice) else {
            throw .unknownVoice(id: voice, known: voices.map(\.id))
        }
        guard (0.5...2).contains(speed) else { throw .speedOutOfRange(speed) }
        let clauses = Clause.clauses(of: try SpeakableText(text))
        let gain = VoiceGain(voice: voice)
        return SpokenClauses(texts: clauses) { clause throws(SpeechError) in
            try Self.speak(clause, voice: handle, speed: speed, gain: gain)
        }
    }

    private static func speak(
        _ clause: Clause, voice: FliteVoices.Handle, speed: Double, gain: VoiceGain
    ) throws(SpeechError) -> Utterance {
        guard let spoken = FliteUtterance(clause.spoken, voice: voice, speed: speed),
            spoken.sampleRate() == SpokenClauses.sampleRate
        else { throw .synthesisFailed(text: clause.spoken) }
        let segments = spoken.segments()
        let trim = PauseTrim(segments: segments, samples: spoken.samples(), ending: clause.ending)
        guard let trim else { throw .synthesisFailed(text: clause.spoken) }
        let audio = AudioClip(samples: trim.samples, sampleRate: SpokenClauses.sampleRate)
        return Utterance(
            audio: gain.applied(to: audio),
            pronunciation: Pronunciation(
                phones: zip(segments, trim.spans).map { segment, span in
                    Phone(
                        symbol: segment.isPause ? "sil" : segment.symbol, start: span.lowerBound,
                        end: span.upperBound, stress: segment.isVowel ? segment.stress : 0)
                },
                words: words(of: spoken, clause: clause, segments: segments, spans: trim.spans)))
    }

    /// One word per written token: "42" is spoken as two words but read as one.
    private static func words(
        of spoken: borrowing FliteUtterance, clause: Clause, segments: [FliteUtterance.Segment], spans: [Range<Double>]
    ) -> [Word] {
        let spokenWords = spoken.words()
        let isOneToOne = spoken.tokenCount() == clause.tokens.count
        var words: [(token: Int, word: Word)] = []
        for item in spokenWords {
            let last = item.segments.upperBound - 1
            let token = item.token
            let pauses = last + 1 >= segments.count || segments[last + 1].isPause
            let ends =
                pauses
                || isOneToOne && item.token < clause.tokens.count
                    && Clause.ending(of: clause.tokens[token]) != .none
            if isOneToOne, let open = words.last, open.token == token {
                words[words.count - 1].word.end = spans[last].upperBound
                words[words.count - 1].word.endsPhrase = ends
            } else {
                let text = isOneToOne ? clause.tokens[token].written : item.name
                let start = spans[item.segments.lowerBound].lowerBound
                words.append((token, Word(text: text, start: start, end: spans[last].upperBound, endsPhrase: ends)))
            }
        }
        return words.map(\.word)
    }
}

extension FliteUtterance.Segment {
    /// ARPAbet vowels begin with a vowel letter, and no consonant does.
    var isVowel: Bool { symbol.first.map { "aeiou".contains($0) } ?? false }
}
