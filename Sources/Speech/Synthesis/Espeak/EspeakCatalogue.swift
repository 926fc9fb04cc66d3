/// The languages that espeak-ng speaks well enough to be listed, each with a female and a male voice.
///
/// Left out of what Debian 12's espeak-ng 1.51 offers: Chinese and Japanese (it reads characters as "letter"), Thai,
/// Burmese and Hebrew (sounds are missing), Belarusian (its dictionary is not packaged), and dialects. The female voice
/// is espeak-ng's variant f2, the male one the language's own.
enum EspeakCatalogue {
    /// What espeak-ng is asked for, and what comes out.
    struct Source: Sendable {
        /// With its variant.
        var voice: String
        var script: Script
        /// LUFS of the sample sentence without any gain (EBU R 128, Debian 12's espeak-ng 1.51).
        var loudness: Double
    }

    /// Sorted as they are listed.
    static let voices: [Voice] = languages.flatMap { language in
        [Voice.Gender.female, .male].map { gender in
            Voice(
                id: id(language, gender), name: "\(language.name) (\(gender.rawValue))", language: language.tag,
                gender: gender, engine: .espeak, sample: language.sample)
        }
    }

    static func source(of id: String) -> Source? { sources[id] }

    private static let sources: [String: Source] = Dictionary(
        languages.flatMap { language in
            [
                (
                    id(language, .female),
                    Source(voice: language.voice + "+f2", script: language.script, loudness: language.female)
                ),
                (id(language, .male), Source(voice: language.voice, script: language.script, loudness: language.male)),
            ]
        }, uniquingKeysWith: { first, _ in first })

    private static func id(_ language: Language, _ gender: Voice.Gender) -> String {
        "\(language.tag.lowercased())-\(gender.rawValue)"
    }
}
