internal import Core

/// Every voice there is, and speech by them. One per server; safe to use from any thread.
package final class Voices: Sendable {
    /// In the order they should be listed; the first is the default.
    package let all: [Voice]
    let builtIn: [Voice]
    private let others: [any SpeechSource]
    /// Unicode scalars in one text.
    package let textLimit: Int
    private let byID: [String: Voice]
    private let flite = FliteEngine()
    private let espeak: EspeakProcess?
    /// Why the voices of espeak-ng are not listed; nil when they are.
    package let espeakProblem: String?

    /// Starts nothing: the helper of espeak-ng runs from the first text in one of its voices on.
    ///
    /// - Parameter espeakHelper: The executable; when nil it is where VISAVIS_ESPEAK says, or beside the program that
    ///   runs. Where there is none its voices are not listed.
    /// - Parameter others: Whose voices come before the built-in ones.
    package init(
        espeakHelper: String? = nil, textLimit: Int = SpeakableText.standardLimit, others: [any SpeechSource] = []
    ) {
        self.textLimit = textLimit
        do throws(EspeakExecutable.Missing) {
            espeak = EspeakProcess(try EspeakExecutable.find(configured: espeakHelper))
            espeakProblem = nil
        } catch {
            espeak = nil
            espeakProblem = error.reason
        }
        builtIn = FliteVoices.catalogue + (espeak == nil ? [] : EspeakCatalogue.voices)
        self.others = others
        all = others.flatMap(\.all) + builtIn
        byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Speaks when nothing else was asked for.
    package var standard: Voice { all[0] }

    package func voice(_ id: String) -> Voice? { byID[id] }

    /// The voice for a BCP 47 tag: of just that language and region, else of the language anywhere.
    /// - Returns: Nil when no voice speaks the language.
    package func voice(forLanguage tag: String) -> Voice? { LanguageTag(tag).best(of: all) }

    /// All voices for a BCP 47 tag; those of its region alone, where it names one and they exist.
    package func voices(forLanguage tag: String) -> [Voice] { LanguageTag(tag).all(of: all) }

    /// Whose voice it is beside the built-in ones.
    func other(for id: String) -> (any SpeechSource)? {
        others.first { other in other.all.contains { $0.id == id } }
    }

    /// Begins to speak a text in a built-in voice. Nothing is synthesised before the first chunk is asked for.
    ///
    /// - Parameters:
    ///   - voice: A `Voice.id`.
    ///   - goesOn: The text ends between words; what follows comes later.
    /// - Throws: `SpeechError` for a text without sound or too long, an unknown voice, settings out of range.
    /// - Complexity: Microseconds, whatever the length of the text.
    package func speech(
        of text: String, voice id: String, settings: VoiceSettings = .init(),
        pronunciations: PronunciationDictionary = .empty, goesOn: Bool = false
    ) throws(SpeechError) -> SpokenText {
        guard let voice = voice(id), voice.engine == .flite || voice.engine == .espeak else {
            throw .unknownVoice(id: id)
        }
        try settings.check()
        let spelling = EspeakCatalogue.source(of: id).map { Spelling.native($0.script) } ?? .english
        let engine: any SpeechEngine =
            if voice.engine == .espeak, let espeak { EspeakEngine(process: espeak) } else { flite }
        let text = try SpeakableText(
            text, spelling: spelling, reading: Reading(pronunciations, language: voice.language), limit: textLimit)
        return SpokenText(
            clauses: Clauses(text: text, goesOn: goesOn), voice: voice, settings: settings, engine: engine)
    }

    /// The whole text at once: exactly the chunks of ``speech(of:voice:settings:)`` behind each other.
    ///
    /// - Throws: `SpeechError`, or `CancellationError` when the task was cancelled meanwhile.
    package func utterance(
        of text: String, voice id: String, settings: VoiceSettings = .init(),
        pronunciations: PronunciationDictionary = .empty
    ) async throws -> Utterance {
        var whole = Utterance(
            audio: AudioClip(samples: [], sampleRate: SpokenText.sampleRate),
            pronunciation: Pronunciation(phones: [], words: []))
        for try await chunk in try speech(of: text, voice: id, settings: settings, pronunciations: pronunciations) {
            whole.audio.samples += chunk.audio.samples
            whole.pronunciation.phones += chunk.pronunciation?.phones ?? []
            whole.pronunciation.words += chunk.pronunciation?.words ?? []
        }
        try Task.checkCancellation()
        return whole
    }

    /// What speaks the voices beyond English, such as "espeak-ng 1.51"; starts its helper when it does not run.
    /// - Throws: `SpeechError.engineMissing` or `.engineFailed`, which say what to do.
    package func espeakEngine() async throws(SpeechError) -> String {
        guard let espeak else { throw .engineMissing(reason: espeakProblem ?? "there is no helper") }
        return try await espeak.engine()
    }

    /// What a text sounds like in IPA, by one of espeak-ng's own voices.
    func phonemes(of text: String, voice: String) async throws(SpeechError) -> String {
        guard let espeak else { throw .engineMissing(reason: espeakProblem ?? "there is no helper") }
        return try await espeak.phonemes(of: text, voice: voice)
    }

    /// Ends the helper. Texts in its voices end with `SpeechError.engineFailed` from here on.
    package func close() async { await espeak?.close() }

    /// Of the helper; nil while it does not run.
    func espeakProcessID() async -> Int32? { await espeak?.processID }
}
