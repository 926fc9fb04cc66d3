package import Core
package import Speech

/// Speech on its way to the stage, whoever makes it; chunks are made as they are asked for.
package struct SpeechStream: AsyncSequence, Sendable {
    package typealias Element = SpeechChunk
    package typealias Failure = any Error

    private let make: @Sendable () -> AsyncIterator

    package init<Base: AsyncSequence & Sendable>(_ base: Base) where Base.Element == SpeechChunk {
        make = { AsyncIterator(base.makeAsyncIterator()) }
    }

    package func makeAsyncIterator() -> AsyncIterator { make() }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private var advance: () async throws -> SpeechChunk?

        fileprivate init<Base: AsyncIteratorProtocol>(_ base: Base) where Base.Element == SpeechChunk {
            var base = base
            advance = { try await base.next() }
        }

        package mutating func next() async throws -> SpeechChunk? { try await advance() }
    }
}

/// Makes speech of text; the server's voices do.
package protocol SpeechSource: Sendable {
    /// What a server has, the default first.
    var all: [Voice] { get }
    /// The one for a BCP 47 tag; nil when none speaks the language.
    func voice(forLanguage tag: String) -> Voice?
    /// Returns at once; nothing is spoken before it is asked for.
    ///
    /// - Throws: Errors of the text and the voice.
    func speech(of text: String, voice: VoiceChoice) throws(SpeechError) -> SpeechStream
}
