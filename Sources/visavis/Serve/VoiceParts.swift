internal import Core
internal import HTTP
internal import Operations
internal import Providers
internal import Speech

/// A server's voices: the built-in ones, before them those of a provider where one is configured, and what was spoken
/// already.
struct VoiceParts: Sendable {
    /// Everything that speaks.
    let speech: any SpeechSource
    let voices: Voices
    /// What stands in for a provider's voice.
    private let builtIn: Voices?

    init(_ configuration: Configuration, client: HTTPClient, metrics: Metrics) {
        let espeak = configuration.paths.espeak.isEmpty ? nil : configuration.paths.espeak
        let settings = configuration.speaking
        let provider: (any SoundProvider)? =
            switch settings.engine {
            case "openai":
                OpenAISpeech(client, url: settings.url, model: settings.name, key: settings.apiKey, reach: .configured)
            case "elevenlabs":
                ElevenLabsSpeech(
                    client, url: settings.url, model: settings.name, key: settings.apiKey, reach: .configured)
            default: nil
            }
        if let provider {
            let builtIn = Voices(espeakHelper: espeak)
            let provided = ProvidedVoices(
                provider, list: settings.voices, prefix: settings.engine, builtIn: builtIn)
            voices = Voices(espeakHelper: espeak, others: [provided])
            self.builtIn = builtIn
        } else {
            voices = Voices(espeakHelper: espeak)
            builtIn = nil
        }
        speech = CachedSpeech(voices, cache: SpokenClauseCache(limit: settings.cache << 20, metrics: metrics))
    }

    func close() async {
        await voices.close()
        await builtIn?.close()
    }
}
