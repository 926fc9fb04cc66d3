package import Core
internal import Foundation
internal import Media
package import Rendering
internal import Synchronization

/// What all stages of a server share: the media clock, the loops, and the workers that render and encode. One per
/// server.
package final class StageHouse: Sendable {
    let clock: StageClock
    let workers: RenderWorkers
    let performers: PerformerPool
    let loops: LoopLibrary
    let metrics: Metrics
    let log: Log
    private let stages = Mutex<[ObjectIdentifier: WeakStage]>([:])
    private let isClosed = Atomic(false)

    private struct WeakStage: Sendable { weak var stage: Stage? }

    /// Above this share of the workers' time encoders are set to their least effort.
    private static let highLoad = 0.5

    /// - Parameters:
    ///   - loopCache: Folder for encoded loops; nil keeps them in memory alone.
    ///   - workers: Threads that render and encode; nil for one per processor the process may run on.
    package convenience init(loopCache: String?, workers: Int? = nil, metrics: Metrics, log: Log) {
        self.init(loopCache: loopCache, workers: workers, metrics: metrics, log: log, drive: .realTime)
    }

    init(loopCache: String?, workers: Int? = nil, metrics: Metrics, log: Log, drive: StageClock.Drive) {
        (self.metrics, self.log) = (metrics, log)
        clock = StageClock(drive)
        self.workers = workers.map { RenderWorkers(count: $0) } ?? RenderWorkers()
        performers = PerformerPool(workers: self.workers)
        loops = LoopLibrary(folder: loopCache, log: log)
    }

    /// Renders and encodes the avatar's loops, or reads them from the cache; until then its stages idle live, which
    /// costs as much as speaking. Concurrent calls for the same loops share the work.
    package func prepare(_ pack: AvatarPack, format: StageFormat) async throws(StageError) {
        if isClosed.load(ordering: .relaxed) { throw .closed }
        let key = PackFormat(pack, format)
        do {
            try await loops.prepare(pack, body: { [performers] in try performers.body(of: pack, key: key) }, key: key)
        } catch {
            if isClosed.load(ordering: .relaxed) { throw .closed }
            throw .avatarUnusable(reason: "\(error)")
        }
        performers.replenish(pack, key: key)
    }

    /// Stops all stages and ends every thread. Idempotent.
    package func close() async {
        isClosed.store(true, ordering: .relaxed)
        let living = stages.withLock { stages in
            defer { stages = [:] }
            return stages.values.compactMap(\.stage)
        }
        for stage in living { stage.stop() }
        await loops.close()
        clock.close()
        workers.close()
        performers.close()
    }

    /// See ``StageState/Surroundings/lead``: jobs of many stages wait for each other.
    var lead: Int { Self.leads.count { workers.load > $0 } }
    /// Shares of the workers' time.
    private static let leads = [0.25, 0.5]

    var effort: EncodingEffort { workers.load > Self.highLoad ? .least : .live }

    func enter(_ stage: Stage) throws(StageError) {
        if isClosed.load(ordering: .relaxed) { throw .closed }
        stages.withLock { $0[ObjectIdentifier(stage)] = WeakStage(stage: stage) }
    }

    func leave(_ stage: Stage) {
        clock.remove(stage)
        _ = stages.withLock { $0.removeValue(forKey: ObjectIdentifier(stage)) }
    }

    /// One slot for all stages, after everything that was asked for before it has been done: for tests, which need not
    /// wait for time to pass.
    func turn() {
        workers.waitUntilIdle()
        clock.turn()
        workers.waitUntilIdle()
    }
}
