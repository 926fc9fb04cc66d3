internal import Core

/// Turns text into a voice and the times of its sounds. Safe to call from any thread, several at once.
package protocol SpeechSynthesizer: Sendable {
    var voices: [Voice] { get }

    /// The text cut into clauses that are spoken one at a time, as they are asked for.
    ///
    /// - Parameters:
    ///   - voice: A `Voice.id`.
    ///   - speed: 0.5…2; 2 speaks twice as fast.
    /// - Throws: `SpeechError` for a text without sound, an unknown voice or speed. Nothing was spoken then.
    func clauses(of text: String, voice: String, speed: Double) throws(SpeechError) -> SpokenClauses
}

extension SpeechSynthesizer {
    /// The whole text at once: exactly the clauses of ``clauses(of:voice:speed:)`` behind each other.
    ///
    /// Blocks its thread for about 1/80 of the audio's duration (measured with flite on one 2026 server core).
    package func synthesize(_ text: String, voice: String, speed: Double = 1) throws(SpeechError) -> Utterance {
        var clauses = try clauses(of: text, voice: voice, speed: speed).makeIterator()
        var whole = Utterance(
            audio: AudioClip(samples: [], sampleRate: SpokenClauses.sampleRate),
            pronunciation: Pronunciation(phones: [], words: []))
        while let clause = try clauses.nextClause() {
            whole.audio.samples += clause.audio.samples
            whole.pronunciation.phones += clause.pronunciation.phones
            whole.pronunciation.words += clause.pronunciation.words
        }
        return whole
    }
}

/// Clauses of one text, spoken on demand: a slow listener slows the synthesis, nothing is queued, and a
/// cancelled task gets no further clause (`next()` returns nil).
package struct SpokenClauses: AsyncSequence, Sendable {
    package typealias Element = SpokenClause
    package typealias Failure = SpeechError
    /// Speaks one clause with its own clock.
    typealias Speak = @Sendable (Clause) throws(SpeechError) -> Utterance

    /// Hz, of every built-in voice.
    package static let sampleRate = 16_000

    let texts: [Clause]
    let speak: Speak

    package func makeAsyncIterator() -> Iterator { makeIterator() }
    func makeIterator() -> Iterator { Iterator(texts: texts[...], speak: speak) }

    package struct Iterator: AsyncIteratorProtocol {
        var texts: ArraySlice<Clause>
        let speak: Speak
        var spokenSamples = 0

        /// Runs off the caller's actor.
        package mutating func next() async throws(SpeechError) -> SpokenClause? {
            if Task.isCancelled { return nil }
            return try nextClause()
        }

        package mutating func next(isolation: isolated (any Actor)?) async throws(SpeechError) -> SpokenClause? {
            var copy = self
            defer { self = copy }
            return try await copy.next()
        }

        mutating func nextClause() throws(SpeechError) -> SpokenClause? {
            guard let text = texts.popFirst() else { return nil }
            let spoken = try speak(text)
            let first = spokenSamples
            spokenSamples += spoken.audio.samples.count
            let offset = Double(first) / Double(SpokenClauses.sampleRate)
            return SpokenClause(
                firstSample: first, audio: spoken.audio, pronunciation: spoken.pronunciation.delayed(by: offset))
        }
    }
}

extension Pronunciation {
    /// The same on a clock that started `seconds` earlier.
    func delayed(by seconds: Double) -> Pronunciation {
        Pronunciation(
            phones: phones.map {
                Phone(
                    symbol: $0.symbol, start: $0.start + seconds, end: $0.end + seconds, stress: $0.stress,
                    confidence: $0.confidence)
            },
            words: words.map {
                Word(text: $0.text, start: $0.start + seconds, end: $0.end + seconds, endsPhrase: $0.endsPhrase)
            })
    }
}
