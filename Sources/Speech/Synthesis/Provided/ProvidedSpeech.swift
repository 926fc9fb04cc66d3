internal import Core

/// A provider's sound of one text as speech chunks: silence at its ends cut to what joins clauses, lips from the
/// provider's times, else from the text heard in the sound, else from the sound alone.
struct ProvidedSpeech: AsyncSequence, Sendable {
    typealias Element = SpeechChunk

    let text: String
    /// What is sent, with pronunciations in it.
    let spoken: String
    let ending: Clause.Ending
    let provider: any SoundProvider
    /// Of the voice, as the provider names it.
    let name: String
    let choice: VoiceChoice
    let builtIn: Voices

    /// Seconds of sound, by its text, beyond which a provider talks nonsense.
    static func longest(_ text: String) -> Double { 20 + Double(text.count) * 0.5 }

    func makeAsyncIterator() -> Iterator { Iterator(self) }

    struct Iterator: AsyncIteratorProtocol {
        private let source: ProvidedSpeech
        private var sounds: AsyncThrowingStream<ProvidedSound, any Error>.Iterator?
        private var expecting: Task<Pronunciation?, Never>?
        private var edges: SilenceEdges?
        private var lips: ProvidedLips?
        private var text: String
        private var firstSample = 0
        private var received = 0.0
        private var isDone = false

        init(_ source: ProvidedSpeech) {
            self.source = source
            text = source.text
        }

        mutating func next() async throws -> SpeechChunk? {
            if sounds == nil, !isDone { begin() }
            while !isDone {
                guard let sound = try await sounds?.next() else {
                    try Task.checkCancellation()
                    isDone = true
                    return try await last()
                }
                if let chunk = try await take(sound) { return chunk }
            }
            return nil
        }

        private mutating func begin() {
            let source = source
            sounds = source.provider.sound(of: source.spoken, voice: source.name, choice: source.choice)
                .makeAsyncIterator()
            expecting = Task(priority: .userInitiated) {
                await source.builtIn.expected(source.text, choice: source.choice)
            }
        }

        private func fault(_ fault: ProviderError.Fault) -> ProviderError {
            ProviderError(.speaking, source.provider.name, fault)
        }

        private mutating func take(_ sound: ProvidedSound) async throws -> SpeechChunk? {
            if edges == nil {
                edges = SilenceEdges(sampleRate: sound.audio.sampleRate)
                let expected = await expecting?.value
                lips = ProvidedLips(expected: expected, spoken: source.spoken, sampleRate: sound.audio.sampleRate)
            }
            guard edges?.sampleRate == sound.audio.sampleRate else {
                throw fault(.wrongSampleRate(sound.audio.sampleRate))
            }
            received += sound.audio.duration
            guard received < ProvidedSpeech.longest(source.text) else { throw fault(.tooLarge) }
            let samples = edges?.push(sound.audio.samples) ?? []
            return chunk(lips?.push(samples, characters: sound.characters, cut: edges?.cutSeconds ?? 0))
        }

        private mutating func last() async throws -> SpeechChunk? {
            guard var edges, edges.hasSound else { throw fault(.empty) }
            let rest = edges.finish(rest: PauseTrim.rest(after: source.ending))
            self.edges = edges
            return chunk(lips?.finish(rest))
        }

        private mutating func chunk(_ part: ProvidedLips.Part?) -> SpeechChunk? {
            guard let part, !part.samples.isEmpty, let edges else { return nil }
            defer {
                firstSample += part.samples.count
                text = ""
            }
            return SpeechChunk(
                firstSample: firstSample, audio: AudioClip(samples: part.samples, sampleRate: edges.sampleRate),
                pronunciation: part.pronunciation, text: text)
        }
    }
}

extension Voices {
    /// What a text is expected to sound like, by a built-in voice of the choice's language: phones, and words as
    /// written, in the times that voice would take. Nil when none speaks the language, or cannot say the text.
    func expected(_ text: String, choice: VoiceChoice) async -> Pronunciation? {
        guard let voice = LanguageTag(choice.language).best(of: builtIn) else { return nil }
        let said = try? await utterance(of: text, voice: voice.id, pronunciations: choice.pronunciations)
        return said?.pronunciation
    }
}
