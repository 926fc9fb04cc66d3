internal import Core

/// Speech from a cache, and from a source what is not in it yet. What was spoken to its end is kept.
package struct CachedSpeech: SpeechSource {
    private let source: any SpeechSource
    private let cache: SpokenClauseCache

    package init(_ source: any SpeechSource, cache: SpokenClauseCache) {
        (self.source, self.cache) = (source, cache)
    }

    package var all: [Voice] { source.all }
    package func voice(forLanguage tag: String) -> Voice? { source.voice(forLanguage: tag) }

    package func controls(of voice: VoiceChoice) -> Set<VoiceControl> { source.controls(of: voice) }
    package func fallback(for voice: VoiceChoice) -> VoiceChoice? { source.fallback(for: voice) }

    package func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream {
        try speech(of: text, voice: voice, goesOn: false)
    }

    package func speech(of text: String, voice: VoiceChoice, goesOn: Bool) throws(SpeechError) -> SpeechStream {
        guard text.utf8.count <= 4 * SpokenClauseCache.longestText, text.count <= SpokenClauseCache.longestText else {
            return try source.speech(of: text, voice: voice, goesOn: goesOn)
        }
        let key = SpokenClauseCache.Key(text: text, voice: voice, goesOn: goesOn)
        if let chunks = cache.chunks(for: key) { return SpeechStream(Chunks(chunks: chunks)) }
        return SpeechStream(
            Recording(speech: try source.speech(of: text, voice: voice, goesOn: goesOn), key: key, cache: cache))
    }

    private struct Chunks: AsyncSequence, Sendable {
        let chunks: [SpeechChunk]

        func makeAsyncIterator() -> Iterator { Iterator(rest: chunks[...]) }

        struct Iterator: AsyncIteratorProtocol {
            var rest: ArraySlice<SpeechChunk>
            mutating func next() async -> SpeechChunk? { Task.isCancelled ? nil : rest.popFirst() }
        }
    }

    private struct Recording: AsyncSequence, Sendable {
        let speech: SpeechStream
        let key: SpokenClauseCache.Key
        let cache: SpokenClauseCache

        func makeAsyncIterator() -> Iterator {
            Iterator(speech: speech.makeAsyncIterator(), key: key, cache: cache)
        }

        struct Iterator: AsyncIteratorProtocol {
            var speech: SpeechStream.AsyncIterator
            let key: SpokenClauseCache.Key
            let cache: SpokenClauseCache
            private var chunks: [SpeechChunk] = []

            init(speech: SpeechStream.AsyncIterator, key: SpokenClauseCache.Key, cache: SpokenClauseCache) {
                (self.speech, self.key, self.cache) = (speech, key, cache)
            }

            mutating func next() async throws -> SpeechChunk? {
                guard let chunk = try await speech.next() else {
                    if !Task.isCancelled, !chunks.isEmpty { cache.keep(chunks, for: key) }
                    chunks = []
                    return nil
                }
                chunks.append(chunk)
                return chunk
            }
        }
    }
}
