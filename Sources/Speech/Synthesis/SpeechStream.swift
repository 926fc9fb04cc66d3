package import Core

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
