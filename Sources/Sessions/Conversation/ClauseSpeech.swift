internal import Core
internal import Speech

/// One utterance out of text that is still being written: each sentence goes to the voice as soon as it is complete.
struct ClauseSpeech: AsyncSequence, Sendable {
    typealias Element = SpeechChunk

    let text: AsyncThrowingStream<String, any Error>
    let voice: VoiceChoice
    let voices: any SpeechSource
    /// Called before the first chunk is handed over.
    let onFirst: @Sendable () -> Void

    func makeAsyncIterator() -> Iterator { Iterator(self) }

    struct Iterator: AsyncIteratorProtocol {
        private let clauses: ClauseSpeech
        private var text: AsyncThrowingStream<String, any Error>.AsyncIterator
        private var waiting = ""
        private var isComplete = false
        private var spoken: SpeechStream.AsyncIterator?
        /// Of the utterance, before the sentence that is spoken.
        private var offset = 0
        private var end = 0

        init(_ clauses: ClauseSpeech) {
            self.clauses = clauses
            text = clauses.text.makeAsyncIterator()
        }

        mutating func next() async throws -> SpeechChunk? {
            while true {
                if var speech = spoken {
                    let chunk = try await speech.next()
                    spoken = speech
                    if let chunk { return placed(chunk) }
                    spoken = nil
                }
                guard let clause = try await nextClause() else { return nil }
                offset = end
                do throws(SpeechError) {
                    spoken = try clauses.voices.speech(of: clause, voice: clauses.voice).makeAsyncIterator()
                } catch .nothingSpeakable {
                    continue
                } catch {
                    throw error
                }
            }
        }

        private mutating func nextClause() async throws -> String? {
            while true {
                if let end = waiting.indices.dropLast().first(where: { endsSentence(at: $0) }) {
                    let clause = String(waiting[...end])
                    waiting = String(waiting[waiting.index(after: end)...])
                    return clause
                }
                if isComplete {
                    defer { waiting = "" }
                    return waiting.allSatisfy(\.isWhitespace) ? nil : waiting
                }
                if let fragment = try await text.next() { waiting += fragment } else { isComplete = true }
            }
        }

        private func endsSentence(at index: String.Index) -> Bool {
            guard waiting[waiting.index(after: index)].isWhitespace else { return false }
            return ".!?…。！？".contains(waiting[index])
        }

        private mutating func placed(_ chunk: SpeechChunk) -> SpeechChunk {
            if end == 0 { clauses.onFirst() }
            var chunk = chunk
            if offset > 0, chunk.firstSample == 0, chunk.text.first?.isWhitespace == false { chunk.text = " " + chunk.text }
            chunk.firstSample += offset
            let seconds = Double(offset) / Double(chunk.audio.sampleRate)
            if var pronunciation = chunk.pronunciation {
                for index in pronunciation.phones.indices {
                    pronunciation.phones[index].start += seconds
                    pronunciation.phones[index].end += seconds
                }
                for index in pronunciation.words.indices {
                    pronunciation.words[index].start += seconds
                    pronunciation.words[index].end += seconds
                }
                chunk.pronunciation = pronunciation
            }
            end = chunk.firstSample + chunk.audio.samples.count
            return chunk
        }
    }
}
