internal import Core
internal import Stage

/// One running session: its stage, its viewers and its tasks. Executes what ``SessionLife`` decides.
///
/// Whoever opens it keeps ``run()`` going; when that returns, everything of the session has stopped.
package actor Session {
    nonisolated package let card: SessionCard
    nonisolated package let limits: SessionLimits
    nonisolated let equipment: SessionEquipment
    nonisolated let stage: any SessionStage
    nonisolated let fanOut: ViewerFanOut
    private let record: @Sendable (SessionLife.State) async -> Void
    private let startedAt: Duration

    private(set) var life: SessionLife
    var viewers: [ViewerID: Viewer] = [:]
    var lastViewer = 0
    /// Of the offer made by `streaming.new`.
    var mainViewer: ViewerID?
    var isStarting = false
    var board = TaskBoard()
    var attention: Bool?

    private let arrivals: AsyncStream<Viewer>
    let arrival: AsyncStream<Viewer>.Continuation
    private let states: AsyncStream<SessionLife.State>
    private let newState: AsyncStream<SessionLife.State>.Continuation

    /// - Parameters:
    ///   - fanOut: The stage's output.
    ///   - record: Told of each state, in order.
    package init(
        card: SessionCard, limits: SessionLimits, stage: any SessionStage, fanOut: ViewerFanOut,
        equipment: SessionEquipment, record: @escaping @Sendable (SessionLife.State) async -> Void
    ) {
        self.card = card
        self.limits = limits
        self.stage = stage
        self.fanOut = fanOut
        self.equipment = equipment
        self.record = record
        startedAt = equipment.clock.now()
        life = SessionLife(limits: limits)
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.viewers * 4))
        (states, newState) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(SessionLife.State.allCases.count))
        equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": life.state.rawValue], 1)
    }

    package var state: SessionLife.State { life.state }
    package var end: SessionEnd? { life.end }
    /// Since its creation.
    package var age: Duration { equipment.clock.now() - startedAt }

    /// The session's life; returns when it is closed. Once.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchClock() }
            group.addTask { await self.watchViewers() }
            group.addTask { await self.followStage() }
            group.addTask { await self.recordStates() }
            for await viewer in arrivals { group.addTask { await self.follow(viewer) } }
            group.cancelAll()
        }
        // Only a cancelled caller gets here with a session that has not ended.
        advance(.stop(.serverStopped))
        // A moment for the last words to leave the data channels.
        try? await equipment.clock.sleep(.milliseconds(100))
        for viewer in viewers.keys.sorted() { drop(viewer) }
        stage.stop()
        advance(.ended)
    }

    /// Ends the session; does nothing when it is ending already.
    package func stop(_ end: SessionEnd) { advance(.stop(end)) }

    package func keepAlive() throws(SessionError) {
        _ = try life.admitCommand()
        advance(.activity)
    }

    func advance(_ event: SessionLife.Event) {
        let before = life.state
        let effects = life.apply(event, at: age)
        if life.state != before {
            equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": before.rawValue], -1)
            if life.state != .closed {
                equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": life.state.rawValue], 1)
            }
        }
        for effect in effects { carryOut(effect) }
    }

    private func carryOut(_ effect: SessionLife.Effect) {
        switch effect {
        case .startStage: stage.start()
        case .releaseCommands:
            if let attention { stage.attend(attention) }
            for (id, speech) in board.release() { stage.say(id, speech) }
        case .refreshPicture: stage.requestKeyframe()
        case .dropViewer(let viewer): drop(viewer)
        case .recordState(let state): newState.yield(state)
        case .announceEnd(let end, let time): tell(.ending(end, in: time))
        case .end(let end):
            equipment.log(.info, "session ends", ["session": card.id, "reason": end.rawValue])
            tell(.ending(end, in: .zero))
            board.finishAll(.failure(.ended(end)))
            arrival.finish()
            newState.finish()
        }
    }

    private func recordStates() async {
        for await state in states { await record(state) }
    }

    private func watchClock() async {
        while !Task.isCancelled {
            do { try await equipment.clock.sleep(.seconds(1)) } catch { return }
            advance(.tick)
        }
    }

    /// Beside the clock: a connection that is slow to report holds no timeout up.
    private func watchViewers() async {
        while !Task.isCancelled {
            do { try await equipment.clock.sleep(.seconds(1)) } catch { return }
            await measureViewers()
        }
    }

    private static let gauge = "visavis_sessions"
    private static let gaugeHelp = "Sessions by state."
}
