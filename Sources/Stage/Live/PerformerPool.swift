internal import Avatars
internal import Core
internal import Media
internal import Rendering
internal import Synchronization

/// Performers that wait for a stage, so that going live costs no set-up. Any thread.
final class PerformerPool: Sendable {
    private struct Contents {
        /// The one used last is last.
        var waiting: [LivePerformer] = []
        var bodies: [String: WeakBody] = [:]
        var isClosed = false
    }
    private struct WeakBody: Sendable { weak var clip: BodyClip? }

    private let contents = Mutex(Contents())
    private let workers: RenderWorkers

    /// Each holds about 20 MB at 720p.
    private static let limit = 8
    /// Seconds that pictures go before one that nobody needs yet.
    private static let patience = 1.0

    init(workers: RenderWorkers) { self.workers = workers }

    /// One that waits, or nil.
    func take(_ key: PackFormat) -> LivePerformer? {
        contents.withLock { contents in
            contents.waiting.lastIndex { $0.key == key }.map { contents.waiting.remove(at: $0) }
        }
    }

    /// A new one, on the caller's thread: 10 to 30 ms.
    func make(_ pack: AvatarPack, key: PackFormat) throws(StageError) -> LivePerformer {
        do {
            let body = try body(of: pack, key: key)
            return try LivePerformer(pack, body: body, key: key, effort: .live)
        } catch let error as EncodingError {
            throw .encoderUnusable(reason: "\(error)")
        } catch {
            throw .avatarUnusable(reason: "\(error)")
        }
    }

    /// Makes sure that one of this kind waits, on a worker. A failure shows when a stage needs it.
    func replenish(_ pack: AvatarPack, key: PackFormat) {
        guard contents.withLock({ !$0.waiting.contains { $0.key == key } }) else { return }
        workers.submit(due: monotonicSeconds() + Self.patience) { [self] in
            guard contents.withLock({ !$0.isClosed && !$0.waiting.contains { $0.key == key } }) else { return }
            if let performer = try? make(pack, key: key) { give(performer) }
        }
    }

    /// Keeps it for the next stage; when there are many, the one unused longest goes.
    func give(_ performer: LivePerformer) {
        contents.withLock { contents in
            guard !contents.isClosed else { return }
            contents.waiting.append(performer)
            if contents.waiting.count > Self.limit { contents.waiting.removeFirst() }
        }
    }

    /// The pack's body clip, one in memory for all.
    func body(of pack: AvatarPack, key: PackFormat) throws -> BodyClip {
        if let known = contents.withLock({ $0.bodies[key.pack]?.clip }) { return known }
        let clip = try pack.openBody()
        return contents.withLock { contents in
            if let other = contents.bodies[key.pack]?.clip { return other }
            contents.bodies = contents.bodies.filter { $0.value.clip != nil }
            contents.bodies[key.pack] = WeakBody(clip: clip)
            return clip
        }
    }

    func close() {
        contents.withLock { contents in
            contents.isClosed = true
            contents.waiting = []
        }
    }
}
