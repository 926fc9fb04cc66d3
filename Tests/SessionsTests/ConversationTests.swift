import Core
import Foundation
import Knowledge
import Media
import SessionFakes
import Speech
import Stage
import Storage
import Testing

@testable import Conversation
@testable import Sessions

/// A conversation in a session whose stage, ear, answers and clock are the test's.
@Suite struct ConversationTests {
    private struct Scene {
        let world: SessionWorld
        let session: Session
        let peer: FakePeer
        let stage: FakeStage
        let answerer: FakeAnswerer

        /// The next thing the stage is told to say.
        func utterance() async throws -> UtteranceID {
            for await call in stage.calls { if case .say(let id) = call { return id } }
            throw CancellationError()
        }

        func question() async throws -> FakeAnswerer.Asked {
            for await asked in answerer.questions { return asked }
            throw CancellationError()
        }

        /// What the viewer is told up to an event of this kind, each without its values.
        func kinds(upTo last: String) async -> [String] {
            var kinds: [String] = []
            for await text in peer.texts {
                kinds.append(String(text.prefix { $0 != "(" }))
                if kinds.last == last { break }
            }
            return kinds
        }

        /// The viewer's ear, after its first sound.
        func ear() async -> FakeEar {
            peer.happens(.microphone([Int16](repeating: 1000, count: 320)))
            // It is made before it hears.
            while world.ears.first?.seen.samples ?? 0 == 0 { await Task.yield() }
            return world.ears[0]
        }
    }

    private func run(
        conversation: SessionConversation = SessionConversation(),
        settings: ConversationSettings = ConversationSettings(), speaksAtOnce: Bool = false,
        limits: SessionLimits = SessionLimits(), _ body: @Sendable (Scene) async throws -> Void
    ) async throws {
        let answerer = FakeAnswerer()
        let world = try await SessionWorld(speaksAtOnce: speaksAtOnce, answerer: answerer, settings: settings)
        try await world.run { world in
            let session = try await world.directory.open(world.request(limits: limits, conversation: conversation))
            _ = try await session.offer()
            try await session.start(answer: FakePeer.description)
            let (peer, stage) = (world.peers[0], world.stages[0])
            peer.connect()
            for await call in stage.calls where call == .start { break }
            try await body(Scene(world: world, session: session, peer: peer, stage: stage, answerer: answerer))
        }
    }

    @Test("a talk task is asked with persona, variables and language, and its answer is spoken under its id")
    func talk() async throws {
        var conversation = SessionConversation()
        conversation.persona = Persona(id: "p", prompt: "You are ${name}.")
        conversation.variables = ["name": "Ada"]
        try await run(conversation: conversation, speaksAtOnce: true) { scene in
            let end = Task {
                try await scene.session.sayAndWait(SpeechTask(id: UtteranceID("t"), text: "Who?", kind: .talk))
            }
            let asked = try await scene.question()
            #expect(asked.question.text == "Who?" && asked.question.language == "en-US")
            #expect(asked.question.persona.id == "p" && asked.question.variables == ["name": "Ada"])
            asked.answer("I am A", "da. And", " you?")
            let spokenFor = try await end.value.spoken
            #expect(spokenFor == .milliseconds(500))
            let kinds = await scene.kinds(upTo: "talkingStopped")
            #expect(kinds.first == "thinking" && kinds.dropFirst().first == "talkingStarted")
            #expect(kinds.suffix(2) == ["textEnded", "talkingStopped"])
            let spoken = scene.peer.seen.texts.filter { $0.hasPrefix("talking(") }
            #expect(spoken.count == 5)
        }
    }

    @Test("the first sentence is spoken while the rest is still being written")
    func firstSentence() async throws {
        try await run(speaksAtOnce: true) { scene in
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Why?", kind: .talk))
            let asked = try await scene.question()
            asked.parts.yield(.text("One sentence. And an"))
            _ = await scene.kinds(upTo: "latency")
            asked.answer("other.")
            #expect(await scene.kinds(upTo: "talkingStopped").contains("talking"))
        }
    }

