package import Core
internal import Media
package import Rendering
internal import Synchronization

/// One session's picture and sound: without end from ``start()`` to ``stop()``, 25 pictures and 50 packets of sound a
/// second on one clock.
///
/// Any thread may call; nothing blocks. Holds its output until ``stop()``.
package final class Stage: SlotListener, Sendable {
    /// One consumer. Keeps the newest 1024; finishes after ``stop()``.
    package let events: AsyncStream<StageEvent>
    private let continuation: AsyncStream<StageEvent>.Continuation
    private let pack: AvatarPack
    private let key: PackFormat
    private let house: StageHouse
    private let seed: UInt64
    private let state: Mutex<StageState>
    private let outlet: Mutex<Outlet?>
    private let intake: SpeechIntake

    /// Where slots go; nil from the stop on.
    private struct Outlet: Sendable {
        let output: any StageOutput
        let sound = StageSound()
    }

    /// Slots between two reports to the metrics.
    private static let reportSlots = 50

    /// - Parameter seed: Where in the loops the stage opens.
    package init(
        pack: AvatarPack, format: StageFormat, house: StageHouse, output: any StageOutput, seed: UInt64
    ) throws(StageError) {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
        (self.pack, self.house, self.seed) = (pack, house, seed)
        key = PackFormat(pack, format)
        state = Mutex(StageState(bitsPerSecond: format.quality.bitsPerSecond))
        outlet = Mutex(Outlet(output: output))
        intake = SpeechIntake()
        try house.enter(self)
        house.performers.replenish(pack, key: key)
    }

    /// Media time begins: the first picture is sent within 20 ms, and is a keyframe. Idempotent.
    package func start() {
        let isNew = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && !state.isStopped
        }
        guard isNew else { return }
        if house.loops.loop(key, .idle) == nil {
            Task.detached { [house, pack, key] in try? await house.prepare(pack, format: key.format) }
        }
        update()
        house.clock.add(self)
    }

    /// Speaks after what was asked for before. Chunks are taken as they are needed, about one ahead; hand the sequence
    /// over before its voice is made, and the stage gets ready meanwhile. More than 64 waiting are refused: they end
    /// at once as failed.
    package func say<Speech: AsyncSequence & Sendable>(_ id: UtteranceID, _ speech: Speech)
    where Speech.Element == SpeechChunk {
        let isTaken = state.withLock { state in
            guard !state.isStopped else { return false }
            guard !state.track.isFull else {
                let end = SpeechEnd(reason: .failed("too much speech is waiting already"), spoken: .zero, words: [])
                state.events.append(.speechEnded(id, end))
                return false
            }
            intake.add(speech, as: state.track.add(id, asked: monotonicSeconds()), to: self)
            return true
        }
        if isTaken { update() }
    }

    /// Silence from the next slot on; drops what plays and what waits. Speech asked for afterwards is not touched.
    package func interrupt() {
        state.withLock { state in
            state.interrupt()
            intake.drop()
        }
        update()
    }

    /// Silence from the next slot on, but nothing is dropped: with false she goes on where she was held. Somebody may
    /// be interrupting her.
    package func hold(_ isHeld: Bool) {
        state.withLock { $0.hold(isHeld) }
        update()
    }

    /// Whether the avatar shall look as if it listened while it does not speak.
    package func attend(_ listening: Bool) {
        state.withLock { $0.isListening = listening }
        update()
    }

    /// A keyframe comes within half a second, sooner when the last is longer ago.
    package func requestKeyframe() {
        state.withLock { $0.wantsKeyframe = true }
        update()
    }

    /// What live video may cost from now on; the format's quality is the most.
    package func adapt(bitsPerSecond: Int) {
        state.withLock {
            $0.bitsPerSecond = min(max(bitsPerSecond, 50_000), key.format.quality.bitsPerSecond)
        }
    }

    /// Ends picture, sound and events, and lets go of the output. Idempotent.
    package func stop() { stop(because: nil) }

    private func stop(because reason: String?) {
        let last = state.withLock { state -> [StageEvent]? in
            guard !state.isStopped else { return nil }
            state.stop()
            intake.drop()
            state.tally.report(to: house.metrics, underruns: state.track.underruns)
            defer { state.events = [] }
            return state.events
        }
        guard let last else { return }
        house.leave(self)
        for event in last { continuation.yield(event) }
        if let reason { continuation.yield(.failed(reason)) }
        continuation.finish()
        outlet.withLock { $0 = nil }
        release()
    }

    // MARK: The clock's thread

    func slotBegins() {
        let due = state.withLock { state -> StageState.Due? in
            guard !state.isStopped else { return nil }
            defer { intake.serve(state.track) }
            state.slotBegan = monotonicSeconds()
            return state.beginSlot(surroundings)
        }
        guard let due else { return }
        if let outlet = outlet.withLock({ $0 }) {
            let time = MediaTime(Int64(due.slot), rate: 50)
            do {
                outlet.output.send(try outlet.sound.packet(of: due.sound), at: time)
                if let voice = due.sound { outlet.output.send(voice: voice.samples, sampleRate: voice.sampleRate) }
            } catch {
                stop(because: "\(error)")
                return
            }
            if let picture = due.picture {
                outlet.output.send(picture.coded, at: MediaTime(Int64(picture.number), rate: Int64(LoopPlan.rate)))
            }
        }
        if let asked = due.asked {
            StageFigures.observe(house.metrics, "speech_to_first_sample", monotonicSeconds() - asked)
        }
        for event in due.events { continuation.yield(event) }
        if due.slot % Self.reportSlots == Self.reportSlots - 1 {
            state.withLock { $0.tally.report(to: house.metrics, underruns: $0.track.underruns) }
            house.metrics.count(
                "visavis_stage_slots_late_total", "Slots that began more than 20 ms late.",
                by: Double(house.clock.takeLateSlots()))
        }
        dispatch()
    }

    // MARK: Work

    private var surroundings: StageState.Surroundings {
        StageState.Surroundings(
            loop: { [house, key] in house.loops.loop(key, $0) },
            performer: { [house, key] in house.performers.take(key) },
            effort: house.effort, lead: house.lead,
            opening: { [pack, seed] state in
                FaceRenderer.Position(
                    bodyFrame: pack.routes.entrance(state, seed: seed), bodyDebt: 0, mouthStrength: 0)
            },
            seed: seed)
    }

    /// Decides anew after something has come.
    func update() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.decide(surroundings)
            intake.serve(state.track)
        }
        dispatch()
    }

    /// Changes an utterance by what has come of it. False when it is no longer wanted.
    func receive(_ serial: Int, _ change: @Sendable (inout SpeechTrack, Int) -> Void) -> Bool {
        let isWanted = state.withLock { state in
            guard let index = state.track.index(of: serial) else { return false }
            change(&state.track, index)
            return true
        }
        update()
        return isWanted
    }

    /// Hands plans to a worker, asks for a performer, gives one back: what decisions have left to do.
    private func dispatch() {
        release()
        let (work, needsPerformer) = state.withLock { state in
            let needs = state.needsPerformer && !state.isMakingPerformer
            if needs { state.isMakingPerformer = true }
            return (state.takeWork(), needs)
        }
        if needsPerformer { house.workers.submit(due: monotonicSeconds()) { [self] in makePerformer() } }
        if let work { house.workers.submit(due: work.due) { [self] in perform(work.performer, work.plans) } }
    }

    private func perform(_ performer: LivePerformer, _ plans: [PicturePlan]) {
        do {
            let outcomes = try performer.perform(plans)
            let isStillNeeded = state.withLock { $0.finishWork(of: performer, outcomes) }
            if isStillNeeded { dispatch() } else { house.performers.give(performer) }
        } catch {
            house.log(.error, "stage failed", ["reason": "\(error)"])
            stop(because: "\(error)")
        }
    }

    private func makePerformer() {
        do {
            let performer = try house.performers.make(pack, key: key)
            let isTaken = state.withLock { state in
                state.isMakingPerformer = false
                guard !state.isStopped else { return false }
                state.performer = performer
                return true
            }
            if isTaken { update() } else { house.performers.give(performer) }
        } catch {
            house.log(.error, "stage failed", ["reason": "\(error)"])
            stop(because: "\(error)")
        }
    }

    private func release() {
        let free = state.withLock { state in
            defer { state.dismissed = nil }
            return state.dismissed
        }
        if let free { house.performers.give(free) }
    }
}
