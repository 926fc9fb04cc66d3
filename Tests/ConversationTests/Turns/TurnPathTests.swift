import Core
import Knowledge
import Testing

@testable import Conversation

/// The documented order, path by path.
@Suite struct TurnPathTests {
    static let fault = ProviderError(.thinking, "x", .serverFailed(status: 500))

    @Test("a typed question is thought about and answered, and its answer bears its id")
    func typed() {
        var table = TurnTable()
        let asked = table.happens(.asked(id: "t", text: "Why?"))
        #expect(asked.contains(.speak(id: "t")) && asked.contains(.think(id: "t", question: "Why?", history: [])))
        let source = RankedPassage(passage: Passage(id: 1, document: "d", title: "t", text: "x"), score: 1)
        table.happens(.thought(id: "t", .sources([source])))
        table.happens(.thought(id: "t", .text("Because.")), .thoughtEnded(id: "t"))
        table.speaks("t", "Because.")
        table.ends("t")
        #expect(
            table.effects.kinds == [
                "thinking", "sources", "avatarStarted", "latency", "avatarTalking", "avatarTextEnded", "avatarStopped",
            ])
        #expect(table.effects.contains(.write(id: "t", text: "Because.")))
        #expect(table.effects.contains(.finish(id: "t")))
        #expect(table.stored.map(\.text) == ["Why?", "Because."])
        #expect(table.stored.map(\.role) == [.user, .avatar])
        #expect(table.stored[1].sources == [source])
    }

    @Test("a spoken question: start, text, stop, end, then the answer under an id of its own")
    func voice() {
        var table = TurnTable()
        table.says("How much is it?")
        #expect(
            table.notices == [
                .userStarted(turn: "n1"), .userPartial(turn: "n1", text: "How much is it?"),
                .userTalking(turn: "n1", text: "How much is it?"), .userStopped(turn: "n1"),
                .userTurnEnded(turn: "n1", text: "How much is it?"), .thinking(id: "n2", turn: "n1"),
            ])
        table.answers("n2", "Ten.")
        #expect(
            table.effects.kinds.suffix(5) == [
                "avatarStarted", "latency", "avatarTalking", "avatarTextEnded", "avatarStopped",
            ])
    }

    @Test("latency counts from the last voiced sample, stage by stage")
    func latency() throws {
        var table = TurnTable()
        table.happens(.heard(.started, .one), .heard(.stopped, .one))
        let spoke = table.now
        table.happens(.heard(.final("Hi", .at(spoke)), .one), .thought(id: "n2", .text("Ho.")))
        table.speaks("n2", "Ho.")
        let latency = try #require(
            table.notices.compactMap { if case .latency(_, let latency) = $0 { latency } else { nil } }.first)
        #expect(latency.endpoint == .milliseconds(300) && latency.transcript == .milliseconds(340))
        #expect(latency.firstText == .milliseconds(200) && latency.firstAudio == .milliseconds(300))
        #expect(latency.firstSample == .milliseconds(400) && !latency.beganWithFiller)
        #expect(latency.stages.map(\.name) == ["endpoint", "transcript", "first_text", "first_audio", "first_sample"])
    }

    @Test("talked over, she falls silent: the visitor's start comes first, and only what was heard is remembered")
    func bargeIn() {
        var table = TurnTable()
        table.happens(.asked(id: "t", text: "Tell me."), .thought(id: "t", .text("Once upon a time there was")))
        table.speaks("t", "Once upon a time there was")
        #expect(table.happens(.heard(.started, .one)).notices.isEmpty, "it may be a back-channel")
        let effects = table.happens(.heard(.bargeIn, .one))
        #expect(effects.kinds == ["userStarted"])
        #expect(effects.contains(.interrupt(.voice)) && effects.contains(.stop(id: "t")))
        #expect(table.happens(.thought(id: "t", .text(" a king."))).isEmpty, "nothing more of it is written")
        let ended = table.ends("t", .interrupted("Once", "upon", "a"))
        #expect(ended.kinds == ["avatarTextEnded", "avatarStopped"])
        table.happens(.heard(.partial("stop"), .one), .heard(.final("Stop it", .at(table.now)), .one))
        #expect(
            table.history == [
                Turn(role: .user, text: "Tell me."), Turn(role: .avatar, text: "Once upon a —"),
            ])
        let line = table.stored.first { $0.role == .avatar }
        #expect(line?.text == "Once upon a" && line?.isInterrupted == true)
    }

    @Test(
        "\"mm-hm\" or a cough over her speech changes nothing", arguments: [HeardEvent.backChannel("mm-hm"), .noWords])
    func backChannel(event: HeardEvent) {
        var table = TurnTable()
        table.happens(.queued(id: "r", text: "Hello"), .speechBegan(id: "r"))
        let effects = table.happens(
            .heard(.started, .one), .heard(.partial("mm"), .one), .heard(.stopped, .one), .heard(event, .one))
        #expect(effects == [])
    }

    @Test("where she may not be interrupted, she finishes, and then answers")
    func notInterruptible() {
        var table = TurnTable { $0.isInterruptible = false }
        table.happens(.queued(id: "r", text: "Hello"), .speechBegan(id: "r"))
        let effects = table.happens(.heard(.started, .one), .heard(.bargeIn, .one))
        #expect(effects.kinds == ["userStarted"] && effects.interrupts == 0)
        let final = table.happens(.heard(.final("Well", .at(.zero)), .one))
        #expect(final.interrupts == 0 && final.contains(.speak(id: "n2")))
    }

    @Test("a command silences her; a visitor who is speaking is heard on")
    func command() {
        var table = TurnTable { $0.isInterruptible = false }
        table.happens(.asked(id: "t", text: "A"), .heard(.started, .one))
        let effects = table.happens(.interrupt)
        #expect(effects.contains(.stop(id: "t")) && effects.contains(.interrupt(.command)))
        #expect(table.ends("t", .interrupted()).kinds == ["dropped"])
        #expect(table.happens(.heard(.final("B", .at(.zero)), .one)).kinds.contains("userTurnEnded"))
    }

    @Test("a new question waits for its turn, or breaks the old answer off, as is set", arguments: [false, true])
    func newTalk(interrupts: Bool) {
        var table = TurnTable { $0.talkInterrupts = interrupts }
        table.happens(.asked(id: "a", text: "One?"), .thought(id: "a", .text("Yes, one.")))
        let effects = table.happens(.asked(id: "b", text: "Two?"))
        #expect(effects.interrupts == (interrupts ? 1 : 0))
        #expect(effects.contains(.stop(id: "a")) == interrupts)
        #expect(table.thoughts == (interrupts ? ["a", "b"] : ["a"]))
        guard !interrupts else { return }
        table.happens(.thoughtEnded(id: "a"))
        #expect(table.thoughts == ["a", "b"], "one is thought about at a time")
        #expect(
            table.history == [Turn(role: .user, text: "One?"), Turn(role: .avatar, text: "Yes, one.")],
            "the second knows of the first, though it is not heard yet")
    }

    @Test("a question that breaks an answer off knows what was heard of it so far")
    func talkOverAnswer() {
        var table = TurnTable { $0.talkInterrupts = true }
        table.happens(.asked(id: "a", text: "One?"), .thought(id: "a", .text("Yes, one. And more.")))
        table.speaks("a", "Yes, one.")
        table.happens(.asked(id: "b", text: "Two?"))
        #expect(table.history == [Turn(role: .user, text: "One?"), Turn(role: .avatar, text: "Yes, one. —")])
    }

    @Test("answers wait behind texts that are to be said, and know of them")
    func behindRepeats() {
        var table = TurnTable()
        table.happens(.queued(id: "r", text: "Welcome."), .asked(id: "t", text: "Who?"))
        #expect(table.history == [Turn(role: .avatar, text: "Welcome.")])
        table.happens(.thought(id: "t", .text("Me.")), .thoughtEnded(id: "t"))
        table.speaks("r", "Welcome.")
        table.ends("r")
        table.speaks("t", "Me.")
        table.ends("t")
        #expect(table.stored.map(\.text) == ["Who?", "Welcome.", "Me."])
    }

    @Test("a fault is told by name and followed by an apology, unless she said something already")
    func faults() {
        var table = TurnTable()
        table.happens(.asked(id: "a", text: "One?"))
        let first = table.happens(.thoughtFailed(id: "a", Self.fault))
        #expect(first == [.tell(.fault(Self.fault, id: "a")), .write(id: "a", text: "Sorry."), .finish(id: "a")])
        table.happens(.asked(id: "b", text: "Two?"), .thought(id: "b", .text("It is")))
        let second = table.happens(.thoughtFailed(id: "b", Self.fault))
        #expect(second == [.tell(.fault(Self.fault, id: "b")), .finish(id: "b")])
    }

    @Test("an answer without words is a fault of its own")
    func emptyAnswer() {
        var table = TurnTable()
        table.happens(.asked(id: "a", text: "One?"), .thought(id: "a", .text(" \n")))
        let effects = table.happens(.thoughtEnded(id: "a"))
        #expect(effects.contains(.write(id: "a", text: "Sorry.")))
        #expect(effects.kinds == ["fault"])
    }

    @Test("when listening fails she says so, unless she is speaking")
    func listeningFails() {
        let fault = ProviderError(.listening, "x", .unreachable)
        var table = TurnTable()
        let effects = table.happens(.heard(.started, .one), .heard(.failed(fault), .one))
        #expect(effects.kinds == ["userStarted", "fault", "userStopped"])
        #expect(effects.contains(.say(id: "n2", .apology, text: "Sorry.")))
        let again = table.happens(.heard(.started, .one), .heard(.failed(fault), .one))
        #expect(!again.contains { if case .say = $0 { true } else { false } })
    }

    @Test("an answer without end is cut")
    func endless() {
        var table = TurnTable()
        table.happens(.asked(id: "a", text: "Go on?"))
        let effects = table.happens(.thought(id: "a", .text(String(repeating: "a", count: TurnSettings.answerLimit))))
        #expect(effects.suffix(2) == [.finish(id: "a"), .stop(id: "a")])
        #expect(table.happens(.thought(id: "a", .text("more"))).isEmpty)
    }
}
