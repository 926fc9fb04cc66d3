internal import Conversation
internal import Core
internal import Foundation
internal import Speech
internal import Stage
internal import Storage

/// One running session: its stage, its viewers, its tasks and its conversation. Executes what ``SessionLife`` and
/// `TurnState` decide.
///
/// Whoever opens it keeps ``run()`` going; when that returns, everything of the session has stopped.
package actor Session {
    nonisolated package let card: SessionCard
    nonisolated package let limits: SessionLimits
    nonisolated let equipment: SessionEquipment
    nonisolated let stage: any SessionStage
    nonisolated let fanOut: ViewerFanOut
    private let record: @Sendable (SessionLife.State) async -> Void
    private let startedAt: Duration

    private(set) var life: SessionLife
    var viewers: [ViewerID: Viewer] = [:]
    var lastViewer = 0
    /// Of the offer made by `streaming.new`.
    var mainViewer: ViewerID?
    var isStarting = false
    var board = TaskBoard()
    var attention: Bool?

    var turns: TurnState
    /// What has happened and is not yet decided about, oldest first.
    var turnEvents: [TurnEvent] = []
    nonisolated let answerer: any Answerer
    nonisolated let phrases: Phrases
    /// By answer.
    var thoughts: [String: Task<Void, Never>] = [:]
    var answerTexts: [String: AnswerText] = [:]
    /// Of answers that are not spoken in the session's voice.
    var answerVoices: [String: VoiceChoice] = [:]
    /// Answers that are being synthesised before it is sure that they will be spoken.
    var prepared: [String: SpeechStream] = [:]
    /// Utterances nobody asked for; they do not keep the session alive.
    var ownWords: Set<String> = []
    var ears: [Speaker: any Listening] = [:]
    var keywords: [String] = []
    /// BCP 47, what is spoken with the visitor.
    var language: String
    /// The log has a line about settings of a voice that have no effect.
    var hasNotedVoice = false
    var lastSpeaker = 0
    var listeners: [Int: AsyncStream<SessionEvent>.Continuation] = [:]
    var lastListener = 0
    var waking: Task<Void, Never>?
    var wakingAt: Duration?
    let spokenLines: AsyncStream<TranscriptEntry>
    let newLine: AsyncStream<TranscriptEntry>.Continuation

    /// What runs beside the session's own watches, and ends before it does.
    enum Job {
        case viewer(Viewer)
        case ear(any Listening, Speaker)
        case thought(Task<Void, Never>)
    }
    private let work: AsyncStream<Job>
    let jobs: AsyncStream<Job>.Continuation
    private let states: AsyncStream<SessionLife.State>
    private let newState: AsyncStream<SessionLife.State>.Continuation

    /// - Parameters:
    ///   - fanOut: The stage's output.
    ///   - record: Told of each state, in order.
    package init(
        card: SessionCard, limits: SessionLimits, stage: any SessionStage, fanOut: ViewerFanOut,
        equipment: SessionEquipment, record: @escaping @Sendable (SessionLife.State) async -> Void
    ) {
        self.card = card
        self.limits = limits
        self.stage = stage
        self.fanOut = fanOut
        self.equipment = equipment
        self.record = record
        startedAt = equipment.clock.now()
        life = SessionLife(limits: limits)
        language = card.language
        phrases = Phrases(language: card.voice.language)
        answerer = equipment.conversation.answerer(card)
        turns = TurnState(settings: TurnSettings(card, equipment.conversation.settings, phrases)) {
            UUID().uuidString.lowercased()
        }
        // Taken up at once; viewers, ears and thoughts have limits of their own.
        (work, jobs) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        // A line is as long as a turn takes to be spoken, and takes a millisecond to write.
        (spokenLines, newLine) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1024))
        (states, newState) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(SessionLife.State.allCases.count))
        equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": life.state.rawValue], 1)
    }

    package var state: SessionLife.State { life.state }
    package var end: SessionEnd? { life.end }
    /// Since its creation.
    package var age: Duration { equipment.clock.now() - startedAt }

    /// The session's life; returns when it is closed. Once.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchClock() }
            group.addTask { await self.watchViewers() }
            group.addTask { await self.followStage() }
            group.addTask { await self.recordStates() }
            group.addTask { await self.keepTranscript() }
            group.addTask { await self.learnKeywords() }
            for await job in work {
                group.addTask {
                    switch job {
                    case .viewer(let viewer): await self.follow(viewer)
                    case .ear(let ear, let speaker): await self.follow(ear, of: speaker)
                    case .thought(let thought):
                        await withTaskCancellationHandler {
                            await thought.value
                        } onCancel: {
                            thought.cancel()
                        }
                    }
                }
            }
            group.cancelAll()
        }
        // Only a cancelled caller gets here with a session that has not ended.
        advance(.stop(.serverStopped))
        // A moment for the last words to leave the data channels.
        try? await equipment.clock.sleep(.milliseconds(100))
        for viewer in viewers.keys.sorted() { drop(viewer) }
        stage.stop()
        advance(.ended)
    }

    /// Ends the session; does nothing when it is ending already.
    package func stop(_ end: SessionEnd) { advance(.stop(end)) }

    package func keepAlive() throws(SessionError) {
        _ = try life.admitCommand()
        advance(.activity)
    }

    func advance(_ event: SessionLife.Event) {
        let before = life.state
        let effects = life.apply(event, at: age)
        if life.state != before {
            equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": before.rawValue], -1)
            if life.state != .closed {
                equipment.metrics.add(Self.gauge, Self.gaugeHelp, labels: ["state": life.state.rawValue], 1)
            }
        }
        for effect in effects { carryOut(effect) }
    }

    private func carryOut(_ effect: SessionLife.Effect) {
        switch effect {
        case .startStage: stage.start()
        case .releaseCommands:
            if let attention { converse(.attention(attention)) }
            greet()
            for task in board.release() { deliver(task) }
        case .refreshPicture: stage.requestKeyframe()
        case .dropViewer(let viewer): drop(viewer)
        case .recordState(let state): newState.yield(state)
        case .announceEnd(let end, let time):
            tell(.ending(end, in: time))
            if end == .maximumDuration && equipment.conversation.settings.warnsAloud {
                converse(.say(.warning, text: phrases.endsSoon))
            }
        case .takeLeave: takeLeave()
        case .end(let end):
            equipment.log(.info, "session ends", ["session": card.id, "reason": end.rawValue])
            endConversation()
            tell(.ending(end, in: .zero))
            board.finishAll(.failure(.ended(end)))
            for listener in listeners.values { listener.finish() }
            jobs.finish()
            newState.finish()
        }
    }

    private func recordStates() async {
        for await state in states { await record(state) }
    }

    private func watchClock() async {
        while !Task.isCancelled {
            do { try await equipment.clock.sleep(.seconds(1)) } catch { return }
            advance(.tick)
        }
    }

    /// Beside the clock: a connection that is slow to report holds no timeout up.
    private func watchViewers() async {
        while !Task.isCancelled {
            do { try await equipment.clock.sleep(.seconds(1)) } catch { return }
            await measureViewers()
        }
    }

    private static let gauge = "visavis_sessions"
    private static let gaugeHelp = "Sessions by state."
}
