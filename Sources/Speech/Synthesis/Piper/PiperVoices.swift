internal import Core
internal import Onnx

/// Voices in Piper's files, spoken by ONNX Runtime. Phonemes come from espeak-ng's helper, durations from the model.
package struct PiperVoices: SpeechSource {
    package let all: [Voice]
    private let voices: [String: PiperVoice]
    private let textLimit: Int

    /// Loads everything; a voice takes about its file's size in memory.
    ///
    /// - Parameters:
    ///   - files: Each .onnx with its .onnx.json beside it.
    ///   - runtime: Path of libonnxruntime.so, 1.14 or later.
    ///   - builtIn: Has the helper.
    /// - Throws: `SpeechError.engineMissing` or `.engineFailed`, which say what to do.
    package init(files: [String], runtime: String, builtIn: Voices) throws(SpeechError) {
        if let problem = builtIn.espeakProblem { throw .engineMissing(reason: problem) }
        let library: OnnxLibrary
        do { library = try OnnxLibrary(library: runtime) } catch { throw .engineMissing(reason: "\(error)") }
        var found: [PiperVoice] = []
        for file in files { found.append(try PiperVoice(path: file, runtime: library, builtIn: builtIn)) }
        all = found.map(\.voice)
        voices = Dictionary(found.map { ($0.voice.id, $0) }, uniquingKeysWith: { first, _ in first })
        textLimit = builtIn.textLimit
    }

    package func voice(forLanguage tag: String) -> Voice? { LanguageTag(tag).best(of: all) }

    package func controls(of voice: VoiceChoice) -> Set<VoiceControl> { [.speed, .stability] }

    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice, goesOn: false)
    }

    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        guard let piper = voices[voice.id] else { throw .unknownVoice(id: voice.id) }
        let primary = LanguageTag(piper.file.language).language
        let spelling = EspeakCatalogue.languages.first { LanguageTag($0.tag).language == primary }?.script
        let speakable = try SpeakableText(
            text, spelling: .native(spelling ?? .latin),
            reading: Reading(voice.pronunciations, language: piper.file.language), limit: textLimit)
        return SpeechStream(
            PiperSpeech(clauses: Clauses(text: speakable, goesOn: goesOn), voice: piper, choice: voice))
    }
}

/// Clause by clause, each when it is asked for.
private struct PiperSpeech: AsyncSequence, Sendable {
    typealias Element = SpeechChunk
    let clauses: Clauses
    let voice: PiperVoice
    let choice: VoiceChoice

    func makeAsyncIterator() -> Iterator { Iterator(clauses: clauses.makeIterator(), voice: voice, choice: choice) }

    struct Iterator: AsyncIteratorProtocol {
        var clauses: Clauses.Iterator
        let voice: PiperVoice
        let choice: VoiceChoice
        var firstSample = 0

        mutating func next() async throws -> SpeechChunk? {
            guard !Task.isCancelled, let clause = clauses.next() else { return nil }
            let spoken = try await voice.speak(clause, choice: choice)
            defer { firstSample += spoken.audio.samples.count }
            return SpeechChunk(
                firstSample: firstSample, audio: spoken.audio,
                pronunciation: spoken.pronunciation.delayed(by: Double(firstSample) / Double(voice.file.sampleRate)),
                text: clause.written)
        }
    }
}
