import Core
import Testing

@testable import Conversation

/// Whatever happens, and in whatever order: what viewers are told stays in order.
@Suite struct TurnInvariantTests {
    @Test("thousands of random conversations keep the order", arguments: 0..<16)
    func random(round: Int) {
        for number in 0..<150 {
            var conversation = RandomConversation(seed: UInt64(round * 1000 + number))
            conversation.run(steps: 120)
            let faults = TurnRules.faults(in: conversation.effects)
            #expect(faults.isEmpty, "seed \(round * 1000 + number): \(faults.prefix(3))")
            if !faults.isEmpty { return }
        }
    }
}

/// Speakers, clients, answers and a stage that do whatever they may, and ears that do more than that.
struct RandomConversation {
    private var random: SplitMix64
    private var table: TurnTable
    /// On the stage, in order, and whether it can be heard.
    private var stage: [(id: String, hasBegun: Bool)] = []
    /// Ended by an interruption; the state is told a little later.
    private var ending: [(id: String, hasBegun: Bool)] = []
    private var thoughts: [String] = []
    private var asked = 0

    var effects: [TurnEffect] { table.effects }

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        table = TurnTable { settings in
            settings.isInterruptible = random.next() % 4 > 0
            settings.isPushToTalk = random.next() % 4 == 0
            settings.talkInterrupts = random.next() % 2 == 0
            settings.hasOneFloor = random.next() % 4 > 0
            settings.fillerAfter = random.next() % 2 == 0 ? .milliseconds(300) : nil
            settings.silenceAfter = random.next() % 2 == 0 ? .seconds(2) : nil
        }
        self.random = random
    }

    private mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[pick(elements.count)] }

    mutating func run(steps: Int) {
        for _ in 0..<steps { step() }
        take(table.happens(.sessionEnds))
        _ = table.happens(.asked(id: "late", text: "?"), .speechEnded(id: "x", .spoken))
    }

    private mutating func take(_ effects: [TurnEffect]) {
        for effect in effects {
            switch effect {
            case .think(let id, _, _): thoughts.append(id)
            case .stop(let id):
                // An answer that is stopped may still say something before it hears of it.
                if pick(2) == 0 { thoughts.removeAll { $0 == id } }
            case .speak(let id), .say(let id, _, _): stage.append((id, false))
            case .interrupt:
                ending += stage
                stage = []
            default: break
            }
        }
    }

    private mutating func step() {
        let speaker = Speaker(1 + pick(3))
        let word = pick(["yes", "what is", "what is it", "no", " "])
        switch pick(16) {
        case 0: happens(.heard(pick([.started, .maybe, .bargeIn, .stopped, .noWords, .backChannel("mm")]), speaker))
        case 1, 2: happens(.heard(pick([.started, .partial(word), .provisional(word)]), speaker))
        case 3: happens(.heard(.final(word, .at(table.now)), speaker))
        case 4: happens(.heard(.failed(ProviderError(.listening, "x", .cut)), speaker))
        case 5: happens(pick([.push(speaker), .release(speaker), .speakerLeft(speaker)]))
        case 6:
            asked += 1
            happens(.asked(id: "t\(asked)", text: word))
        case 7:
            asked += 1
            stage.append(("t\(asked)", false))
            happens(.queued(id: "t\(asked)", text: "Welcome."))
        case 8: happens(pick([.interrupt, .attention(pick(2) == 0), .say(.opening, text: word)]))
        case 9: take(table.waits())
        case 10, 11:
            guard !thoughts.isEmpty else { return }
            let id = pick(thoughts)
            let fault = ProviderError(.thinking, "x", .cut)
            let event = pick([
                TurnEvent.thought(id: id, .text("It is so. ")), .thought(id: id, .sources([])), .thoughtEnded(id: id),
                .thoughtFailed(id: id, fault),
            ])
            happens(event)
        default: stageGoesOn()
        }
    }

    private mutating func happens(_ event: TurnEvent) { take(table.happens(event)) }

    private mutating func stageGoesOn() {
        if let ended = ending.first {
            ending.removeFirst()
            return happens(.speechEnded(id: ended.id, ended.hasBegun ? .interrupted("It") : .interrupted()))
        }
        guard let first = stage.first else { return }
        if !first.hasBegun {
            stage[0].hasBegun = true
            return happens(.speechBegan(id: first.id))
        }
        if pick(2) == 0 { return happens(.caption(id: first.id, text: "It is ")) }
        stage.removeFirst()
        let failed = UtteranceEnd(reason: .failed("x"), spoken: .zero, words: [])
        happens(.speechEnded(id: first.id, pick([.spoken, .spoken, failed])))
    }
}

