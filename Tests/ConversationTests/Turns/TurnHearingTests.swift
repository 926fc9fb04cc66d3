import Core
import Testing

@testable import Conversation

/// Who is listened to, and when a turn is one.
@Suite struct TurnHearingTests {
    @Test("of two who speak at once the first has the floor; the other does not make her stutter")
    func oneFloor() {
        var table = TurnTable()
        table.happens(.heard(.started, .one), .heard(.partial("what is"), .one))
        let other = table.happens(
            .heard(.started, .two), .heard(.partial("me too"), .two), .heard(.bargeIn, .two))
        #expect(other == [])
        table.happens(.heard(.final("What is this?", .at(.zero)), .one), .thought(id: "n2", .text("A test.")))
        table.speaks("n2", "A test.")
        #expect(table.happens(.heard(.bargeIn, .two), .heard(.final("Me too!", .at(.zero)), .two)) == [])
        #expect(table.happens(.heard(.started, .two), .heard(.bargeIn, .two)).interrupts == 1, "a new start counts")
    }

    @Test("her voice is held while it is not sure that somebody interrupts, and let go by what becomes of it")
    func hold() {
        for (event, isInterrupted) in [
            (HeardEvent.backChannel("mm"), false), (.noWords, false), (.bargeIn, true),
            (.final("Hey", .at(.zero)), true),
        ] {
            var table = TurnTable()
            #expect(!table.happens(.heard(.maybe, .one)).contains(.hold(true)), "there is nothing to hold")
            table.happens(.queued(id: "r", text: "Hello"), .speechBegan(id: "r"))
            #expect(table.happens(.heard(.maybe, .one)) == [.hold(true)])
            #expect(table.happens(.heard(.maybe, .two)) == [])
            let effects = table.happens(.heard(event, .one))
            #expect(effects.contains(.hold(false)) && effects.interrupts == (isInterrupted ? 1 : 0), "\(event)")
        }
    }

    @Test("a hold that nothing becomes of ends by itself, and when its speaker leaves")
    func holdEnds() {
        for isLeaving in [false, true] {
            var table = TurnTable()
            table.happens(.queued(id: "r", text: "Hello"), .speechBegan(id: "r"), .heard(.maybe, .one))
            let effects = isLeaving ? table.happens(.speakerLeft(.one)) : table.waits()
            #expect(effects == [.hold(false)])
        }
    }

    @Test("where each has a floor, all are heard, and answered in turn")
    func manyFloors() {
        var table = TurnTable { $0.hasOneFloor = false }
        table.happens(.heard(.started, .one), .heard(.started, .two))
        table.happens(.heard(.final("A", .at(.zero)), .one), .heard(.final("B", .at(.zero)), .two))
        #expect(table.notices.filter { if case .thinking = $0 { true } else { false } }.count == 2)
        #expect(table.thoughts.count == 1)
    }

    @Test("thinking begins on a provisional text, and is not spoken before the end is sure")
    func guess() {
        var table = TurnTable()
        table.happens(.heard(.started, .one))
        let guess = table.happens(.heard(.provisional("How much?"), .one), .thought(id: "n2", .text("Ten.")))
        #expect(guess.contains(.think(id: "n2", question: "How much?", history: [])))
        #expect(guess.contains(.prepare(id: "n2")))
        #expect(!guess.contains(.speak(id: "n2")) && guess.notices.isEmpty)
        let final = table.happens(.heard(.final("how much", .at(.zero)), .one))
        #expect(final.contains(.speak(id: "n2")) && table.thoughts == ["n2"], "the same words")
    }

    @Test("a guess is thrown away when the visitor goes on, or when the final text is another")
    func wrongGuess() {
        for event in [HeardEvent.started, .partial("How much is"), .final("How much is it?", .at(.zero)), .noWords] {
            var table = TurnTable()
            table.happens(.heard(.started, .one), .heard(.provisional("How much"), .one))
            let effects = table.happens(.thought(id: "n2", .text("Ten.")), .heard(event, .one))
            #expect(effects.contains(.stop(id: "n2")), "\(event)")
            #expect(!effects.contains(.speak(id: "n2")))
            #expect(table.happens(.thought(id: "n2", .text("!")), .thoughtEnded(id: "n2")).isEmpty)
        }
    }

    @Test("of one turn so many texts are thought about ahead and no more")
    func guesses() {
        var table = TurnTable()
        table.happens(.heard(.started, .one))
        for number in 0...TurnSettings.guesses { table.happens(.heard(.provisional("How \(number)"), .one)) }
        #expect(table.thoughts.count == TurnSettings.guesses)
        table.happens(.heard(.final("How many?", .at(.zero)), .one))
        #expect(table.lastQuestion == "How many?")
    }

