import Core
import Media
import SessionFakes
import Stage
import Testing

@testable import Sessions

@Suite struct SessionTests {
    private func task(_ id: String, _ text: String = "hello world") -> SpeechTask {
        SpeechTask(id: UtteranceID(id), text: text)
    }

    /// A session whose first viewer is connected.
    private func connected(_ world: SessionWorld) async throws -> (session: Session, peer: FakePeer, stage: FakeStage) {
        let session = try await world.directory.open(world.request())
        _ = try await session.offer()
        try await session.start(answer: FakePeer.description)
        let (peer, stage) = (world.peers[0], world.stages[0])
        peer.connect()
        for await call in stage.calls where call == .start { break }
        return (session, peer, stage)
    }

    @Test("tasks given before the first viewer are said in order when it comes")
    func tasksWait() async throws {
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request())
            _ = try await session.offer()
            for id in ["a", "b", "c"] { try await session.say(task(id)) }
            try await session.attend(true)
            #expect(world.stages[0].seen.isEmpty)
            try await session.start(answer: FakePeer.description)
            world.peers[0].connect()
            var calls: [FakeStage.Call] = []
            for await call in world.stages[0].calls {
                calls.append(call)
                if call == .say(UtteranceID("c")) { break }
            }
            let says = ["a", "b", "c"].map { FakeStage.Call.say(UtteranceID($0)) }
            #expect(calls == [.start, .attend(true)] + says)
        }
    }

    @Test("when too many tasks wait, the oldest gives way and its caller is told")
    func oldestGivesWay() async throws {
        var limits = SessionLimits()
        limits.waitingCommands = 2
        let few = limits
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request(limits: few))
            _ = try await session.offer()
            let first = Task { try await session.sayAndWait(task("a")) }
            while await !session.board.contains(UtteranceID("a")) { await Task.yield() }
            try await session.say(task("b"))
            try await session.say(task("c"))
            await #expect(throws: SessionError.queueFull(limit: 2)) { try await first.value }
            world.peers[0].connect()
            for await text in world.peers[0].texts {
                #expect(text.contains("commands wait") && text.contains("\"a\""))
                break
            }
        }
    }

    @Test("events reach a viewer in the order of the stage, also those from before its channel was open")
    func eventsInOrder() async throws {
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request())
            _ = try await session.offer()
            try await session.start(answer: FakePeer.description)
            let (peer, stage) = (world.peers[0], world.stages[0])
            try await session.say(task("a"))
            peer.happens(.state(.connected))
            for await call in stage.calls where call == .say(UtteranceID("a")) { break }
            let id = UtteranceID("a")
            stage.happens(.speechStarted(id))
            stage.happens(.caption(id, text: "hello "))
            stage.happens(.caption(id, text: "world"))
            stage.happens(.speechEnded(id, SpeechEnd(reason: .spoken, spoken: .seconds(1), words: [])))
            while await session.board.contains(id) { await Task.yield() }
            #expect(peer.seen.texts.isEmpty)
            peer.happens(.messagesOpen)
            var kinds: [String] = []
            for await text in peer.texts {
                kinds.append(String(text.prefix { $0 != "(" }))
                if kinds.count == 5 { break }
            }
            #expect(kinds == ["talkingStarted", "talking", "talking", "textEnded", "talkingStopped"])
        }
    }

    @Test("a sync task is answered with what was spoken, also when it was interrupted")
    func syncTask() async throws {
        try await SessionWorld().run { world in
            let (session, _, stage) = try await connected(world)
            let id = UtteranceID("a")
            async let end = session.sayAndWait(task("a"))
            for await call in stage.calls where call == .say(id) { break }
            try await session.interrupt()
            let expected = SpeechEnd(reason: .interrupted, spoken: .milliseconds(640), words: ["hello"])
            stage.happens(.speechStarted(id))
            stage.happens(.speechEnded(id, expected))
            #expect(try await end == expected)
            #expect(stage.seen.contains(.interrupt))
        }
    }

    @Test("a sync task ends with its session")
    func syncTaskEndsWithSession() async throws {
        try await SessionWorld().run { world in
            let (session, _, stage) = try await connected(world)
            let end = Task { try await session.sayAndWait(task("a")) }
            for await call in stage.calls where call == .say(UtteranceID("a")) { break }
            await session.stop(.stopped)
            await #expect(throws: SessionError.ended(.stopped)) { try await end.value }
            await #expect(throws: SessionError.wrongState(.closing)) { try await session.say(task("b")) }
        }
    }

    @Test("a caller that goes away does not take its task along")
    func callerGoesAway() async throws {
        try await SessionWorld().run { world in
            let (session, _, stage) = try await connected(world)
            let caller = Task { try await session.sayAndWait(task("a")) }
            for await call in stage.calls where call == .say(UtteranceID("a")) { break }
            caller.cancel()
            await #expect(throws: SessionError.interrupted) { try await caller.value }
            #expect(await session.board.contains(UtteranceID("a")))
        }
    }

    @Test("a task id that is still in use is refused")
    func taskIDTwice() async throws {
        try await SessionWorld().run { world in
            let (session, _, _) = try await connected(world)
            try await session.say(task("a"))
            await #expect(throws: SessionError.taskExists) { try await session.say(task("a")) }
        }
    }

    @Test("interrupting before the first viewer empties the queue")
    func interruptBeforeConnection() async throws {
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request())
            _ = try await session.offer()
            try await session.say(task("a"))
            try await session.interrupt()
            #expect(await session.board.count == 0)
        }
    }

    @Test("a bad answer is refused and may be given again; a second start is not")
    func startTwice() async throws {
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request())
            _ = try await session.offer()
            await #expect(throws: SessionError.self) { try await session.start(answer: "nonsense") }
            #expect(await session.state == .new)
            try await session.start(answer: FakePeer.description)
            await #expect(throws: SessionError.wrongState(.connecting)) {
                try await session.start(answer: FakePeer.description)
            }
        }
    }

    @Test("all viewers get each picture from their first keyframe on, and a new one asks for a keyframe")
    func fanOut() async throws {
        try await SessionWorld().run { world in
            let (session, first, stage) = try await connected(world)
            let fanOut = session.fanOut
            let key = CodedPicture(bytes: CodedBytes([1]), isKeyframe: true)
            let delta = CodedPicture(bytes: CodedBytes([2]), isKeyframe: false)
            fanOut.send(delta, at: .zero)
            #expect(first.seen.pictures == 0)
            fanOut.send(key, at: .zero)
            fanOut.send(OpusPacket(bytes: CodedBytes([3])), at: .zero)
            _ = try await session.watch(offer: FakePeer.description)
            let second = world.peers[1]
            second.connect()
            for await call in stage.calls where call == .keyframe { break }
            fanOut.send(delta, at: .zero)
            #expect((first.seen.pictures, second.seen.pictures) == (2, 0))
            fanOut.send(key, at: .zero)
            #expect((first.seen.pictures, second.seen.pictures) == (3, 1))
            #expect((first.seen.packets, second.seen.packets) == (1, 0))
            _ = try await session.watch(offer: FakePeer.description)
            let third = world.peers[2]
            third.connect()
            for await call in stage.calls where call == .keyframe { break }
            fanOut.send(OpusPacket(bytes: CodedBytes([3])), at: .zero)
            #expect((third.seen.packets, third.seen.pictures) == (1, 0), "sound does not wait for pictures")
        }
    }

    @Test("a viewer that fails is taken away, the session and the other viewer go on")
    func viewerFails() async throws {
        try await SessionWorld().run { world in
            let (session, first, _) = try await connected(world)
            let token = try await session.watch(offer: FakePeer.description).viewer
            first.happens(.state(.failed))
            while await session.viewers.count > 1 { await Task.yield() }
            #expect(first.seen.isClosed)
            #expect(await session.state == .connected)
            try await session.leave(token)
            #expect(world.peers[1].seen.isClosed)
            await #expect(throws: SessionError.viewerNotFound) { try await session.leave(token) }
        }
    }

    @Test("as many viewers as allowed, and no more")
    func viewersFull() async throws {
        var limits = SessionLimits()
        limits.viewers = 2
        let few = limits
        try await SessionWorld().run { world in
            let session = try await world.directory.open(world.request(transport: .whep, limits: few))
            for _ in 0..<2 { _ = try await session.watch(offer: FakePeer.description) }
            await #expect(throws: SessionError.viewersFull(limit: 2)) {
                try await session.watch(offer: FakePeer.description)
            }
        }
    }

    @Test("the narrowest viewer decides the bitrate")
    func narrowestDecides() async throws {
        try await SessionWorld().run { world in
            let (_, peer, stage) = try await connected(world)
            var lossy = PeerStatistics()
            lossy.fractionLost = 0.5
            peer.reports(lossy)
            let clock = Task {
                while !Task.isCancelled {
                    world.clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            defer { clock.cancel() }
            for await call in stage.calls {
                if case .adapt(let rate) = call, rate < StreamQuality.low.bitsPerSecond { break }
            }
        }
    }

    @Test("when the session has ended, its stage has stopped and its viewers are closed")
    func nothingIsLeft() async throws {
        try await SessionWorld().run { world in
            let (session, peer, stage) = try await connected(world)
            await session.stop(.stopped)
            while await session.state != .closed {
                world.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            #expect(stage.seen.last == .stop)
            #expect(peer.seen.isClosed)
            #expect(peer.seen.texts.last == "\(SessionEvent.ending(.stopped, in: .zero))")
        }
    }

    @Test("a stage that fails ends its session")
    func stageFails() async throws {
        try await SessionWorld().run { world in
            let (session, _, stage) = try await connected(world)
            stage.happens(.failed("no encoder"))
            while await session.state == .connected { await Task.yield() }
            #expect(await session.end == .failed)
        }
    }
}