/// What has to be true of all that is told and done.
enum TurnRules {
    static func faults(in effects: [TurnEffect]) -> [String] {
        var faults: [String] = []
        func require(_ condition: Bool, _ fault: @autoclosure () -> String) { if !condition { faults.append(fault()) } }
        var turns: [String: String] = [:]
        var avatar: [String: String] = [:]
        var (thought, spoken, closed, interrupted) = (Set<String>(), Set<String>(), Set<String>(), Set<String>())
        var (isHeld, attends) = (false, false)
        for effect in effects {
            switch effect {
            case .tell(.userStarted(let turn)):
                require(turns[turn] == nil, "\(turn) starts twice")
                turns[turn] = "open"
            case .tell(.userPartial(let turn, _)), .tell(.userTalking(let turn, _)):
                require(turns[turn] == "open", "\(turn) has text but is not open")
            case .tell(.userStopped(let turn)):
                require(turns[turn] == "open", "\(turn) stops but is not open")
                turns[turn] = "stopped"
            case .tell(.userTurnEnded(let turn, let text)):
                require(turns[turn] == "stopped" && !text.isEmpty, "\(turn) ends before it stops")
                turns[turn] = "ended"
            case .tell(.avatarStarted(let id)):
                require(avatar[id] == nil, "\(id) starts twice")
                avatar[id] = "open"
            case .tell(.avatarTalking(let id, _)): require(avatar[id] == "open", "\(id) has text but is not open")
            case .tell(.latency(let id, _)): require(avatar[id] == "open", "\(id) is measured before it starts")
            case .tell(.avatarTextEnded(let id)):
                require(avatar[id] == "open", "\(id)'s text ends but is not open")
                avatar[id] = "text"
            case .tell(.avatarStopped(let id, _, _, _)):
                require(avatar[id] == "text", "\(id) stops before its text")
                avatar[id] = "stopped"
            case .tell(.dropped(let id)):
                require(avatar[id] == nil, "\(id) is dropped after its start")
                avatar[id] = "dropped"
            case .think(let id, let question, let history):
                require(thought.insert(id).inserted, "\(id) is thought about twice")
                require(!question.isEmpty, "\(id) has no question")
                require(history.allSatisfy { !$0.text.isEmpty }, "\(id) is told of nothing")
            case .speak(let id), .say(let id, _, _):
                require(spoken.insert(id).inserted, "\(id) is spoken twice")
                require(!closed.contains(id) || thought.contains(id), "\(id) is spoken after its end")
            case .write(let id, _):
                require(thought.contains(id) && !closed.contains(id), "\(id) is written after its end")
                require(!interrupted.contains(id), "\(id) is written after its interruption")
            case .finish(let id):
                require(closed.insert(id).inserted, "\(id) finishes twice")
            case .stop(let id): closed.insert(id)
            case .interrupt: interrupted.formUnion(spoken)
            case .hold(let isWanted):
                require(isWanted != isHeld, "held twice")
                isHeld = isWanted
            case .attend(let isWanted):
                require(isWanted != attends, "attends twice")
                attends = isWanted
            case .store(let line): require(!line.text.isEmpty || line.role == .user, "an empty line is stored")
            case .prepare(let id): require(thought.contains(id) && !closed.contains(id), "\(id) is prepared too late")
            case .listen, .tell: break
            }
        }
        for (turn, state) in turns where state == "open" { faults.append("\(turn) never stops") }
        for (id, state) in avatar where state == "open" || state == "text" { faults.append("\(id) never stops") }
        for id in thought where !closed.contains(id) { faults.append("\(id) is never over") }
        return faults
    }
}
