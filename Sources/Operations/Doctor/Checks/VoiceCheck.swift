internal import Core
internal import Speech

/// The built-in voices: each engine speaks a word.
enum VoiceCheck {
    static func examine(_ configuration: Configuration) async -> [Examination] {
        let helper = configuration.paths.espeak
        let voices = Voices(espeakHelper: helper.isEmpty ? nil : helper)
        var found: [Examination] = []
        do {
            try await speak(voices, voices.standard)
            found.append(.fine("voices", "\(voices.standard.name) speaks English"))
        } catch {
            found.append(
                Examination(
                    "voices", .broken, "the built-in voice is silent: \(error)", advice: "install Visavis again"))
        }
        let advice =
            "build visavis-espeak and put it beside visavis, or name it in paths.espeak; apt-get install espeak-ng-data"
        if let problem = voices.espeakProblem {
            found.append(
                Examination("voices-other", .warning, "only English is spoken: \(problem)", advice: advice))
        } else if let other = voices.all.first(where: { $0.engine == .espeak }) {
            do {
                let engine = try await voices.espeakEngine()
                try await speak(voices, other)
                let languages = Set(voices.all.map { $0.language.prefix { $0 != "-" } }).count
                found.append(.fine("voices-other", "\(engine) speaks; \(languages) languages altogether"))
            } catch {
                found.append(
                    Examination("voices-other", .warning, "espeak-ng does not speak: \(error)", advice: advice))
            }
        }
        await voices.close()
        return found
    }

    private static func speak(_ voices: Voices, _ voice: Voice) async throws {
        for try await chunk in try voices.speech(of: voice.sample, voice: voice.id) where !chunk.audio.samples.isEmpty {
            return
        }
        throw SpeechError.nothingSpeakable
    }
}
