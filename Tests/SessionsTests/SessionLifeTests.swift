import Testing

@testable import Sessions

/// Times in seconds since the session's creation.
@Suite struct SessionLifeTests {
    private let viewer = ViewerID(1)

    private func life(in state: SessionLife.State, _ limits: SessionLimits = SessionLimits()) -> SessionLife {
        var life = SessionLife(limits: limits)
        if state == .new { return life }
        _ = life.apply(.start, at: .zero)
        if state == .connecting { return life }
        _ = life.apply(.peerConnected(viewer), at: .zero)
        if state == .connected { return life }
        _ = life.apply(.stop(.stopped), at: .zero)
        if state == .closing { return life }
        _ = life.apply(.ended, at: .zero)
        return life
    }

    /// What an event makes of each state: new, connecting, connected, closing, closed.
    private static let table: [(SessionLife.Event, [SessionLife.State])] = [
        (.start, [.connecting, .connecting, .connected, .closing, .closed]),
        (.peerExpected(ViewerID(2)), [.new, .connecting, .connected, .closing, .closed]),
        (.peerConnected(ViewerID(2)), [.connected, .connected, .connected, .closing, .closed]),
        (.peerInterrupted(ViewerID(1)), [.new, .connecting, .connected, .closing, .closed]),
        (.peerLost(ViewerID(1)), [.new, .connecting, .connected, .closing, .closed]),
        (.heartbeat(ViewerID(1)), [.new, .connecting, .connected, .closing, .closed]),
        (.activity, [.new, .connecting, .connected, .closing, .closed]),
        (.speechBegan, [.new, .connecting, .connected, .closing, .closed]),
        (.speechFinished, [.new, .connecting, .connected, .closing, .closed]),
        (.tick, [.new, .connecting, .connected, .closing, .closed]),
        (.stop(.stopped), [.closing, .closing, .closing, .closing, .closed]),
        (.ended, [.new, .connecting, .connected, .closed, .closed]),
    ]

    @Test("every event in every state leads where the table says", arguments: table.indices, SessionLife.State.allCases)
    func everyEventInEveryState(row: Int, state: SessionLife.State) throws {
        let (event, expected) = Self.table[row]
        var life = life(in: state)
        #expect(life.state == state)
        _ = life.apply(event, at: .seconds(1))
        let column = try #require(SessionLife.State.allCases.firstIndex(of: state))
        #expect(life.state == expected[column])
    }

    @Test("the first viewer starts the stage and releases the waiting commands, once")
    func firstViewer() {
        var life = life(in: .connecting)
        let first = life.apply(.peerConnected(viewer), at: .seconds(1))
        #expect(first == [.recordState(.connected), .startStage, .releaseCommands])
        #expect(life.apply(.peerConnected(ViewerID(2)), at: .seconds(2)) == [.refreshPicture])
    }

    @Test("the end comes once, whatever happens after it")
    func endsOnce() {
        var life = life(in: .connected)
        #expect(life.apply(.stop(.stopped), at: .seconds(1)) == [.recordState(.closing), .end(.stopped)])
        for (event, _) in Self.table where event != .ended {
            #expect(life.apply(event, at: .seconds(9999)).isEmpty)
        }
        #expect(life.apply(.ended, at: .seconds(9999)) == [.recordState(.closed)])
        #expect(life.apply(.ended, at: .seconds(9999)).isEmpty)
        #expect(life.end == .stopped)
    }

    @Test(
        "without activity it ends after 120 s, also before anyone came",
        arguments: [SessionLife.State.new, .connecting, .connected])
    func idle(state: SessionLife.State) {
        var life = life(in: state)
        #expect(!life.apply(.tick, at: .seconds(119.9)).contains(.end(.idle)))
        #expect(life.apply(.tick, at: .seconds(120)).contains(.end(.idle)))
    }

    @Test("activity puts the idle end off")
    func activityKeepsAlive() {
        var life = life(in: .connected)
        _ = life.apply(.activity, at: .seconds(119))
        _ = life.apply(.tick, at: .seconds(238))
        #expect(life.state == .connected)
        _ = life.apply(.tick, at: .seconds(239))
        #expect(life.state == .closing)
    }

    @Test("a session that speaks is not idle, and its idle time begins when it stops")
    func speakingIsNotIdle() {
        var life = life(in: .connected)
        _ = life.apply(.speechBegan, at: .seconds(1))
        _ = life.apply(.tick, at: .seconds(600))
        #expect(life.state == .connected)
        _ = life.apply(.speechFinished, at: .seconds(600))
        _ = life.apply(.tick, at: .seconds(719))
        #expect(life.state == .connected)
        _ = life.apply(.tick, at: .seconds(720))
        #expect(life.end == .idle)
    }

