extension Voices: SpeechSource {
    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice, goesOn: false)
    }

    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        SpeechStream(try speech(of: text, voice: voice.id, settings: VoiceSettings(voice), goesOn: goesOn))
    }
}
