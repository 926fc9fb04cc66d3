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
    /// What it is making was taken back meanwhile.
    private var isStale = false
    /// The newest that a worker was given.
    private var handed: Int
    /// By number, made and not sent.
    private var made: [Int: PictureOutcome] = [:]
    /// Numbers of planned pictures that are left out.
    private var passedOver: Set<Int> = []
    /// The newest outcome.
    private(set) var last: PictureOutcome?
    /// The outcome whose slot came last.
    private var settled: PictureOutcome?
    /// Where the next plan goes on, when the pictures that were to precede it have been taken back.
    private(set) var restart: FaceRenderer.Moment?
    /// The picture that was not there in its slot.
    private(set) var missing: Int?
    /// A coded picture was thrown away: none can be sent before the next keyframe.
    private var isBroken = false
    var wantsKeyframe = true
    /// Number of the newest keyframe planned.
    private var keyframe = -1
    /// A loop goes on from here: no more is planned.
    var isLeaving = false
    private(set) var pace = LivePace()

    init(_ performer: LivePerformer, first: Int) {
        (self.performer, self.first, next, handed) = (performer, first, first, first - 1)
    }

    /// Whether `picture` is one of those that are left out to save time.
    func leavesOut(_ picture: Int) -> Bool { picture > first && (picture - first) % pace.stride != 0 }

    mutating func add(_ plan: PicturePlan) {
        inbox.append(plan)
        next = plan.picture + 1
        restart = nil
        if plan.isLeftOut {
            passedOver.insert(plan.picture)
        } else {
            if plan.keyframe { keyframe = plan.picture }
            wantsKeyframe = false
        }
    }

    /// Whether a keyframe is to come at `picture` or later.
    func hasKeyframe(from picture: Int) -> Bool { wantsKeyframe || keyframe >= picture }

    /// Nothing waits for a worker and none is at work: there is time for a picture ahead of its turn.
    var isIdle: Bool { inbox.isEmpty && !isAtWork }

    /// The plans for a worker, when there are any and none is at work.
    mutating func takePlans() -> [PicturePlan]? {
        guard !isAtWork, !inbox.isEmpty else { return nil }
        isAtWork = true
        handed = inbox.last?.picture ?? handed
        defer { inbox = [] }
        return inbox
    }

    mutating func finish(_ outcomes: [PictureOutcome]) {
        isAtWork = false
        guard !isStale else {
            isStale = false
            return
        }
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
        settled = outcome ?? settled
        guard let outcome else { return .dropped }
        guard let coded = outcome.coded else { return .dropped }
        if isBroken && !coded.isKeyframe {
            wantsKeyframe = true
            return .dropped
        }
        isBroken = false
        return .ready(coded, outcome)
    }

    /// Forgets the pictures after `picture`, planned or made: something else has come between. The next is a keyframe and
    /// goes on from `picture`, as if those had never been. What a worker makes together with `picture` stays.
    mutating func takeBack(after picture: Int) {
        guard !isLeaving else { return }
        let kept = max(picture, first)
        if let plan = inbox.first(where: { $0.picture > kept }) {
            restart = plan.moment
            wantsKeyframe = wantsKeyframe || plan.keyframe
        }
        inbox.removeAll { $0.picture > kept }
        if keyframe > kept, keyframe > handed { keyframe = -1 }
        passedOver = passedOver.filter { $0 <= max(kept, handed) }
        guard handed > kept else {
            next = min(next, kept + 1)
            return
        }
        guard let outcome = made[kept] ?? [settled, last].compactMap({ $0 }).first(where: { $0.picture == kept }) else {
            next = handed + 1
            return
        }
        if keyframe > kept { keyframe = -1 }
        made = made.filter { $0.key <= kept }
        passedOver = passedOver.filter { $0 <= kept }
        isStale = isAtWork
        (next, handed, last, restart, wantsKeyframe) = (kept + 1, kept, outcome, outcome.moment, true)
    }

    private mutating func breakChain() {
        isBroken = true
        wantsKeyframe = true
    }
}
