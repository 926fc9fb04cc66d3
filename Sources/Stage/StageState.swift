internal import Core
internal import Media
internal import Rendering

/// Where a stage is and what it does next: decisions alone, made slot by slot under the stage's lock.
///
/// Pictures come from a loop or from a live stretch. Either may be set to begin at a picture that is still to come; the
/// one that began last is shown.
struct StageState: Sendable {
    /// A loop from the picture `first` on, which shows the loop's picture `index`.
    struct LoopPlay: Sendable {
        let loop: StageLoop
        let first: Int
        let index: Int

        func index(at picture: Int) -> Int { (index + picture - first) % loop.pictures.count }
    }

    /// What the stage's surroundings offer at the moment of a decision.
    struct Surroundings {
        /// The loop for a state, if it is ready.
        var loop: (BodyState) -> StageLoop?
        /// A performer, if one waits.
        var performer: () -> LivePerformer?
        var effort: EncodingEffort
        /// Slots that plans are made earlier, because many share the workers.
        var lead: Int
        /// Where a stage without a loop opens.
        var opening: (BodyState) -> FaceRenderer.Position
        /// By seed: where in the loop a stage opens.
        var seed: UInt64
    }

    /// The next slot to begin.
    private(set) var slot = 0
    /// When the slot before it began, in seconds of the monotonic clock.
    var slotBegan = 0.0
    var isStarted = false
    var isStopped = false
    var track = SpeechTrack()
    var isListening = false
    /// Speech waits, though it could be heard.
    private var isHeld = false
    var wantsKeyframe = false
    var bitsPerSecond: Int
    /// Told with the next slot.
    var events: [StageEvent] = []
    /// A performer is wanted and none waits.
    private(set) var needsPerformer = false
    /// A worker is making it.
    var isMakingPerformer = false
    /// One that was made for this stage.
    var performer: LivePerformer?
    /// One that is not needed any more.
    var dismissed: LivePerformer?
    var tally = StageTally()

    private(set) var loop: LoopPlay?
    private(set) var live: LiveStretch?
    private var lastKeyframe = -1000
    private var lastDetour = -1000
    private var waitingSince: Int?

    /// Slots between two keyframes that are asked for: a picture lost is asked for again and again until one comes.
    private static let keyframeSpacing = 25
    /// A keyframe of the loop this near is waited for, in pictures.
    private static let nearKeyframe = 10
    /// Slots between two live stretches made for the sake of a keyframe.
    private static let detourSpacing = 100
    /// Pictures whose visemes a plan holds: its own and 200 ms.
    private static let horizon = 6
    /// Slots that speaking pictures are made ahead at most.
    private static let stock = 16
    /// Pictures of those that are kept when a keyframe is asked for.
    private static let keptForKeyframe = 2
    /// Shares of a loop's mean rate: below the one it is left, from the other on entered.
    private static let bearable = 0.75
    private static let comfortable = 0.9
    /// Slots that speech waits for the first picture that can show it.
    private static let patienceForLips = 5
    /// Slots that speech waits for a performer before it is heard over a loop.
    private static let patience = 15

    init(bitsPerSecond: Int) { self.bitsPerSecond = bitsPerSecond }

    private var wanted: BodyState { isListening ? .listening : .idle }

    // MARK: A slot

    /// What goes out in a slot.
    struct Due {
        var slot: Int
        var picture: (coded: CodedPicture, number: Int)?
        var sound: SpeechTrack.Sound?
        var events: [StageEvent]
        /// When the speech that begins here was asked for.
        var asked: Double?
    }

    mutating func beginSlot(_ around: Surroundings) -> Due {
        let now = slot
        slot += 1
        let picture = picture(of: now)
        if let picture, picture.coded.isKeyframe { (lastKeyframe, wantsKeyframe) = (now, false) }
        let (sound, told, asked) = track.sound(of: now)
        let due = Due(slot: now, picture: picture, sound: sound, events: events + told, asked: asked)
        events = []
        decide(around)
        return due
    }

