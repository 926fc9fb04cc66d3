internal import Core
internal import Speech

/// Decides what the frames of a microphone and the recogniser's texts mean. A pure value: its only clock is the number
/// of frames.
struct Listener: Sendable {
    /// What the ear does next.
    enum Effect: Equatable, Sendable {
        /// Begin to recognise, with the last so many frames.
        case begin(frames: Int)
        /// The utterance is over: its final text is wanted.
        case finish
        /// Nobody wants the text.
        case cancel
        /// What sounded since was no speech, at this level.
        case adoptNoise(level: Float)
        case tell(EarEvent)
    }

    enum Phase: Equatable, Sendable {
        case idle
        /// Speech that is not yet a turn; `isTold` after ``EarEvent/maybeSpeech(at:)``.
        case starting(HeardUtterance, isTold: Bool)
        case turn(HeardUtterance)
        /// Speech over the avatar is over; its final text decides, until frame `until`.
        case weighing(HeardUtterance, until: Int)
    }

    /// Frames of sound without a word after which it was no speech: 4 s.
    private static let wordless = 200
    /// Frames in which sound went on but the text did not: 3 s.
    private static let stalled = 150
    /// Frames that a final text may take to decide: 2 s.
    private static let weighing = 100
    /// Of the last five frames so many must be speech.
    private static let onset = 3

    private let settings: EarSettings
    private let start: VoiceStart
    let interruption: InterruptionStart
    private let spokenEnd: CompletenessEnd
    private let silentEnd: SilenceEnd
    private let longest: Int

    private(set) var phase = Phase.idle
    /// Frames heard.
    private(set) var now = 0
    private var recent: [Bool] = []
    private var isHeld = false
    /// The text that was told as the likely end's.
    private var likelyEnd: String?
    private var level: Float = -60

    init(_ settings: EarSettings, language: String?) {
        self.settings = settings
        start = VoiceStart(settings)
        interruption = InterruptionStart(settings, language: language)
        spokenEnd = CompletenessEnd(settings, language: language)
        silentEnd = SilenceEnd(settings)
        longest = Int(min(max(settings.longestTurn, 1), 60) * Double(SoundFrame.perSecond))
    }

    /// Frames since the last speech of the utterance under way; 0 while it goes on.
    var silence: Int? {
        switch phase {
        case .idle, .weighing: nil
        case .starting(let utterance, _), .turn(let utterance): max(now - utterance.lastSpeech, 0)
        }
    }

    var isWeighing: Bool { if case .weighing = phase { true } else { false } }

    /// Frames.
    var preRoll: Int { Int(min(max(settings.preRoll, 0.3), 1) * Double(SoundFrame.perSecond)) }

    // MARK: - Sound

    mutating func hear(_ frame: SoundFrame) -> [Effect] {
        now += 1
        recent.append(frame.isSpeech)
        if recent.count > 5 { recent.removeFirst() }
        level += (frame.level - level) * 0.05
        switch phase {
        case .idle: return idle(frame)
        case .starting(var utterance, let isTold):
            add(frame, to: &utterance)
            return starting(utterance, isTold: isTold, frame)
        case .turn(var utterance):
            let isResumed = add(frame, to: &utterance) && likelyEnd != nil
            if isResumed { likelyEnd = nil }
            return (isResumed ? [.tell(.resumed)] : []) + turn(utterance)
        case .weighing(_, let until):
            // New speech is worth more than the answer to the old.
            guard now >= until || recent.filter({ $0 }).count >= Self.onset else { return [] }
            phase = .idle
            return [.tell(.backChannel(""))] + idle(frame)
        }
    }

    /// Whether speech goes on.
    @discardableResult
    private mutating func add(_ frame: SoundFrame, to utterance: inout HeardUtterance) -> Bool {
        guard frame.isSpeech else { return false }
        utterance.speechFrames += 1
        if frame.isVoiced { utterance.voicedFrames += 1 }
        // A single frame is a click.
        guard recent.filter({ $0 }).count >= 2 else { return false }
        utterance.lastSpeech = now
        return true
    }

