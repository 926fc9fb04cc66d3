import Conversation
import Core
import Knowledge
import Sessions
import Stage
import Testing

@testable import API

@Suite struct MessageWireTests {
    private static let task = UtteranceID("t")
    private static let turn = UtteranceID("u")
    static let everyEvent: [SessionEvent] = [
        .talkingStarted(task), .talking(task, text: " \"wörld\" 👋\n"), .textEnded(task),
        .talkingStopped(task, spoken: .milliseconds(1234.4)), .taskDropped(task),
        .talkingStopped(task, spoken: .zero, isInterrupted: true, lastWord: "so"),
        .ending(.idle, in: .seconds(15)), .pong(id: nil), .pong(id: "7"),
        .userStarted(turn: turn), .userPartial(turn: turn, text: "hel"), .userTalking(turn: turn, text: "hello"),
        .userStopped(turn: turn), .userTurnEnded(turn: turn, text: "hello"),
        .userSilence(times: 2, countDown: .seconds(30)), .pushToTalk(.started), .pushToTalk(.startFailed),
        .pushToTalk(.stopped), .pushToTalk(.stopFailed), .thinking(task, turn: turn), .thinking(task, turn: nil),
        .sources(task, [RankedPassage(passage: Passage(id: 1, document: "d", title: "t", text: "x"), score: 0.5)]),
        .latency(task, TurnLatency(endpoint: .milliseconds(300), firstSample: .milliseconds(700))),
        .conversationError(ProviderError(.thinking, "api.example.com", .timedOut(.seconds(10))), task: task),
        .conversationError(ProviderError(.listening, "pocketsphinx", .busy), task: nil),
        .error(.queueFull(limit: 3), task: task), .error(.wrongState(.closing), task: nil), .badMessage("no"),
    ]

    @Test("events are written as clients know them")
    func events() {
        #expect(MessageWire.text(of: .talkingStarted(Self.task)) == #"{"task_id":"t","type":"avatar_start_talking"}"#)
        #expect(
            MessageWire.text(of: .talkingStopped(Self.task, spoken: .milliseconds(1234.4)))
                == #"{"duration_ms":1234,"task_id":"t","type":"avatar_stop_talking"}"#)
        let brokenOff = SessionEvent.talkingStopped(Self.task, spoken: .zero, isInterrupted: true, lastWord: "so")
        #expect(
            MessageWire.text(of: brokenOff)
                == #"{"duration_ms":0,"interrupted":true,"last_word":"so","task_id":"t","type":"avatar_stop_talking"}"#)
        #expect(
            MessageWire.text(of: .ending(.idle, in: .seconds(15)))
                == #"{"in_seconds":15,"reason":"idle_timeout","type":"session_ending"}"#)
    }

    @Test("messages are read leniently")
    func messages() throws {
        #expect(try MessageWire.message(#"{"type":"PING","id":null,"x":1}"#) == .ping(id: nil))
        #expect(try MessageWire.message(#"{"type":"interrupt"}"#) == .interrupt)
        #expect(try MessageWire.message(#"{"type":"start_listening"}"#) == .listening(true))
        guard case .task(let spoken) = try MessageWire.message(#"{"type":"task","text":"hi"}"#) else {
            Issue.record("no task")
            return
        }
        #expect((spoken.text, spoken.kind) == ("hi", .repeat))
        guard case .task(let asked) = try MessageWire.message(#""hello there""#) else {
            Issue.record("no task")
            return
        }
        #expect((asked.text, asked.kind) == ("hello there", .talk))
        #expect(try MessageWire.message(#""push_to_talk:start""#) == .pushToTalk(true))
        #expect(try MessageWire.message(#"{"type":"push_to_talk_stop"}"#) == .pushToTalk(false))
    }

    @Test(
        "what is no message is refused with a sentence",
        arguments: ["", "7", "{", "[]", #"{"type":"fly"}"#, #"{"type":"task"}"#, #"{"type":5}"#, "\"open"])
    func refusals(text: String) {
        #expect(throws: MessageLanguage.Misunderstood.self) { try MessageWire.message(text) }
    }
}
