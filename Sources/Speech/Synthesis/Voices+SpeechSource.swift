extension Voices: SpeechSource {
    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice, goesOn: false)
    }

    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        if let other = other(for: voice.id) { return try other.speech(of: text, voice: voice, goesOn: goesOn) }
        return SpeechStream(
            try speech(
                of: text, voice: voice.id, settings: VoiceSettings(voice), pronunciations: voice.pronunciations,
                goesOn: goesOn))
    }

    package func controls(of voice: VoiceChoice) -> Set<VoiceControl> {
        other(for: voice.id)?.controls(of: voice) ?? [.speed, .pitch]
    }

    package func fallback(for voice: VoiceChoice) -> VoiceChoice? {
        let language = voice.language.isEmpty ? self.voice(voice.id)?.language ?? "" : voice.language
        guard other(for: voice.id) != nil,
            let found = LanguageTag(language).best(of: builtIn) ?? builtIn.first
        else { return nil }
        var choice = voice
        (choice.id, choice.language) = (found.id, found.language)
        return choice
    }
}
