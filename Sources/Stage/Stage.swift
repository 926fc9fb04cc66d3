package import Core
package import Rendering

/// One session's picture and sound.
package final class Stage: Sendable {
    /// One consumer. Keeps the newest 1024; finishes after ``stop()``.
    package let events: AsyncStream<StageEvent>
    private let continuation: AsyncStream<StageEvent>.Continuation

    package init(
        pack: AvatarPack, format: StageFormat, house: StageHouse, output: any StageOutput, seed: UInt64
    ) throws(StageError) {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    }

    package func start() {}
    package func say<Speech: AsyncSequence & Sendable>(_ id: UtteranceID, _ speech: Speech)
    where Speech.Element == SpeechChunk {}
    package func interrupt() {}
    package func attend(_ listening: Bool) {}
    package func requestKeyframe() {}
    package func adapt(bitsPerSecond: Int) {}
    package func stop() { continuation.finish() }
}