    private mutating func idle(_ frame: SoundFrame) -> [Effect] {
        guard settings.turnTaking == .automatic, settings.isInterruptible || !frame.isAvatarSpeaking else { return [] }
        guard frame.isSpeech, recent.filter({ $0 }).count >= Self.onset else { return [] }
        let first = now - recent.count + 1 + (recent.firstIndex(of: true) ?? 0)
        var utterance = open(at: first, isOverAvatar: frame.isAvatarSpeaking)
        utterance.speechFrames = recent.filter { $0 }.count
        utterance.voicedFrames = frame.isVoiced ? 1 : 0
        phase = .starting(utterance, isTold: false)
        return [.begin(frames: now - utterance.firstFed + 1)]
    }

    private func open(at first: Int, isOverAvatar: Bool) -> HeardUtterance {
        HeardUtterance(
            onset: first, lastSpeech: now, firstFed: max(first - preRoll, 1), isOverAvatar: isOverAvatar,
            textChanged: now)
    }

    private mutating func starting(_ utterance: HeardUtterance, isTold: Bool, _ frame: SoundFrame) -> [Effect] {
        var utterance = utterance
        // She fell silent by herself: what was said is a turn like any other.
        if !frame.isAvatarSpeaking, !isTold { utterance.isOverAvatar = false }
        let strategy: any TurnStart = utterance.isOverAvatar ? interruption : start
        switch strategy.verdict(utterance, now: now) {
        case .undecided:
            phase = .starting(utterance, isTold: isTold)
            return []
        case .possible:
            phase = .starting(utterance, isTold: true)
            return isTold ? [] : [.tell(.maybeSpeech(at: samples(utterance.onset), decided: heard))]
        case .turn: return begin(utterance, isTold: isTold)
        case .nothing:
            phase = .idle
            return [.cancel] + (isTold ? [.tell(.backChannel(""))] : [])
        case .ask:
            phase = .weighing(utterance, until: now + Self.weighing)
            return (isTold ? [] : [.tell(.maybeSpeech(at: samples(utterance.onset), decided: heard))]) + [.finish]
        }
    }

    private mutating func begin(_ utterance: HeardUtterance, isTold: Bool) -> [Effect] {
        phase = .turn(utterance)
        likelyEnd = nil
        let at = samples(utterance.onset)
        var effects: [Effect] = []
        if utterance.isOverAvatar {
            effects +=
                (isTold ? [] : [.tell(.maybeSpeech(at: at, decided: heard))]) + [
                    .tell(.bargeIn(at: at, decided: heard))
                ]
        }
        effects.append(.tell(.speechStarted(at: at, decided: heard)))
        if !utterance.text.isEmpty { effects.append(.tell(.partial(utterance.text))) }
        return effects
    }

    private mutating func turn(_ utterance: HeardUtterance) -> [Effect] {
        phase = .turn(utterance)
        if now - utterance.onset >= longest { return end(utterance) }
        if isHeld { return [] }
        let heardFor = now - utterance.onset
        if utterance.hasPartials, utterance.text.isEmpty, heardFor >= Self.wordless,
            now - utterance.lastSpeech < Self.onset
        {
            phase = .idle
            return [
                .cancel, .adoptNoise(level: level),
                .tell(.speechStopped(at: spoken(utterance), decided: heard)), .tell(.noWords),
            ]
        }
        if utterance.hasPartials, !utterance.text.isEmpty, now - utterance.textChanged >= Self.stalled {
            return [.adoptNoise(level: level)] + end(utterance)
        }
        let strategy: any TurnEnd = utterance.hasPartials ? spokenEnd : silentEnd
        let silence = now - utterance.lastSpeech
        if let patience = strategy.patience(utterance), silence >= patience { return end(utterance) }
        // A text that changes after the speech is another question.
        guard !utterance.text.isEmpty, utterance.text != likelyEnd, utterance.isTextCurrent,
            let foresight = strategy.foresight(utterance), silence >= foresight
        else { return [] }
        likelyEnd = utterance.text
        return [.tell(.likelyEnd(utterance.text))]
    }

    private mutating func end(_ utterance: HeardUtterance) -> [Effect] {
        phase = .idle
        recent = []
        return [.tell(.speechStopped(at: spoken(utterance), decided: heard)), .finish]
    }

    /// Samples heard.
    private var heard: Int { now * SoundFrame.length }

