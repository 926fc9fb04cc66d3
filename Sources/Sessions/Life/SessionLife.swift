/// A session from its creation to its end. Pure: events and the time go in, effects come out, the ``Session`` acts.
///
/// Times are durations since the session was created, on a clock that never goes backwards.
package struct SessionLife: Equatable, Sendable {
    /// The names clients of the cloud know.
    package enum State: String, CaseIterable, Sendable { case new, connecting, connected, closing, closed }

    package enum Event: Equatable, Sendable {
        /// The client has answered our offer, or a WHEP viewer has made one.
        case start
        /// Descriptions are exchanged with a viewer; its media should flow soon.
        case peerExpected(ViewerID)
        /// A viewer's media flows.
        case peerConnected(ViewerID)
        /// Its network is silent; it may come back.
        case peerInterrupted(ViewerID)
        /// It is gone for good: closed, failed, or taken away.
        case peerLost(ViewerID)
        /// A sign of life that a viewer's page sends on the data channel.
        case heartbeat(ViewerID)
        /// A command, a keep-alive or speech: what keeps a session from being idle.
        case activity
        case speechBegan
        case speechFinished
        case tick
        case stop(SessionEnd)
        /// What followed from `Effect.end` is done.
        case ended
    }

    package enum Effect: Equatable, Sendable {
        case startStage
        /// Hand the waiting commands to the stage.
        case releaseCommands
        /// Send a keyframe: somebody new is looking.
        case refreshPicture
        case dropViewer(ViewerID)
        case recordState(State)
        /// Tell the viewers that the session ends in so long unless something happens.
        case announceEnd(SessionEnd, in: Duration)
        /// A foreseen end is near enough for a goodbye.
        case takeLeave
        /// Stop everything. Comes exactly once.
        case end(SessionEnd)
    }

    /// What a command may do now.
    package enum Admission: Equatable, Sendable { case deliver, hold }

    package private(set) var state = State.new
    package let limits: SessionLimits
    private(set) var end: SessionEnd?
    private var lastActivity = Duration.zero
    private var isSpeaking = false
    private var announced: SessionEnd?
    private var hasTakenLeave = false
    private var viewers: [ViewerID: ViewerLife] = [:]

    private struct ViewerLife: Equatable {
        /// Nil once it has been connected.
        var expectedSince: Duration?
        var silentSince: Duration?
        var lastHeartbeat: Duration?
    }

    package init(limits: SessionLimits) { self.limits = limits }

    /// Whether a command may come in state `state`.
    ///
    /// - Throws: ``SessionError/wrongState(_:)`` once the session is ending.
    package func admitCommand() throws(SessionError) -> Admission {
        switch state {
        case .new, .connecting: .hold
        case .connected: .deliver
        case .closing, .closed: throw .wrongState(state)
        }
    }

    package mutating func apply(_ event: Event, at now: Duration) -> [Effect] {
        guard state != .closed else { return [] }
        if state == .closing {
            guard event == .ended else { return [] }
            state = .closed
            return [.recordState(.closed)]
        }
        switch event {
        case .start: return begin(at: now)
        case .peerExpected(let viewer):
            viewers[viewer] = viewers[viewer] ?? ViewerLife(expectedSince: now)
            return []
        case .peerConnected(let viewer): return connected(viewer, at: now)
        case .peerInterrupted(let viewer):
            if viewers[viewer] != nil, viewers[viewer]?.silentSince == nil { viewers[viewer]?.silentSince = now }
            return []
        case .peerLost(let viewer):
            viewers[viewer] = nil
            return [.dropViewer(viewer)]
        case .heartbeat(let viewer):
            viewers[viewer]?.lastHeartbeat = now
            return []
        case .activity:
            return wasActive(at: now)
        case .speechBegan:
            isSpeaking = true
            return wasActive(at: now)
        case .speechFinished:
            isSpeaking = false
            return wasActive(at: now)
        case .tick: return tick(at: now)
        case .stop(let end): return close(end)
        case .ended: return []
        }
    }

    private mutating func begin(at now: Duration) -> [Effect] {
        guard state == .new else { return [] }
        state = .connecting
        return wasActive(at: now) + [.recordState(.connecting)]
    }

    private mutating func connected(_ viewer: ViewerID, at now: Duration) -> [Effect] {
        viewers[viewer, default: ViewerLife()].silentSince = nil
        viewers[viewer]?.expectedSince = nil
        guard state != .connected else { return [.refreshPicture] }
        state = .connected
        return wasActive(at: now) + [.recordState(.connected), .startStage, .releaseCommands]
    }

    private mutating func wasActive(at now: Duration) -> [Effect] {
        lastActivity = now
        if announced == .idle { (announced, hasTakenLeave) = (nil, false) }
        return []
    }

    private mutating func tick(at now: Duration) -> [Effect] {
        if now >= limits.maximumDuration { return close(.maximumDuration) }
        if let idleAt, now >= idleAt { return close(.idle) }
        var effects: [Effect] = []
        for (viewer, life) in viewers.sorted(by: { $0.key < $1.key }) where isGone(life, at: now) {
            viewers[viewer] = nil
            effects.append(.dropViewer(viewer))
        }
        let (next, due) = nextEnd
        if announced != next, now >= due - limits.notice {
            announced = next
            effects.append(.announceEnd(next, in: due - now))
        }
        if state == .connected, !hasTakenLeave, now >= due - limits.farewell {
            hasTakenLeave = true
            effects.append(.takeLeave)
        }
        return effects
    }

    private mutating func close(_ end: SessionEnd) -> [Effect] {
        state = .closing
        self.end = end
        viewers = [:]
        return [.recordState(.closing), .end(end)]
    }

    private func isGone(_ viewer: ViewerLife, at now: Duration) -> Bool {
        if let since = viewer.expectedSince, now - since >= limits.connectTimeout { return true }
        return [viewer.silentSince, viewer.lastHeartbeat].compactMap(\.self).contains { now - $0 >= limits.peerGrace }
    }

    /// Nil while it speaks or when it is disabled.
    private var idleAt: Duration? { isSpeaking ? nil : limits.idleTimeout.map { lastActivity + $0 } }

    /// How long until the session ends because nothing happens in it; nil when it does not.
    func idleIn(at now: Duration) -> Duration? { idleAt.map { max(.zero, $0 - now) } }

    private var nextEnd: (SessionEnd, Duration) {
        guard let idleAt, idleAt < limits.maximumDuration else { return (.maximumDuration, limits.maximumDuration) }
        return (.idle, idleAt)
    }
}