    private mutating func picture(of slot: Int) -> (coded: CodedPicture, number: Int)? {
        let number = slot / 2
        if slot % 2 == 1 {
            guard let (missing, fate) = live?.showMissing() else { return nil }
            return settle(missing, fate)
        }
        if let start = live?.first, number >= start, loop.map({ $0.first <= start || $0.first > number }) ?? true {
            loop = loop.flatMap { $0.first > number ? $0 : nil }
            guard let fate = live?.show(number) else { return nil }
            return settle(number, fate)
        }
        guard let loop, number >= loop.first else { return nil }
        if live?.isLeaving == true { dismiss() }
        tally.loopPictures += 1
        return (loop.loop.pictures[loop.index(at: number)], number)
    }

    private mutating func settle(
        _ number: Int, _ fate: LiveStretch.Fate
    ) -> (coded: CodedPicture, number: Int)? {
        switch fate {
        case .ready(let coded, let outcome):
            tally.show(outcome, isLate: slot - 1 > 2 * number)
            return (coded, number)
        case .late: return nil
        case .dropped:
            tally.droppedPictures += 1
            return nil
        }
    }

    private mutating func dismiss() {
        guard let live else { return }
        // A worker that still has it gives it back itself.
        if !live.isAtWork { dismissed = live.performer }
        self.live = nil
    }

    // MARK: Decisions

    /// Called after every slot and whenever something has come.
    mutating func decide(_ around: Surroundings) {
        guard isStarted, !isStopped else { return }
        let target = around.loop(wanted).flatMap { isAffordable($0) ? $0 : nil }
        if loop == nil, live == nil, let target {
            let keyframe = target.keyframes[Int(around.seed % UInt64(target.keyframes.count))]
            loop = LoopPlay(loop: target, first: (slot + 1) / 2, index: keyframe)
        }
        if live?.isLeaving == true, !track.isEmpty, let first = loop?.first, slot <= 2 * first {
            live?.isLeaving = false
            loop = nil
        }
        if live == nil { goLive(target, around) }
        beginSpeech()
        plan(target, around)
    }

    /// A path too narrow for a loop gets live pictures, which can be coded for less.
    private func isAffordable(_ loop: StageLoop) -> Bool {
        let share = self.loop == nil ? Self.comfortable : Self.bearable
        return Double(bitsPerSecond) >= share * Double(loop.bitsPerSecond)
    }

    private mutating func goLive(_ target: StageLoop?, _ around: Surroundings) {
        guard wantsLive(target) else {
            needsPerformer = false
            return
        }
        guard let performer = performer ?? around.performer() else {
            needsPerformer = true
            return
        }
        (needsPerformer, self.performer) = (false, nil)
        live = LiveStretch(performer, first: slot / 2 + 1)
        if wantsKeyframe { lastDetour = slot }
    }

    private func wantsLive(_ target: StageLoop?) -> Bool {
        guard let loop, let target else { return true }
        if !track.isEmpty || loop.loop !== target { return true }
        guard wantsKeyframe, slot - lastDetour >= Self.detourSpacing else { return false }
        let next = max(slot / 2 + 1, loop.first)
        return next > loop.first && loop.loop.picturesToKeyframe(from: loop.index(at: next)) > Self.nearKeyframe
    }

    /// Sound begins with the slot before the first picture that can show it, or at once when that has passed. Where
    /// pictures are made far ahead, the lips join in late.
    private mutating func beginSpeech() {
        guard track.canBegin, !isHeld else {
            waitingSince = nil
            return
        }
        if let live, !live.isLeaving {
            track.begin(in: max(slot, min(2 * live.next - 1, slot + Self.patienceForLips)))
        } else if slot - (waitingSince ?? slot) >= Self.patience {
            track.begin(in: slot)
        } else {
            waitingSince = waitingSince ?? slot
        }
    }

