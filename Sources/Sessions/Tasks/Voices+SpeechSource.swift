package import Speech

extension Voices: SpeechSource {
    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        SpeechStream(
            try speech(
                of: text, voice: voice.id, settings: VoiceSettings(speed: voice.speed, pitch: voice.pitch)))
    }
}
