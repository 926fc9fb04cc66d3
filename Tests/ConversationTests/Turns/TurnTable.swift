import Core
import Synchronization

@testable import Conversation

/// A conversation on paper: events go in a tenth of a second apart, and what comes of each is noted.
struct TurnTable {
    var state: TurnState
    var now = Duration.zero
    var effects: [TurnEffect] = []

    init(_ change: (inout TurnSettings) -> Void = { _ in }) {
        var settings = TurnSettings()
        settings.fillers = ["Hm.", "Well."]
        settings.silencePrompts = ["Hello?"]
        settings.apology = "Sorry."
        change(&settings)
        let count = Mutex(0)
        state = TurnState(settings: settings) {
            count.withLock { count in
                count += 1
                return "n\(count)"
            }
        }
    }

    /// Returns what came of the events.
    @discardableResult
    mutating func happens(_ events: TurnEvent...) -> [TurnEffect] {
        var new: [TurnEffect] = []
        for event in events {
            now += .milliseconds(100)
            new += state.apply(event, at: now)
        }
        effects += new
        return new
    }

    /// Time passes up to the state's next deadline; nothing when there is none.
    @discardableResult
    mutating func waits() -> [TurnEffect] {
        guard let deadline = state.deadline else { return [] }
        now = max(now, deadline)
        let new = state.apply(.tick, at: now)
        effects += new
        return new
    }

    /// A visitor says a whole turn.
    @discardableResult
    mutating func says(_ text: String, _ speaker: Speaker = .one) -> [TurnEffect] {
        happens(
            .heard(.started, speaker), .heard(.partial(text), speaker), .heard(.stopped, speaker),
            .heard(.final(text, .at(now)), speaker))
    }

    /// The stage says an utterance that has its text, and as much of it as given.
    @discardableResult
    mutating func speaks(_ id: String, _ text: String) -> [TurnEffect] {
        happens(.audioMade(id: id), .speechBegan(id: id), .caption(id: id, text: text))
    }

    @discardableResult
    mutating func ends(_ id: String, _ end: UtteranceEnd = .spoken) -> [TurnEffect] {
        happens(.speechEnded(id: id, end))
    }

    /// The whole answer, thought and spoken.
    mutating func answers(_ id: String, _ text: String) {
        happens(.thought(id: id, .text(text)), .thoughtEnded(id: id))
        speaks(id, text)
        ends(id)
    }

    var notices: [TurnNotice] { effects.notices }
    var stored: [SpokenLine] { effects.compactMap { if case .store(let line) = $0 { line } else { nil } } }
    /// Ids of answers in the order in which they were thought about.
    var thoughts: [String] { effects.compactMap { if case .think(let id, _, _) = $0 { id } else { nil } } }
    /// What the last question was told of the conversation before it.
    var history: [Turn] {
        effects.compactMap { if case .think(_, _, let history) = $0 { history } else { nil } }.last ?? []
    }
    var lastQuestion: String? {
        effects.compactMap { if case .think(_, let question, _) = $0 { question } else { nil } }.last
    }
}

extension [TurnEffect] {
    var notices: [TurnNotice] { compactMap { if case .tell(let notice) = $0 { notice } else { nil } } }
    /// Without their values.
    var kinds: [String] { notices.map { String("\($0)".prefix { $0 != "(" }) } }
    var interrupts: Int { count { if case .interrupt = $0 { true } else { false } } }
}

extension Speaker {
    static let one = Speaker(1)
    static let two = Speaker(2)
}

extension HeardTiming {
    static func at(_ time: Duration) -> HeardTiming {
        HeardTiming(
            spokeUntil: time, decided: time + .milliseconds(300), transcribed: time + .milliseconds(340))
    }
}

extension UtteranceEnd {
    static let spoken = UtteranceEnd(reason: .spoken, spoken: .seconds(1), words: [])
    static func interrupted(_ words: String...) -> UtteranceEnd {
        UtteranceEnd(reason: .interrupted, spoken: .milliseconds(300 * words.count), words: words)
    }
}
