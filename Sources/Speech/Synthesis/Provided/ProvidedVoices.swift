/// The voices of a provider, with the lips that a built-in voice of the same language knows for the text.
package struct ProvidedVoices: SpeechSource {
    package let all: [Voice]
    private let provider: any SoundProvider
    /// Provider's names by voice id.
    private let names: [String: String]
    private let builtIn: Voices
    private let levels = VoiceLevels()

    /// - Parameters:
    ///   - voices: With the provider's own name of each.
    ///   - builtIn: Knows phones; need not have a voice of the language.
    package init(_ provider: any SoundProvider, voices: [(voice: Voice, name: String)], builtIn: Voices) {
        self.provider = provider
        all = voices.map(\.voice)
        names = Dictionary(voices.map { ($0.voice.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        self.builtIn = builtIn
    }

    package func voice(forLanguage tag: String) -> Voice? { LanguageTag(tag).best(of: all) }

    package func controls(of voice: VoiceChoice) -> Set<VoiceControl> { provider.controls }

    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice, goesOn: false)
    }

    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        guard let name = names[voice.id] else { throw .unknownVoice(id: voice.id) }
        let written = try SpeakableText(
            text, spelling: .written, reading: Reading(voice.pronunciations), limit: builtIn.textLimit)
        let tokens = Array(written)
        let clause = Clause(tokens: tokens, ending: .sentence, written: text)
        return SpeechStream(
            ProvidedSpeech(
                text: text, spoken: clause.spoken, ending: Clauses(text: written, goesOn: goesOn).ending(of: tokens),
                provider: provider, name: name, choice: voice, builtIn: builtIn, levels: levels))
    }
}
