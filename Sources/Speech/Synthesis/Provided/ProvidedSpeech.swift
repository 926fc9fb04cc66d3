internal import Core

/// A provider's sound of one text as speech chunks: refused when it is no speech, silence at its ends cut to what joins
/// clauses, at −20 LUFS, lips from the provider's times, else from the text heard in the sound, else from the sound alone.
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
    let levels: VoiceLevels

    /// Seconds of sound, by its text, beyond which a provider talks nonsense.
    static func longest(_ text: String) -> Double { 20 + Double(text.count) * 0.5 }

    /// Bare samples do not say their rate. Those at 8 kHz, taken for 24 kHz, last a third of what the text takes; what
    /// differs by less is within what voices differ by, and is not told from a quick or slow one. The text takes at least
    /// so many seconds.
    private static let (shortestShare, shortestExpected) = (0.42, 1.2)

    func isTooQuick(_ seconds: Double, expected: Double) -> Bool {
        let expected = expected / choice.speed
        return expected > Self.shortestExpected && seconds < Self.shortestShare * expected
    }

    func makeAsyncIterator() -> Iterator { Iterator(self) }

    struct Iterator: AsyncIteratorProtocol {
        private let source: ProvidedSpeech
        private var sounds: AsyncThrowingStream<ProvidedSound, any Error>.Iterator?
        private var expecting: Task<Pronunciation?, Never>?
        private var check: SoundCheck?
        private var edges: SilenceEdges?
        private var gain: RunningGain?
        private var lips: ProvidedLips?
        private var text: String
        private var firstSample = 0
        private var received = 0.0
        /// Seconds that a built-in voice would take.
        private var expected = 0.0
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
                let rate = sound.audio.sampleRate
                check = SoundCheck(sampleRate: rate)
                edges = SilenceEdges(sampleRate: rate)
                gain = RunningGain(sampleRate: rate, known: source.levels[source.name])
                let expected = await expecting?.value
                self.expected = expected?.phones.last?.end ?? 0
                lips = ProvidedLips(expected: expected, spoken: source.spoken, sampleRate: rate)
            }
            guard edges?.sampleRate == sound.audio.sampleRate else {
                throw fault(.wrongSampleRate(sound.audio.sampleRate))
            }
            received += sound.audio.duration
            guard received < ProvidedSpeech.longest(source.text) else { throw fault(.tooLarge) }
            let sane = try heard(check?.push(sound.audio.samples))
            let samples = edges?.push(sane) ?? []
            let leveled = gain?.push(samples) ?? []
            return chunk(lips?.push(leveled, characters: sound.characters, cut: edges?.cutSeconds ?? 0))
        }

        private func heard(_ verdict: SoundCheck.Verdict?) throws -> [Float] {
            switch verdict {
            case .sound(let samples): return samples
            case .garbage(let detail): throw fault(.garbage(detail: detail))
            case nil: return []
            }
        }

        private mutating func last() async throws -> SpeechChunk? {
            let sane = try heard(check?.finish())
            var rest = edges?.push(sane) ?? []
            guard var edges, edges.hasSound, let gain else { throw fault(.empty) }
            let pause = PauseTrim.rest(after: source.ending)
            rest += edges.finish(rest: pause)
            self.edges = edges
            rest = gain.push(rest)
            rest += gain.finish()
            if let known = gain.level { source.levels[source.name] = known }
            let part = lips?.finish(rest)
            let seconds = Double(firstSample + (part?.samples.count ?? 0)) / Double(edges.sampleRate) - pause
            if source.isTooQuick(seconds, expected: expected) { throw fault(.wrongSampleRate(0)) }
            return chunk(part)
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