    /// The sample at which the last speech ends.
    private func spoken(_ utterance: HeardUtterance) -> Int { min(samples(utterance.lastSpeech + 1), heard) }

    /// The sample at which a frame begins.
    private func samples(_ frame: Int) -> Int { (frame - 1) * SoundFrame.length }

    // MARK: - Text

    /// A partial text of the utterance under way.
    mutating func read(_ text: RecognisedText) -> [Effect] {
        switch phase {
        case .idle, .weighing: return []
        case .starting(var utterance, let isTold):
            note(text, in: &utterance)
            phase = .starting(utterance, isTold: isTold)
            return []
        case .turn(var utterance):
            let isNew = note(text, in: &utterance)
            phase = .turn(utterance)
            return isNew ? [.tell(.partial(text.text))] : []
        }
    }

    @discardableResult
    private func note(_ text: RecognisedText, in utterance: inout HeardUtterance) -> Bool {
        utterance.hasPartials = true
        utterance.logEnd = text.logEndProbability
        utterance.closesAlways = text.closesAlways
        utterance.confidence = text.confidence
        utterance.covered = text.covers.map { utterance.firstFed + $0 / SoundFrame.length }
        guard text.text != utterance.text else { return false }
        utterance.textBefore = utterance.text
        utterance.text = text.text
        utterance.textChanged = now
        return !text.text.isEmpty
    }

    /// The final text of speech over the avatar that was too short to be sure of; nil when the recogniser failed.
    ///
    /// - Returns: What to tell; the text itself follows when `hasText`. A command that was misheard stops her, and its
    ///   words are no question.
    mutating func weigh(_ text: String?, likelihoods: PhraseLikelihoods? = nil) -> (hasText: Bool, effects: [Effect]) {
        guard case .weighing(let utterance, _) = phase else { return (true, []) }
        phase = .idle
        recent = []
        let isTurn =
            text.map { interruption.isTurn($0, likelihoods: likelihoods, speechFrames: utterance.speechFrames) }
            ?? false
        guard let text, isTurn || interruption.isCommand(text, likelihoods: likelihoods) else {
            return (false, [.tell(.backChannel(text ?? ""))])
        }
        let at = samples(utterance.onset)
        let effects: [Effect] = [
            .tell(.bargeIn(at: at, decided: heard)), .tell(.speechStarted(at: at, decided: heard)),
            .tell(.speechStopped(at: spoken(utterance), decided: heard)),
        ]
        return (isTurn, isTurn ? effects : effects + [.tell(.noWords)])
    }

    /// The recogniser failed before the end.
    mutating func lose(_ error: ProviderError) -> [Effect] {
        defer {
            phase = .idle
            recent = []
        }
        switch phase {
        case .idle: return []
        case .starting(_, let isTold): return isTold ? [.tell(.backChannel(""))] : []
        case .weighing: return [.tell(.backChannel(""))]
        case .turn(let utterance):
            return [.tell(.speechStopped(at: spoken(utterance), decided: heard)), .tell(.failed(error))]
        }
    }

    // MARK: - Push to talk

    mutating func push() -> [Effect] {
        guard !isHeld else { return [] }
        isHeld = true
        switch phase {
        case .turn: return []
        case .starting(var utterance, let isTold):
            utterance.isOverAvatar = utterance.isOverAvatar || isTold
            return begin(utterance, isTold: isTold)
        case .idle, .weighing:
            let abandoned: [Effect] = phase == .idle ? [] : [.cancel]
            var utterance = open(at: now + 1, isOverAvatar: false)
            utterance.lastSpeech = now + 1
            // What was said while the button went down is wanted, what she said before is not.
            let effects = abandoned + [.begin(frames: now - utterance.firstFed + 1)]
            return effects + [.tell(.bargeIn(at: heard, decided: heard))] + begin(utterance, isTold: true)
        }
    }

    mutating func release() -> [Effect] {
        guard isHeld else { return [] }
        isHeld = false
        guard case .turn(let utterance) = phase else { return [] }
        return end(utterance)
    }

    /// Forgets what is under way, and whoever holds the button.
    mutating func discard() -> [Effect] {
        isHeld = false
        recent = []
        defer { phase = .idle }
        return phase == .idle ? [] : [.cancel]
    }
}