    @Test("without idle timeout it lives to its maximum duration")
    func maximumDuration() {
        var limits = SessionLimits()
        limits.idleTimeout = nil
        limits.maximumDuration = .seconds(1000)
        var life = life(in: .connected, limits)
        _ = life.apply(.tick, at: .seconds(999))
        #expect(life.state == .connected)
        #expect(life.apply(.tick, at: .seconds(1000)).contains(.end(.maximumDuration)))
    }

    @Test("an end that can be foreseen is announced once, and again after it was put off")
    func announcements() {
        var life = life(in: .connected)
        #expect(life.apply(.tick, at: .seconds(104)).isEmpty)
        #expect(life.apply(.tick, at: .seconds(105)) == [.announceEnd(.idle, in: .seconds(15))])
        #expect(life.apply(.tick, at: .seconds(106)).isEmpty)
        _ = life.apply(.activity, at: .seconds(107))
        #expect(life.apply(.tick, at: .seconds(108)).isEmpty)
        #expect(life.apply(.tick, at: .seconds(213)) == [.announceEnd(.idle, in: .seconds(14))])
    }

    @Test("a viewer whose network is silent is dropped within 10 s, one that comes back is not")
    func silentViewers() {
        var life = life(in: .connected)
        _ = life.apply(.peerInterrupted(viewer), at: .seconds(1))
        #expect(life.apply(.tick, at: .seconds(9)).isEmpty)
        #expect(life.apply(.tick, at: .seconds(10)) == [.dropViewer(viewer)])
        _ = life.apply(.peerConnected(viewer), at: .seconds(11))
        _ = life.apply(.peerInterrupted(viewer), at: .seconds(12))
        _ = life.apply(.peerConnected(viewer), at: .seconds(13))
        #expect(life.apply(.tick, at: .seconds(40)).isEmpty)
        #expect(life.state == .connected)
    }

    @Test("a viewer that has sent a heartbeat and falls silent is dropped within 10 s; one that never did is not")
    func heartbeats() {
        var life = life(in: .connected)
        _ = life.apply(.peerConnected(ViewerID(2)), at: .zero)
        _ = life.apply(.heartbeat(viewer), at: .seconds(5))
        #expect(life.apply(.tick, at: .seconds(13)).isEmpty)
        #expect(life.apply(.tick, at: .seconds(14)) == [.dropViewer(viewer)])
        #expect(life.apply(.tick, at: .seconds(60)).isEmpty)
    }

    @Test("a heartbeat alone does not keep a session from being idle")
    func heartbeatIsNoActivity() {
        var life = life(in: .connected)
        for second in stride(from: 5.0, to: 120, by: 5) {
            _ = life.apply(.heartbeat(viewer), at: .seconds(second))
            _ = life.apply(.tick, at: .seconds(second))
        }
        #expect(life.apply(.tick, at: .seconds(120)).contains(.end(.idle)))
    }

    @Test("a viewer whose media never flows is dropped after 30 s")
    func neverConnects() {
        var life = life(in: .connecting)
        _ = life.apply(.peerExpected(viewer), at: .seconds(1))
        #expect(life.apply(.tick, at: .seconds(30)).isEmpty)
        #expect(life.apply(.tick, at: .seconds(31)) == [.dropViewer(viewer)])
    }

    @Test("a session goes on without viewers")
    func withoutViewers() {
        var life = life(in: .connected)
        #expect(life.apply(.peerLost(viewer), at: .seconds(1)) == [.dropViewer(viewer)])
        #expect(life.state == .connected)
        _ = life.apply(.activity, at: .seconds(100))
        _ = life.apply(.tick, at: .seconds(219))
        #expect(life.state == .connected)
    }

    @Test("commands wait before the first viewer, go through after it, and are refused at the end")
    func admission() throws {
        #expect(try life(in: .new).admitCommand() == .hold)
        #expect(try life(in: .connecting).admitCommand() == .hold)
        #expect(try life(in: .connected).admitCommand() == .deliver)
        #expect(throws: SessionError.wrongState(.closing)) { try life(in: .closing).admitCommand() }
        #expect(throws: SessionError.wrongState(.closed)) { try life(in: .closed).admitCommand() }
    }
}
