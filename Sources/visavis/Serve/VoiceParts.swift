internal import Core
internal import Foundation
internal import HTTP
internal import Operations
internal import Providers
internal import Speech

/// A server's voices: the built-in ones, before them those of a provider and Piper's where they are configured, and what
/// was spoken already.
struct VoiceParts: Sendable {
    /// Everything that speaks.
    let speech: any SpeechSource
    let voices: Voices
    /// What stands in for a provider's voice.
    private let builtIn: Voices?

    /// - Throws: `SpeechError` when Piper's voices cannot be used.
    init(_ configuration: Configuration, client: HTTPClient, metrics: Metrics) throws {
        let espeak = configuration.paths.espeak.isEmpty ? nil : configuration.paths.espeak
        let settings = configuration.speaking
        let timeouts = SpeakingTimeouts(silence: .seconds(settings.timeout))
        let provider: (any SoundProvider)? =
            switch settings.engine {
            case "openai":
                OpenAISpeech(
                    client, url: settings.url, model: settings.name, key: settings.apiKey, reach: .configured,
                    timeouts: timeouts)
            case "elevenlabs":
                ElevenLabsSpeech(
                    client, url: settings.url, model: settings.name, key: settings.apiKey, reach: .configured,
                    timeouts: timeouts)
            default: nil
            }
        var others: [any SpeechSource] = []
        let builtIn =
            provider == nil && settings.piperVoices.isEmpty ? nil : Voices(espeakHelper: espeak)
        if let builtIn {
            if let provider {
                others.append(
                    ProvidedVoices(provider, list: settings.voices, prefix: settings.engine, builtIn: builtIn))
            }
            if !settings.piperVoices.isEmpty {
                let installed = ModelFolder.installedLibrary(configuration.modelFolder)?.path ?? "libonnxruntime.so"
                let runtime = settings.onnxRuntime.isEmpty ? installed : settings.onnxRuntime
                others.append(try PiperVoices(files: settings.piperVoices, runtime: runtime, builtIn: builtIn))
            }
        }
        self.builtIn = builtIn
        voices = Voices(espeakHelper: espeak, others: others)
        speech = CachedSpeech(voices, cache: SpokenClauseCache(limit: settings.cache << 20, metrics: metrics))
    }

    func close() async {
        await voices.close()
        await builtIn?.close()
    }
}
