internal import Media
internal import Rendering

/// The pictures of a stage from when it goes live until it is back in a loop: which are planned, made, sent. Pure but
/// for the performer it holds.
struct LiveStretch: Sendable {
    let performer: LivePerformer
    /// Number of its first picture.
    let first: Int
    /// The next to be planned.
    private(set) var next: Int
    /// Planned, but no worker has them yet.
    private(set) var inbox: [PicturePlan] = []
    /// A worker has plans.
    private(set) var isAtWork = false
    /// By number, made and not sent.
    private var made: [Int: PictureOutcome] = [:]
    /// Numbers of planned pictures that are left out.
    private var passedOver: Set<Int> = []
    /// Number and position of the newest outcome.
    private(set) var last: PictureOutcome?
    /// The picture that was not there in its slot.
    private(set) var missing: Int?
    /// A coded picture was thrown away: none can be sent before the next keyframe.
    private var isBroken = false
    var wantsKeyframe = true
    /// A loop goes on from here: no more is planned.
    var isLeaving = false
    private(set) var pace = LivePace()

    init(_ performer: LivePerformer, first: Int) {
        (self.performer, self.first, next) = (performer, first, first)
    }

    /// Whether `picture` is one of those that are left out to save time.
    func leavesOut(_ picture: Int) -> Bool { picture > first && (picture - first) % pace.stride != 0 }

    mutating func add(_ plan: PicturePlan) {
        inbox.append(plan)
        next = plan.picture + 1
        if plan.isLeftOut { passedOver.insert(plan.picture) } else { wantsKeyframe = false }
    }

    /// The plans for a worker, when there are any and none is at work.
    mutating func takePlans() -> [PicturePlan]? {
        guard !isAtWork, !inbox.isEmpty else { return nil }
        isAtWork = true
        defer { inbox = [] }
        return inbox
    }

    mutating func finish(_ outcomes: [PictureOutcome]) {
        isAtWork = false
        for outcome in outcomes { made[outcome.picture] = outcome }
        last = outcomes.last ?? last
    }

    /// What a picture's fate is when its slot comes.
    enum Fate {
        case ready(CodedPicture, PictureOutcome)
        case late, dropped
    }

    /// In the picture's first slot: what is there, or a second chance in the next slot.
    mutating func show(_ picture: Int) -> Fate {
        missing = nil
        if passedOver.remove(picture) != nil {
            _ = settle(picture)
            return .dropped
        }
        guard made[picture] != nil else {
            missing = picture
            return .late
        }
        let fate = settle(picture)
        if case .ready = fate { pace.wasInTime(picture) }
        return fate
    }

    /// In the picture's second slot. What comes later still is thrown away.
    mutating func showMissing() -> (picture: Int, fate: Fate)? {
        guard let picture = missing else { return nil }
        missing = nil
        let fate = settle(picture)
        if case .ready = fate { pace.wasLate(picture) } else { pace.wasDropped(picture) }
        return (picture, fate)
    }

    private mutating func settle(_ picture: Int) -> Fate {
        let outcome = made[picture]
        for old in made.keys where old <= picture {
            // Coded, but its slots are over: those that refer to it cannot be shown either.
            if old < picture, made[old]?.coded != nil { breakChain() }
            made[old] = nil
        }
        guard let outcome else { return .dropped }
        guard let coded = outcome.coded else { return .dropped }
        if isBroken && !coded.isKeyframe {
            wantsKeyframe = true
            return .dropped
        }
        isBroken = false
        return .ready(coded, outcome)
    }

    /// Throws away what was made far ahead and is no longer true.
    mutating func discardAhead() {
        guard pace.isFarAhead else { return }
        for (number, outcome) in made where outcome.coded != nil {
            made[number]?.coded = nil
            breakChain()
        }
    }

    private mutating func breakChain() {
        isBroken = true
        wantsKeyframe = true
    }
}
