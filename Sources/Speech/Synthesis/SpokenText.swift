package import Core

/// A text being spoken, chunk by chunk and on demand: a slow listener slows the synthesis, at most one clause is
/// spoken ahead. A cancelled task gets no further chunk (`next()` returns nil). Throws `SpeechError` alone.
///
/// A clause that its engine cannot speak is passed over; only when that leaves nothing at all it is an error.
package struct SpokenText: AsyncSequence, Sendable {
    package typealias Element = SpeechChunk
    package typealias Failure = any Error

    /// Hz, of every built-in voice.
    package static let sampleRate = 16_000
    /// Seconds. Longer parts (a clause of digits, slowly spoken) are cut.
    static let longestChunk = 10.0

    let clauses: Clauses
    let voice: Voice
    let settings: VoiceSettings
    let engine: any SpeechEngine

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    package struct Iterator: AsyncIteratorProtocol {
        private let source: SpokenText
        private var clauses: Clauses.Iterator
        private var parts: AsyncThrowingStream<Utterance, any Error>.Iterator?
        private var pieces: ArraySlice<Utterance> = []
        /// Of the clause that is being spoken, until its first chunk carries it away.
        private var text = ""
        private var spokenSamples = 0
        private var failure: SpeechError?

        init(_ source: SpokenText) {
            self.source = source
            clauses = source.clauses.makeIterator()
        }

        package mutating func next() async throws -> SpeechChunk? { try await next(isolation: #isolation) }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws -> SpeechChunk? {
            while !Task.isCancelled {
                if let piece = pieces.popFirst() { return chunk(piece) }
                do {
                    if let part = try await parts?.next(isolation: actor) {
                        pieces = part.pieces(of: SpokenText.longestChunk)[...]
                        continue
                    }
                } catch let error as SpeechError {
                    guard case .synthesisFailed = error else { throw error }
                    failure = error
                } catch is CancellationError {
                    return nil
                }
                if Task.isCancelled { return nil }
                guard let clause = clauses.next() else {
                    parts = nil
                    if spokenSamples == 0, let failure { throw failure }
                    return nil
                }
                text += clause.written
                parts = source.engine.speak(clause, voice: source.voice, settings: source.settings).makeAsyncIterator()
            }
            return nil
        }

        private mutating func chunk(_ piece: Utterance) -> SpeechChunk {
            let first = spokenSamples
            spokenSamples += piece.audio.samples.count
            defer { text = "" }
            let offset = Double(first) / Double(SpokenText.sampleRate)
            return SpeechChunk(
                firstSample: first, audio: piece.audio, pronunciation: piece.pronunciation.delayed(by: offset),
                text: text)
        }
    }
}

extension Utterance {
    /// Cut where phones end, so that no piece is longer than `seconds` (a phone that is, stays whole).
    func pieces(of seconds: Double) -> [Utterance] {
        var pieces: [Utterance] = []
        var rest = self
        while rest.audio.duration > seconds,
            let end = rest.pronunciation.phones.last(where: { $0.end <= seconds && $0.end > 0 })?.end
        {
            let (head, tail) = rest.split(at: Int((end * Double(audio.sampleRate)).rounded()))
            pieces.append(head)
            rest = tail
        }
        return pieces + [rest]
    }
}
