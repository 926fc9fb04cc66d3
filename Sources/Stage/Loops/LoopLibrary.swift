internal import Avatars
internal import Core
internal import Cryptography
internal import Foundation
internal import Media
internal import Rendering
internal import Synchronization

/// An avatar in a format, as caches name it.
struct PackFormat: Hashable, Sendable {
    /// SHA-256 over the hashes of the pack's files.
    let pack: String
    let format: StageFormat

    init(_ pack: AvatarPack, _ format: StageFormat) {
        let files = pack.manifest.files.sorted { $0.key < $1.key }.map { $0.key + $0.value.sha256 }
        self.pack = SHA256.hex(of: Data(files.joined(separator: " ").utf8))
        self.format = format
    }
}

/// The loops of all avatars, in memory and on disk. Any thread.
final class LoopLibrary: Sendable {
    private struct Contents {
        var loops: [PackFormat: Kept] = [:]
        var making: [PackFormat: Task<Void, any Error>] = [:]
        var uses = 0
        var isClosed = false
    }
    private struct Kept {
        var idle: StageLoop?
        var listening: StageLoop?
        var lastUse = 0
    }
    private let contents = Mutex(Contents())
    private let folder: URL?
    private let log: Log

    /// Of avatars and formats; each takes 2…10 MB. The ones unused longest go; stages that send them keep them.
    private static let limit = 32
    /// Part of the files' names: loops made by another way of rendering or encoding are made anew.
    private static let version = 1

    init(folder: String?, log: Log) {
        self.folder = folder.map { URL(fileURLWithPath: $0) }
        self.log = log
    }

    /// The loop if it is ready. A state that the footage does not have is shown by the idle loop.
    func loop(_ key: PackFormat, _ state: BodyState) -> StageLoop? {
        contents.withLock { contents in
            contents.uses += 1
            contents.loops[key]?.lastUse = contents.uses
            let kept = contents.loops[key]
            return state == .listening ? kept?.listening : kept?.idle
        }
    }

    /// Makes both loops ready. Calls for the same ones share the work; a cancelled caller leaves it to go on.
    func prepare(_ pack: AvatarPack, body: @escaping @Sendable () throws -> BodyClip, key: PackFormat) async throws {
        let task = contents.withLock { contents -> Task<Void, any Error>? in
            if contents.loops[key] != nil || contents.isClosed { return nil }
            if let task = contents.making[key] { return task }
            let task = Task.detached(priority: .utility) { [self] in
                defer { self.contents.withLock { $0.making[key] = nil } }
                let clip = try body()
                let idle = try await loop(pack, clip, key, .idle)
                let listening = try await loop(pack, clip, key, .listening)
                keep(Kept(idle: idle, listening: listening ?? idle), for: key)
            }
            contents.making[key] = task
            return task
        }
        try await task?.value
    }

    /// Cancels what is being made and waits for it.
    func close() async {
        let tasks = contents.withLock { contents in
            contents.isClosed = true
            return Array(contents.making.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
    }

    private func keep(_ kept: Kept, for key: PackFormat) {
        contents.withLock { contents in
            contents.uses += 1
            contents.loops[key] = kept
            contents.loops[key]?.lastUse = contents.uses
            while contents.loops.count > Self.limit,
                let oldest = contents.loops.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                contents.loops[oldest.key] = nil
            }
        }
    }

    private func loop(
        _ pack: AvatarPack, _ clip: BodyClip, _ key: PackFormat, _ state: BodyState
    ) async throws -> StageLoop? {
        let file = folder?.appending(path: name(key, state))
        if let file, let data = try? Data(contentsOf: file),
            let loop = LoopFile.decoded(data, state: state, graph: pack.graph)
        {
            return loop
        }
        let start = monotonicSeconds()
        let made = try await Self.onOwnThread { isCancelled in
            try LoopMaker.make(pack, body: clip, format: key.format, state: state, isCancelled: isCancelled)
        }
        guard let made else {
            log(.warning, "avatar has no loop", ["avatar": pack.manifest.id, "state": "\(state)"])
            return nil
        }
        let bytes = made.pictures.reduce(0) { $0 + $1.bytes.count }
        log(
            .info, "loop encoded",
            [
                "avatar": pack.manifest.id, "state": "\(state)", "quality": key.format.quality.rawValue,
                "codec": key.format.codec.rawValue, "pictures": "\(made.pictures.count)", "bytes": "\(bytes)",
                "seconds": String(format: "%.1f", monotonicSeconds() - start),
            ])
        if let file {
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try LoopFile.encoded(made).write(to: file, options: .atomic)
            } catch {
                log(.warning, "loop not cached", ["reason": error.localizedDescription])
            }
        }
        return made
    }

    private func name(_ key: PackFormat, _ state: BodyState) -> String {
        let format = "\(key.format.quality.rawValue)-\(key.format.codec.rawValue)"
        return "\(key.pack.prefix(32))-\(format)-\(state)-v\(Self.version).loop"
    }

    /// Seconds of work do not belong on a thread of the concurrency pool, nor before what is watched now.
    private static func onOwnThread<Result: Sendable>(
        _ work: @escaping @Sendable (_ isCancelled: () -> Bool) throws -> Result
    ) async throws -> Result {
        let cancelled = CancelFlag()
        return try await withTaskCancellationHandler {
            var thread: StageThread?
            defer { thread?.join() }
            return try await withCheckedThrowingContinuation { continuation in
                thread = StageThread("stage-loop") {
                    StageThread.lowerPriority(by: 10)
                    continuation.resume(with: Swift.Result { try work { cancelled.isSet } })
                }
            }
        } onCancel: {
            cancelled.set()
        }
    }
}

private final class CancelFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