    @Test("sound that was made ahead counts from the end of the speech")
    func soundAhead() {
        var table = TurnTable()
        table.happens(.heard(.started, .one), .heard(.provisional("How much?"), .one))
        let end = table.now
        table.happens(.thought(id: "n2", .text("Ten.")), .audioMade(id: "n2"))
        let timing = HeardTiming(spokeUntil: end, decided: end, transcribed: end)
        table.happens(.heard(.final("how much", timing), .one))
        let began = table.happens(.speechBegan(id: "n2"))
        guard case .latency(_, let latency)? = began.notices.last else {
            Issue.record("no latency: \(began)")
            return
        }
        #expect(latency.firstText == .milliseconds(100) && latency.firstAudio == .milliseconds(200))
        #expect(latency.firstSample == .milliseconds(400))
    }

    @Test("a voice that fails ahead is told of, but not by a name that nobody knows")
    func faultAhead() {
        var table = TurnTable()
        table.happens(.heard(.started, .one), .heard(.provisional("How much?"), .one))
        let error = ProviderError(.speaking, "x", .cut)
        #expect(table.happens(.fault(error, id: "n2")).notices == [.fault(error, id: nil)])
    }

    @Test("who is broken off is told of with the last word that was heard")
    func lastWord() {
        var table = TurnTable()
        table.happens(.queued(id: "r", text: "Hello there"), .speechBegan(id: "r"), .interrupt)
        let end = table.ends("r", .interrupted("Hello"))
        #expect(
            end.notices.last
                == .avatarStopped(id: "r", spoken: .milliseconds(300), isInterrupted: true, lastWord: "Hello"))
    }

    @Test("whether she speaks up can be changed while it is quiet")
    func changedSilence() {
        var table = TurnTable()
        table.happens(.silence(.seconds(5)))
        #expect(table.waits().notices == [.userSilence(times: 1)])
        table.ends("n1")
        table.happens(.silence(nil))
        #expect(table.state.deadline == nil)
    }

    @Test("a guess that fails is made again with the final text")
    func guessFails() {
        var table = TurnTable()
        table.happens(.heard(.started, .one), .heard(.provisional("Why"), .one))
        let failed = table.happens(.thoughtFailed(id: "n2", TurnPathTests.fault))
        #expect(failed == [.stop(id: "n2")])
        table.happens(.heard(.final("Why", .at(.zero)), .one))
        #expect(table.thoughts == ["n2", "n3"])
    }

    @Test("who goes on before the answer is heard asks one question, not two")
    func goesOn() {
        var table = TurnTable()
        table.says("I would like to know")
        table.happens(.thought(id: "n2", .text("What?")))
        let effects = table.happens(.heard(.started, .one), .heard(.partial("how far"), .one))
        #expect(effects.contains(.stop(id: "n2")) && effects.interrupts == 1)
        table.ends("n2", .interrupted())
        table.happens(.heard(.final("how far it is.", .at(.zero)), .one))
        #expect(table.lastQuestion == "I would like to know how far it is.")
        #expect(table.history == [])
        #expect(table.stored.map(\.text) == ["I would like to know", "how far it is."])
    }

    @Test("a noise while she thinks costs no answer")
    func noiseWhileThinking() {
        var table = TurnTable()
        table.says("What is this?")
        let effects = table.happens(.heard(.started, .one), .heard(.stopped, .one), .heard(.noWords, .one))
        #expect(effects.interrupts == 0 && !effects.contains(.stop(id: "n2")))
        #expect(effects.kinds == ["userStarted", "userStopped"])
    }

    @Test("a question that was taken back for words that were none is asked again")
    func takenBackForNothing() {
        var table = TurnTable()
        table.says("What is this?")
        table.happens(.heard(.started, .one), .heard(.partial("the"), .one), .heard(.noWords, .one))
        #expect(table.thoughts.count == 2 && table.lastQuestion == "What is this?")
    }

    @Test("push-to-talk: every command is answered, a push silences her, and a release brings the turn")
    func pushToTalk() {
        var table = TurnTable { $0.isPushToTalk = true }
        #expect(table.happens(.release(.one)).notices == [.pushToTalk(.stopFailed)])
        table.happens(.queued(id: "r", text: "Hello"), .speechBegan(id: "r"))
        let pushed = table.happens(.push(.one))
        #expect(pushed.kinds == ["pushToTalk", "userStarted"])
        #expect(pushed.interrupts == 1 && pushed.contains(.listen(.one, true)))
        #expect(table.happens(.push(.two)).notices == [.pushToTalk(.startFailed)])
        let released = table.happens(.release(.one))
        #expect(released.notices == [.pushToTalk(.stopped)] && released.contains(.listen(.one, false)))
        let final = table.happens(.heard(.final("Hi", .at(.zero)), .one))
        #expect(final.kinds == ["userTalking", "userStopped", "userTurnEnded", "thinking"])
        #expect(table.happens(.push(.two)).kinds == ["pushToTalk", "userStarted"])
    }

    @Test("a push in a session that is not for it is refused")
    func pushRefused() {
        var table = TurnTable()
        #expect(table.happens(.push(.one)).notices == [.pushToTalk(.startFailed)])
    }

    @Test("a turn whose ear falls silent ends by itself, and so does one whose speaker leaves")
    func earFails() {
        for isLeaving in [false, true] {
            var table = TurnTable()
            table.happens(.heard(.started, .one))
            let effects = isLeaving ? table.happens(.speakerLeft(.one)) : table.waits()
            #expect(effects.notices == [.userStopped(turn: "n1")])
            #expect(table.happens(.heard(.started, .two)).kinds == ["userStarted"])
        }
    }

    @Test("she looks attentive while one speaks and while she thinks")
    func attention() {
        var table = TurnTable()
        #expect(table.happens(.heard(.started, .one)).contains(.attend(true)))
        table.happens(.heard(.final("Hm?", .at(.zero)), .one), .thought(id: "n2", .text("Yes.")))
        #expect(table.happens(.thoughtEnded(id: "n2")) == [.finish(id: "n2")])
        #expect(table.speaks("n2", "Yes.").contains(.attend(false)))
        #expect(table.happens(.attention(true)).contains(.attend(true)))
    }

    @Test("a long thought is bridged once, with words that change, and a later answer is not told of them")
    func filler() {
        var table = TurnTable { $0.fillerAfter = .seconds(1) }
        table.happens(.asked(id: "a", text: "One?"))
        #expect(table.waits() == [.write(id: "a", text: "Hm. ")])
        #expect(table.now == .milliseconds(1100))
        #expect(table.waits() == [])
        table.answers("a", "Yes.")
        table.happens(.asked(id: "b", text: "Two?"))
        #expect(table.waits() == [.write(id: "b", text: "Well. ")])
        let failed = table.happens(.thoughtFailed(id: "b", TurnPathTests.fault))
        #expect(failed.contains(.write(id: "b", text: "Sorry.")), "a filler is no answer")
    }

    @Test("what was heard of a filler is written down, but is nothing she said to the question")
    func fillerInHistory() {
        var table = TurnTable()
        table.happens(.asked(id: "a", text: "One?"))
        table.waits()
        table.happens(.thought(id: "a", .text("Yes.")), .thoughtEnded(id: "a"))
        table.speaks("a", "Hm. Yes.")
        table.ends("a")
        table.happens(.asked(id: "b", text: "Two?"))
        #expect(table.history == [Turn(role: .user, text: "One?"), Turn(role: .avatar, text: "Yes.")])
        #expect(table.stored[1].text == "Hm. Yes.")
    }

    @Test("she asks into the silence, so often and no more, and anew when somebody has spoken")
    func silence() {
        var table = TurnTable {
            $0.silenceAfter = .seconds(10)
            $0.silenceTimes = 2
        }
        table.happens(.attention(false))
        for times in 1...2 {
            let effects = table.waits()
            #expect(effects.notices == [.userSilence(times: times)])
            #expect(effects.contains(.say(id: "n\(times)", .silence, text: "Hello?")))
            table.speaks("n\(times)", "Hello?")
            table.ends("n\(times)")
        }
        #expect(table.state.deadline == nil)
        table.says("Yes, yes.")
        table.answers("n4", "Fine.")
        #expect(table.waits().notices == [.userSilence(times: 1)])
    }

    @Test("at the end everything that began ends, and nothing comes after")
    func end() {
        var table = TurnTable { $0.isInterruptible = false }
        table.happens(.asked(id: "a", text: "A"), .thought(id: "a", .text("Long answer")))
        table.speaks("a", "Long answer")
        table.happens(.heard(.started, .one))
        let effects = table.happens(.sessionEnds)
        #expect(effects.kinds == ["userStopped", "avatarTextEnded", "avatarStopped"])
        #expect(effects.contains(.stop(id: "a")))
        #expect(table.happens(.asked(id: "b", text: "B"), .speechEnded(id: "a", .spoken)) == [])
        #expect(table.stored.last?.text == "Long answer")
    }

    @Test(
        "what was heard of a text keeps its punctuation",
        arguments: [
            (["Well", "yes"], "Well, yes!"), (["Well"], "Well,"), ([], ""), (["well", "YES", "she"], "Well, yes! She"),
            (["forty", "two"], "forty two"),
        ])
    func heardText(words: [String], heard: String) {
        #expect(HeardText.of("Well, yes! She said 42.", words: words) == heard)
    }
}