    @Test("a microphone becomes an ear at its first sound, its turn a question, and the answer is spoken")
    func voice() async throws {
        try await run { scene in
            scene.peer.happens(.microphone([Int16](repeating: 3, count: 320)))
            scene.peer.happens(.message("?"))
            _ = await scene.kinds(upTo: "badMessage")
            #expect(scene.world.ears.isEmpty, "silence needs no ear")
            let ear = await scene.ear()
            #expect(ear.seen.samples == 320)
            ear.hears("How much is it?")
            let asked = try await scene.question()
            #expect(asked.question.text == "How much is it?")
            let id = try await scene.utterance()
            scene.stage.happens(.speechStarted(id))
            scene.stage.happens(.caption(id, text: "Ten."))
            scene.stage.happens(.speechEnded(id, SpeechEnd(reason: .spoken, spoken: .seconds(1), words: ["Ten."])))
            #expect(
                await scene.kinds(upTo: "talkingStopped") == [
                    "userStarted", "userTalking", "userStopped", "userTurnEnded", "thinking", "talkingStarted",
                    "latency", "talking", "textEnded", "talkingStopped",
                ])
            scene.session.fanOut.send(voice: [Float](repeating: 0.5, count: 320), sampleRate: 16_000)
            #expect(ear.seen.voice == 320, "the ear knows what she says")
            scene.session.fanOut.send(voice: [Float](repeating: 0.5, count: 4800), sampleRate: 24_000)
            #expect(ear.seen.voice > 320 + 2000 && ear.seen.voice <= 320 + 3200)
        }
    }

    @Test("an answer that is thought about ahead is synthesised ahead, and spoken when the turn is over")
    func ahead() async throws {
        try await run(speaksAtOnce: true) { scene in
            let ear = await scene.ear()
            ear.happens(.speechStarted(at: 0, decided: 0))
            ear.happens(.likelyEnd("how much"))
            try await scene.question().answer("Ten euros.")
            while await scene.session.turns.hearings[Speaker(1)]?.guess?.firstAudio == nil { await Task.yield() }
            #expect(!scene.stage.seen.contains { if case .say = $0 { true } else { false } })
            ear.ends("How much?")
            _ = await scene.kinds(upTo: "talkingStopped")
            let spoken = scene.peer.seen.texts.filter { $0.hasPrefix("talking(") }
            #expect(spoken.count == 2)
            #expect(await scene.session.prepared.isEmpty)
        }
    }

    @Test("what was synthesised ahead for words that were others is dropped")
    func aheadInVain() async throws {
        try await run(speaksAtOnce: true) { scene in
            let ear = await scene.ear()
            ear.happens(.speechStarted(at: 0, decided: 0))
            ear.happens(.likelyEnd("how much"))
            let first = try await scene.question()
            ear.ends("How many?")
            let second = try await scene.question()
            #expect(second.question.text == "How many?")
            await first.isAbandoned()
            #expect(await scene.session.prepared.isEmpty)
        }
    }

    @Test("another language makes other ears, and the answerer is told of it; a wish for silence is heeded")
    func changes() async throws {
        try await run { scene in
            let ear = await scene.ear()
            try await scene.session.change(.language("de-DE"))
            #expect(ear.seen.isClosed)
            try await scene.session.change(.language("de-DE"))
            scene.peer.happens(.microphone([Int16](repeating: 1000, count: 320)))
            while scene.world.ears.count < 2 { await Task.yield() }
            scene.world.ears[1].hears("Wie viel?")
            #expect(try await scene.question().question.language == "de-DE")
            try await scene.session.change(.answersSilence(true))
            #expect(await scene.session.turns.settings.silenceAfter == .seconds(30))
            try await scene.session.change(.answersSilence(false))
            #expect(await scene.session.turns.settings.silenceAfter == nil)
        }
    }

    @Test("talked over, the answer is dropped with its thinking, and the next question knows what was heard")
    func bargeIn() async throws {
        try await run { scene in
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Tell me.", kind: .talk))
            let first = try await scene.question()
            first.parts.yield(.text("Once upon a time there was "))
            let id = try await scene.utterance()
            scene.stage.happens(.speechStarted(id))
            scene.stage.happens(.caption(id, text: "Once upon a time there was "))
            let ear = await scene.ear()
            ear.happens(.maybeSpeech(at: 0, decided: 0))
            ear.happens(.backChannel("mm-hm"))
            ear.happens(.maybeSpeech(at: 0, decided: 0))
            ear.happens(.bargeIn(at: 0, decided: 0))
            ear.happens(.speechStarted(at: 0, decided: 0))
            var calls: [FakeStage.Call] = []
            for await call in scene.stage.calls {
                calls.append(call)
                if call == .interrupt { break }
            }
            let holds = calls.filter { if case .attend = $0 { false } else { true } }
            #expect(holds == [.hold(true), .hold(false), .hold(true), .interrupt])
            await first.isAbandoned()
            let end = SpeechEnd(reason: .interrupted, spoken: .seconds(1), words: ["Once", "upon"])
            scene.stage.happens(.speechEnded(id, end))
            _ = await scene.kinds(upTo: "talkingStopped")
            ear.hears("Stop.")
            let second = try await scene.question()
            #expect(
                second.question.history == [
                    Turn(role: .user, text: "Tell me."),
                    Turn(role: .avatar, text: "Once upon" + TurnState.interruptionMark),
                ])
        }
    }

    @Test("what was said is written down as it was heard, with times, until the session's last moment")
    func transcript() async throws {
        var conversation = SessionConversation()
        conversation.persona = Persona(id: "p", opening: "Hello, ${name}.")
        conversation.variables = ["name": "Bob"]
        try await run(conversation: conversation) { scene in
            let opening = try await scene.utterance()
            scene.stage.happens(.speechStarted(opening))
            scene.stage.happens(.caption(opening, text: "Hello, Bob."))
            scene.stage.happens(
                .speechEnded(opening, SpeechEnd(reason: .spoken, spoken: .seconds(1), words: [])))
            _ = await scene.kinds(upTo: "talkingStopped")
            scene.world.clock.advance(by: .milliseconds(1500))
            await scene.ear().hears("Hi!")
            let answer = try await scene.utterance()
            scene.stage.happens(.speechStarted(answer))
            scene.stage.happens(.caption(answer, text: "Nice to"))
            _ = await scene.kinds(upTo: "talking")
            await scene.session.stop(.stopped)
            while await scene.session.state != .closed {
                scene.world.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            let (entries, total) = try await scene.world.transcripts.entries(of: scene.session.card.id)
            #expect(total == 3)
            #expect(entries.map(\.text) == ["Hello, Bob.", "Hi!", "Nice to"])
            #expect(entries.map(\.role) == ["avatar", "user", "avatar"])
            #expect(entries.map(\.isInterrupted) == [false, false, true])
            #expect(entries[1].sinceStart >= .milliseconds(1500) && entries[1].persona == "p")
            #expect(entries[1].saidAt.timeIntervalSince(scene.session.card.createdAt) >= 1.499)
        }
    }

    @Test("a server that keeps no transcripts writes none")
    func noTranscript() async throws {
        var settings = ConversationSettings()
        settings.keepsTranscripts = false
        try await run(settings: settings, speaksAtOnce: true) { scene in
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Why?", kind: .talk))
            try await scene.question().answer("So.")
            _ = await scene.kinds(upTo: "talkingStopped")
            #expect(try await scene.world.transcripts.entries(of: scene.session.card.id).total == 0)
        }
    }

    @Test("a model that fails is apologised for in the session's language, counted and told of; the session goes on")
    func fault() async throws {
        try await run(speaksAtOnce: true) { scene in
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Why?", kind: .talk))
            let error = ProviderError(.thinking, "api.example.com", .timedOut(.seconds(10)))
            try await scene.question().parts.finish(throwing: error)
            let kinds = await scene.kinds(upTo: "talkingStopped")
            #expect(kinds.contains("conversationError") && kinds.contains("talkingStarted"))
            let spoken = scene.peer.seen.texts.filter { $0.hasPrefix("talking(") }.joined()
            #expect(spoken.contains("sorry"))
            let count = scene.world.equipment.metrics.value(
                of: "visavis_conversation_faults_total", labels: ["fault": "llm_timed_out"])
            #expect(count == 1)
            #expect(await scene.session.state == .connected)
        }
    }

    @Test("where nothing else can answer, she says that she does not know")
    func plainAnswerer() async throws {
        var text = ""
        let question = Question(text: "Why?", persona: Persona(), language: "de-DE")
        for try await part in PlainAnswerer().answer(question) { if case .text(let more) = part { text += more } }
        #expect(text == "Es tut mir leid, das weiß ich nicht.")
    }

    @Test("thinking in silence for long is bridged by a few words at the start of the answer")
    func filler() async throws {
        try await run(speaksAtOnce: true) { scene in
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Why?", kind: .talk))
            let asked = try await scene.question()
            // The clock stands still: only the filler sleeps for longer than a second.
            let patience = Duration.milliseconds(1200)
            await scene.world.clock.isAwaited(until: patience)
            scene.world.clock.advance(by: patience)
            _ = await scene.kinds(upTo: "talking")
            asked.answer("So.")
            _ = await scene.kinds(upTo: "talkingStopped")
            let spoken = scene.peer.seen.texts.filter { $0.hasPrefix("talking(") }
            #expect(spoken.count == 4 && spoken[0].contains("Let") && spoken[3].contains("So."))
        }
    }

    @Test("a session that is about to end says goodbye, and that does not keep it alive")
    func goodbye() async throws {
        var conversation = SessionConversation()
        conversation.persona = Persona(goodbye: "Bye!")
        var limits = SessionLimits()
        limits.idleTimeout = .seconds(30)
        try await run(conversation: conversation, speaksAtOnce: true, limits: limits) { scene in
            // A second at a time, and only when both of the session's watches wait for it: none is missed.
            func turn() async {
                let clock = scene.world.clock
                if clock.sleepers(within: .seconds(1)) >= 2 { clock.advance(by: .seconds(1)) }
                await Task.yield()
            }
            func isSpoken() -> Bool { scene.stage.seen.contains { if case .say = $0 { true } else { false } } }
            while !isSpoken() { await turn() }
            let kinds = await scene.kinds(upTo: "talkingStopped")
            #expect(kinds.first == "ending")
            #expect(scene.peer.seen.texts.contains { $0.hasPrefix("talking(") && $0.contains("Bye!") })
            while await scene.session.end == nil { await turn() }
            #expect(await scene.session.end == .idle)
        }
    }

    @Test("one who listens without a data channel is told the same, up to the session's end")
    func listener() async throws {
        try await run(speaksAtOnce: true) { scene in
            let events = await scene.session.listen()
            try await scene.session.say(SpeechTask(id: UtteranceID("t"), text: "Why?", kind: .talk))
            try await scene.question().answer("So.")
            _ = await scene.kinds(upTo: "talkingStopped")
            await scene.session.stop(.stopped)
            var told: [String] = []
            for await event in events { told.append("\(event)") }
            #expect(told == scene.peer.seen.texts)
            #expect(told.last == "\(SessionEvent.ending(.stopped, in: .zero))")
            let late = await scene.session.listen()
            for await _ in late { Issue.record("nothing is told of a session that has ended") }
        }
    }

    @Test("sound that comes another way is heard as well, and no more speakers than there are ears")
    func otherSpeakers() async throws {
        var settings = ConversationSettings()
        settings.ears = 2
        try await run(settings: settings) { scene in
            let sound = [Int16](repeating: -2000, count: 512)
            var speakers: [Speaker] = []
            for _ in 0..<3 {
                let speaker = await scene.session.newSpeaker()
                await scene.session.hear(sound, from: speaker)
                speakers.append(speaker)
            }
            #expect(Set(speakers).count == 3 && scene.world.ears.count == 2)
            await scene.session.leave(speakers[0])
            #expect(scene.world.ears[0].seen.isClosed)
            await scene.session.hear(sound, from: speakers[2])
            scene.world.ears[2].hears("Hello?")
            let asked = try await scene.question()
            #expect(asked.question.text == "Hello?")
        }
    }

    @Test("push-to-talk opens and closes the viewer's ear, and each command is answered")
    func pushToTalk() async throws {
        var conversation = SessionConversation()
        conversation.isPushToTalk = true
        try await run(conversation: conversation) { scene in
            let speaker = Speaker(1)
            try await scene.session.pushToTalk(true, by: speaker)
            #expect(scene.world.ears[0].seen.pushes == 1)
            try await scene.session.pushToTalk(false, by: speaker)
            #expect(scene.world.ears[0].seen.releases == 1)
            scene.world.ears[0].happens(.noWords)
            #expect(
                await scene.kinds(upTo: "userStopped") == ["pushToTalk", "userStarted", "pushToTalk", "userStopped"])
        }
    }
}
