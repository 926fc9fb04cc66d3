package import Core
package import Rendering

/// What all stages of a server share: the media clock, the loops, the workers that render and encode.
package final class StageHouse: Sendable {
    package init(loopCache: String?, metrics: Metrics, log: Log) {}

    /// Renders and encodes the avatar's loops, or reads them from the cache; until then its stages idle live.
    /// Concurrent calls for the same loops share the work.
    package func prepare(_ pack: AvatarPack, format: StageFormat) async throws(StageError) {}

    /// Stops all stages and ends every thread. Blocks until they have ended; idempotent.
    package func close() {}
}
