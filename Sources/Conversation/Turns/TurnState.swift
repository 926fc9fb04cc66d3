internal import Core
internal import Knowledge

/// Whose turn it is. Pure: what happens goes in with its time, what is to be done comes out, and the session does it.
///
/// What viewers are told has one order. Of a visitor's turn: `userStarted`, `userPartial`…, `userTalking`,
/// `userStopped`, `userTurnEnded`; the last two of a turn without words are `userStopped` alone. Of an answer:
/// `thinking`, `sources`, `avatarStarted` and `latency`, `avatarTalking`…, `avatarTextEnded`, `avatarStopped`; `dropped`
/// instead of the last four when it was broken off before its first sound. A visitor who interrupts is told of before
/// the utterance that ends through it.
package struct TurnState: Sendable {
    private(set) var settings: TurnSettings
    private let makeID: @Sendable () -> String
    private(set) var now = Duration.zero
    private(set) var effects: [TurnEffect] = []

    /// Who speaks, as far as they are listened to.
    var hearings: [Speaker: UserTurn] = [:]
    /// Who began while another had the floor; not listened to until they have finished.
    var muted: Set<Speaker> = []
    var pushing: Speaker?
    /// Who may be talking over her: her voice waits for what becomes of it.
    var holder: (speaker: Speaker, until: Duration)?
    /// Utterances that were asked for and have not ended, in the order of the stage.
    var utterances: [Utterance] = []
    var lines: [Line] = []
    var fillers = 0

    private var wantsAttention = false
    private var showsAttention = false
    var quietSince: Duration?
    var silences = 0
    var isOver = false

    /// - Parameter makeID: Names turns and answers; never the same twice.
    package init(settings: TurnSettings, makeID: @escaping @Sendable () -> String) {
        self.settings = settings
        self.makeID = makeID
    }

    /// Afterwards ``deadline`` says when to come back with a `tick`.
    package mutating func apply(_ event: TurnEvent, at now: Duration) -> [TurnEffect] {
        guard !isOver else { return [] }
        self.now = max(now, self.now)
        effects = []
        switch event {
        case .heard(let event, let speaker): hear(event, from: speaker)
        case .push(let speaker): push(speaker)
        case .release(let speaker): release(speaker)
        case .speakerLeft(let speaker): leave(speaker)
        case .asked(let id, let text): ask(id, text)
        case .queued(let id, let text): queue(id, text)
        case .say(let kind, let text): say(kind, text)
        case .attention(let isWanted): wantsAttention = isWanted
        case .interrupt: breakOff(by: .command)
        case .silence(let after): settings.silenceAfter = after
        case .thought(let id, let part): take(part, of: id)
        case .thoughtEnded(let id): finishThinking(id)
        case .thoughtFailed(let id, let error): failThinking(id, error)
        case .fault(let error, let id): report(error, id)
        case .audioMade(let id): noteAudio(id)
        case .speechBegan(let id): begin(id)
        case .caption(let id, let text): caption(id, text)
        case .speechEnded(let id, let end): finish(id, end)
        case .tick: tick()
        case .sessionEnds: close()
        }
        settle()
        return effects
    }

    func newID() -> String { makeID() }
    mutating func act(_ effect: TurnEffect) { effects.append(effect) }
    mutating func tell(_ notice: TurnNotice) { effects.append(.tell(notice)) }

    /// Something of hers can be heard.
    var isAudible: Bool { utterances.contains { $0.hasBegun && !$0.isBroken } }
    /// Something of hers is heard or will be.
    var hasMoreToSay: Bool { utterances.contains { !$0.isBroken } }

    /// What follows from any event: who waited to be announced, how she looks, since when it is quiet.
    private mutating func settle() {
        guard !isOver else { return }
        if !hasMoreToSay { for speaker in hearings.keys.sorted() { announce(speaker) } }
        let isAwaited = !isAudible && utterances.contains { $0.isAnswer && !$0.isBroken }
        let shows = wantsAttention || hearings.values.contains(where: \.isTold) || isAwaited
        if shows != showsAttention {
            showsAttention = shows
            act(.attend(shows))
        }
        if holder != nil && !isAudible { letGo() }
        let isQuiet = hearings.isEmpty && utterances.isEmpty
        quietSince = isQuiet ? quietSince ?? now : nil
    }
}

/// One speaker's turn under way.
struct UserTurn: Sendable {
    let turn: String
    let startedAt: Duration
    /// Over by itself then.
    var until: Duration
    /// `userStarted` was told.
    var isTold = false
    /// The question before, whose answer the speaker went on over before any of it was heard.
    var carried = ""
    /// The answer to a provisional transcript.
    var guess: Utterance?
    /// Provisional transcripts that were thought about.
    var guesses = 0
}

/// One thing she says.
struct Utterance: Sendable {
    enum Kind: Sendable {
        case answer
        case repeated
        case own(OwnWords)
    }
    enum Thinking: Sendable {
        case waits
        case runs(since: Duration)
        case over
    }

    let id: String
    let kind: Kind
    var question = ""
    /// Who asked aloud; nil when it was typed.
    var speaker: Speaker?
    var timing: HeardTiming?
    /// Since when an answer is waited for.
    var asked = Duration.zero
    var thinking = Thinking.over
    /// Without the filler.
    var text = ""
    var filler = ""
    var sources: [RankedPassage] = []
    var firstText: Duration?
    var firstAudio: Duration?
    /// Of its captions, the filler included.
    var captions = ""
    var beganAt: Duration?
    /// The stage was told to drop it; its end follows.
    var isBroken = false

    var hasBegun: Bool { beganAt != nil }
    var isAnswer: Bool { if case .answer = kind { true } else { false } }
    var isThinking: Bool { if case .over = thinking { false } else { true } }
}

/// A line of the conversation as a model is told of it.
struct Line: Sendable {
    /// Of the utterance; nil for the visitor's.
    var utterance: String?
    var turn: Turn
}
