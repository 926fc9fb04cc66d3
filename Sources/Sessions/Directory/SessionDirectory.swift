internal import Core
internal import Foundation
internal import Media
internal import Speech
package import Stage
package import Storage

/// Makes the stage of a session; its picture and sound go to `output`.
package typealias MakeStage =
    @Sendable (_ avatar: String, _ format: StageFormat, _ output: any StageOutput) async throws(SessionError)
    -> any SessionStage

/// Makes ready what sessions of this avatar and format share; again costs nothing.
package typealias PrepareLoops = @Sendable (_ avatar: String, _ format: StageFormat) async -> Void

/// All live sessions of a server: who may open one, who finds it, and that each ends exactly once.
package actor SessionDirectory {
    private let capacity: SessionCapacity
    private let leases: SessionLeases
    private let makeStage: MakeStage
    private let prepare: PrepareLoops
    nonisolated let equipment: SessionEquipment
    private var live: [String: Session] = [:]
    /// Owners of sessions that are being opened; they count as live.
    private var opening: [String: String] = [:]
    private var isShuttingDown = false
    private var reconciliation: Task<Void, Never>?
    private let opened: AsyncStream<Session>
    private let openedNow: AsyncStream<Session>.Continuation

    /// A lease outlives two renewals, so that a busy moment does not end it.
    private static let renewal: Duration = .seconds(10)
    private static let lease: TimeInterval = 30

    package init(
        capacity: SessionCapacity, leases: SessionLeases, equipment: SessionEquipment,
        makeStage: @escaping MakeStage, prepare: @escaping PrepareLoops = { _, _ in }
    ) {
        self.capacity = capacity
        self.leases = leases
        self.equipment = equipment
        self.makeStage = makeStage
        self.prepare = prepare
        // Never more than `capacity.server` wait, and ``run()`` takes them at once.
        (opened, openedNow) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// Runs the sessions, renews their leases, and returns when ``shutDown()`` has ended them all. Once; when its
    /// task is cancelled, the sessions end too.
    ///
    /// What an earlier server left is ended first.
    package func run() async {
        await reconcile()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.renewLeases() }
            await withDiscardingTaskGroup { sessions in
                for await session in opened {
                    let (prepare, card) = (prepare, session.card)
                    group.addTask { await prepare(card.avatar, card.format) }
                    sessions.addTask {
                        await session.run()
                        await self.retire(session)
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Opens a session in state new. Its stage stands still until the first viewer is connected.
    ///
    /// - Throws: ``SessionError/concurrencyLimit(_:scope:)``, ``SessionError/shuttingDown``, errors of the avatar.
    package func open(_ request: SessionRequest) async throws(SessionError) -> Session {
        await reconcile()
        let id = request.id
        try admit(request.owner)
        opening[id] = request.owner
        defer { opening[id] = nil }
        var voice = request.voice
        voice.pronunciations = PronunciationDictionary(request.conversation.persona.pronunciations)
        let card = SessionCard(
            id: id, owner: request.owner, avatar: request.avatar, voice: voice,
            format: request.format, transport: request.transport, createdAt: Date(),
            conversation: request.conversation)
        let fanOut = ViewerFanOut()
        let stage = try await makeStage(request.avatar, request.format, fanOut)
        do {
            try await leases.open(
                SessionLease(
                    id: id, keyID: card.owner, avatar: card.avatar, voice: card.voice.id,
                    quality: card.format.quality.rawValue, codec: card.format.codec.rawValue,
                    createdAt: card.createdAt, leaseUntil: Date(timeIntervalSinceNow: Self.lease)))
        } catch {
            stage.stop()
            equipment.log(.error, "session could not be recorded", ["reason": "\(error)"])
            throw .failed(reason: "it could not be recorded")
        }
        let (leases, log) = (leases, equipment.log)
        let session = Session(
            card: card, limits: request.limits, stage: stage, fanOut: fanOut, equipment: equipment
        ) { state in
            do {
                let connectedAt = state == .connected ? Date() : nil
                try await leases.setState(id, state.rawValue, connectedAt: connectedAt)
            } catch {
                log(.error, "state could not be recorded", ["session": id, "reason": "\(error)"])
            }
        }
        live[id] = session
        openedNow.yield(session)
        if isShuttingDown { await session.stop(.serverStopped) }
        equipment.log(.info, "session opened", ["session": id, "avatar": card.avatar])
        return session
    }

    /// - Throws: ``SessionError/wrongState(_:)`` closed when it has ended, ``SessionError/notFound(id:)`` when there
    ///   was never one or it belongs to somebody else.
    package func session(_ id: String, of owner: String) async throws(SessionError) -> Session {
        if let session = live[id], session.card.owner == owner { return session }
        let lease: SessionLease?
        do { lease = try await leases.lease(id) } catch { throw unreadable(error) }
        guard let lease, lease.keyID == owner else { throw .notFound(id: id) }
        throw .wrongState(.closed)
    }

    /// By id alone, for those who hold another proof that they may touch it; nil when it has ended.
    package func liveSession(_ id: String) -> Session? { live[id] }

    /// Ends a session; when it returns, the end is recorded.
    package func stop(_ id: String, of owner: String) async throws(SessionError) {
        let session = try await session(id, of: owner)
        let state = await session.state
        guard state != .closing, state != .closed else { throw .wrongState(state) }
        await session.stop(.stopped)
        await retire(session)
    }

    /// The owner's sessions that have not ended, oldest first.
    package func sessions(of owner: String) async -> [(card: SessionCard, state: SessionLife.State)] {
        var found: [(card: SessionCard, state: SessionLife.State)] = []
        for session in live.values where session.card.owner == owner {
            found.append((session.card, await session.state))
        }
        return found.filter { $0.state != .closed }
            .sorted { ($0.card.createdAt, $0.card.id) < ($1.card.createdAt, $1.card.id) }
    }

    /// Also those of the past, newest first.
    package func history(
        _ filter: SessionLeases.Filter, offset: Int, limit: Int
    ) async throws(SessionError) -> (leases: [SessionLease], total: Int) {
        do { return try await leases.list(filter, offset: offset, limit: limit) } catch { throw unreadable(error) }
    }

    private func unreadable(_ error: StorageError) -> SessionError {
        equipment.log(.error, "sessions could not be read", ["reason": "\(error)"])
        return .failed(reason: "the records do not read")
    }

    package var count: Int { live.count }

    /// Refuses new sessions and ends the running ones; ``run()`` returns when they have ended. Idempotent.
    package func shutDown() async {
        isShuttingDown = true
        for session in live.values { await session.stop(.serverStopped) }
        openedNow.finish()
    }

    private func admit(_ owner: String) throws(SessionError) {
        if isShuttingDown { throw .shuttingDown }
        guard live.count + opening.count < capacity.server else {
            throw .concurrencyLimit(capacity.server, scope: "server")
        }
        let own = live.values.count { $0.card.owner == owner } + opening.values.count { $0 == owner }
        guard own < capacity.perOwner else { throw .concurrencyLimit(capacity.perOwner, scope: "key") }
    }

    /// Records the end; from now on the session is one of the past, though its viewers may still be taking leave.
    private func retire(_ session: Session) async {
        defer { live[session.card.id] = nil }
        let end = await session.end ?? .serverStopped
        do {
            guard try await leases.end(session.card.id, reason: end.rawValue) else { return }
            equipment.metrics.count(
                "visavis_sessions_ended_total", "Sessions that ended, by reason.", labels: ["reason": end.rawValue])
        } catch {
            equipment.log(
                .error, "end could not be recorded", ["session": session.card.id, "reason": "\(error)"])
        }
    }

    /// Once, and before the first lease is opened: afterwards nobody could tell a dead server's from ours.
    private func reconcile() async {
        let task = reconciliation ?? Task { await endAbandoned() }
        reconciliation = task
        await task.value
    }

    private func endAbandoned() async {
        do {
            let count = try await leases.reconcile(reason: SessionEnd.serverDied.rawValue).count
            guard count > 0 else { return }
            equipment.metrics.count(
                "visavis_sessions_ended_total", "Sessions that ended, by reason.",
                labels: ["reason": SessionEnd.serverDied.rawValue], by: Double(count))
            equipment.log(.warning, "ended sessions that an earlier server left", ["count": "\(count)"])
        } catch {
            equipment.log(.error, "abandoned sessions could not be ended", ["reason": "\(error)"])
        }
    }

    private func renewLeases() async {
        while !Task.isCancelled {
            do { try await equipment.clock.sleep(Self.renewal) } catch { return }
            let until = Date(timeIntervalSinceNow: Self.lease)
            for id in live.keys {
                do { try await leases.renew(id, until: until) } catch {
                    equipment.log(.error, "lease could not be renewed", ["session": id, "reason": "\(error)"])
                }
            }
        }
    }
}
