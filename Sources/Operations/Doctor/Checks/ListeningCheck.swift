internal import Core
internal import Speech

/// The recogniser, built-in or a provider's: it hears a sentence that the built-in voice speaks.
enum ListeningCheck {
    /// Recognised by all of the three English voices when this was written.
    static let sentence = "Where can I drink coffee?"
    private static let limit: Duration = .seconds(20)

    static func examine(_ configuration: Configuration, _ engines: ConversationEngines) async -> Examination {
        let isBuiltIn = configuration.listening.engine == "builtin"
        let verdict: Examination.Verdict = isBuiltIn ? .warning : .broken
        do {
            let recogniser = try engines.recogniser()
            let sound = try await sample()
            let text = try await TimeLimit.run(limit) { try await hear(sound, with: recogniser) }
            let judgement = judge(text, by: recogniser.name)
            guard judgement.verdict == .fine, recogniser.name.hasPrefix("pocketsphinx") else { return judgement }
            return Examination(
                "listening", .warning, judgement.finding + ", but mishears much",
                advice: "run scripts/models, which installs a better one")
        } catch let error as AlignmentError {
            return Examination(
                "listening", verdict, "nobody can be heard: \(error)", advice: "apt-get install pocketsphinx-en-us")
        } catch {
            return ProviderPlace.listening(configuration).examination("listening", verdict, error)
        }
    }

    static func judge(_ text: String, by name: String) -> Examination {
        if text.isEmpty {
            return Examination(
                "listening", .warning, "\(name) heard no words in a spoken sentence",
                advice: "look at listening.engine and its model: does it understand English?")
        }
        let heard = text.lowercased().contains("coffee") ? "understands" : "heard something else than was said:"
        let finding = "\(name) \(heard) \"\(text.prefix(80))\""
        if text.lowercased().contains("coffee") { return .fine("listening", finding) }
        return Examination("listening", .warning, finding, advice: "choose a better model or engine in [listening]")
    }

    private static func hear(_ sound: [Int16], with recogniser: any SpeechRecogniser) async throws -> String {
        let transcription = recogniser.transcribe(RecognitionRequest(language: "en"))
        defer { transcription.cancel() }
        transcription.feed(sound)
        transcription.finish()
        var last = ""
        for try await result in transcription.results { last = result.text }
        return last
    }

    /// 16 kHz mono, with half a second of silence on either side.
    private static func sample() async throws -> [Int16] {
        let voices = Voices()
        let silence = [Int16](repeating: 0, count: 8_000)
        var sound = silence
        for try await chunk in try voices.speech(of: sentence, voice: voices.standard.id) {
            sound += telephone(chunk.audio)
        }
        await voices.close()
        return sound + silence
    }

    private static func telephone(_ clip: AudioClip) -> [Int16] {
        guard var resampler = Resampler(from: clip.sampleRate, to: 16_000, quality: .high) else { return [] }
        let samples = resampler.push(clip.samples)
        return (samples + resampler.finish()).map { Int16(($0 * 32_767).clamped) }
    }
}

extension Float {
    fileprivate var clamped: Float { min(max(self, -32_768), 32_767) }
}