    private mutating func plan(_ target: StageLoop?, _ around: Surroundings) {
        askForKeyframe()
        while let live, !live.isLeaving {
            let picture = live.next
            let isFirst = picture == live.first
            guard isFirst || isDue(live, around) else { return }
            if track.isEmpty, let target, let last = live.last, last.picture == picture - 1,
                let entrance = target.entrance(from: last.position)
            {
                loop = LoopPlay(loop: target, first: picture, index: entrance)
                self.live?.isLeaving = true
                return
            }
            let plan = plan(of: picture, isFirst: isFirst, target, around)
            self.live?.add(plan)
        }
    }

    /// The next to be planned becomes one. It comes before those that are ahead, unless time is short.
    private mutating func askForKeyframe() {
        guard let live, wantsKeyframe, slot - lastKeyframe >= Self.keyframeSpacing, !live.hasKeyframe(from: slot / 2)
        else { return }
        if live.pace.stride == 1 { self.live?.takeBack(after: slot / 2 + Self.keptForKeyframe) }
        self.live?.wantsKeyframe = true
    }

    /// Pictures are planned as late as they can be, as what they show may still change. While sound is there that
    /// decides it, they are made ahead, one after the other, to have some in stock when the workers are busy.
    private mutating func isDue(_ live: LiveStretch, _ around: Surroundings) -> Bool {
        let slots = 2 * live.next - slot
        if live.restart != nil || slots <= max(live.pace.lead, around.lead) { return true }
        return slots <= Self.stock && live.isIdle && track.isSettled(for: live.next, count: Self.horizon)
    }

    private mutating func plan(
        of picture: Int, isFirst: Bool, _ target: StageLoop?, _ around: Surroundings
    ) -> PicturePlan {
        let isSpeaking = track.isPlaying || track.utterances.first?.isStarted == true
        var position: FaceRenderer.Position?
        if isFirst {
            position = loop.map { $0.loop.positions[$0.index(at: picture)] } ?? around.opening(wanted)
        }
        return PicturePlan(
            picture: picture, isLeftOut: live?.leavesOut(picture) ?? false, position: position,
            moment: live?.restart, visemes: track.visemes(from: picture, count: Self.horizon),
            origin: track.origin(in: picture), state: isSpeaking ? .talking : wanted,
            destination: track.isEmpty ? target?.destination : nil, nod: track.nod(for: picture),
            keyframe: live?.wantsKeyframe ?? true, effort: around.effort, bitsPerSecond: bitsPerSecond)
    }

    // MARK: Work

    /// Plans for a worker, who carries them out, and when the first is to be sent, in seconds of the monotonic clock.
    mutating func takeWork() -> (performer: LivePerformer, plans: [PicturePlan], due: Double)? {
        guard let plans = live?.takePlans(), let live, let first = plans.first else { return nil }
        let slots = Double(2 * first.picture - (slot - 1))
        return (live.performer, plans, slotBegan + slots / Double(Passage.slotRate))
    }

    /// - Returns: False when the stretch is over and the performer is free.
    mutating func finishWork(of performer: LivePerformer, _ outcomes: [PictureOutcome]) -> Bool {
        guard live?.performer === performer, !isStopped else { return false }
        live?.finish(outcomes)
        return true
    }

    mutating func interrupt() {
        // The picture of the slot to come is as good as sent.
        let isSpeaking = track.isPlaying
        events += track.interrupt(before: slot)
        if isSpeaking { live?.takeBack(after: slot / 2) }
    }

    mutating func hold(_ isHeld: Bool) {
        guard self.isHeld != isHeld else { return }
        self.isHeld = isHeld
        guard isHeld, track.isPlaying else { return }
        track.hold(before: slot)
        live?.takeBack(after: slot / 2)
    }

    mutating func stop() {
        isStopped = true
        interrupt()
        dismiss()
        if let performer { dismissed = performer }
        (performer, loop) = (nil, nil)
    }
}
