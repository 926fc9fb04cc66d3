internal import Animation
internal import Core

/// The utterances of a stage in their order: which samples each slot has, what the mouth shows in each picture, and
/// what there is to tell. Pure; slots are asked for in order, each once.
///
/// Nothing begins by itself: ``begin(in:)`` does it, so that lips that are rendered ahead and sound that is not agree.
struct SpeechTrack: Sendable {
    struct Utterance: Sendable {
        let id: UtteranceID
        /// Never the same twice, as ids may be.
        let serial: Int
        var audio = SpokenAudio()
        var failure: String?
        /// Set once it has been heard of.
        var isStarted = false
        /// Samples sent.
        var position = 0
        /// Samples at its beginning that were left out.
        var trimmed = 0
        /// Seconds on a monotonic clock when it was asked for; nil when others were before it.
        var asked: Double?
    }

    private(set) var utterances: [Utterance] = []
    /// The passage of `utterances[0]` that plays or is about to; nil while it waits.
    private(set) var passage: Passage?
    /// The passage of `utterances[1]`, once pictures after the present one's end have been planned with it.
    private var following: Passage?
    /// The end of sound that was interrupted, to be faded out in the next slot.
    private var fading: (samples: [Float], rate: Int)?
    private(set) var underruns = 0
    private var added = 0

    /// More are refused.
    static let limit = 64
    /// Of the first sound of an utterance that is not complete, before it may begin: seconds.
    private static let reserve = 0.2
    /// Kept before the voice: seconds.
    private static let lead = 0.01

    var isEmpty: Bool { utterances.isEmpty }
    var isFull: Bool { utterances.count >= Self.limit }
    var isPlaying: Bool { passage != nil }

    /// - Returns: The serial number of the new utterance.
    mutating func add(_ id: UtteranceID, asked: Double) -> Int {
        added += 1
        utterances.append(Utterance(id: id, serial: added, asked: isEmpty ? asked : nil))
        return added
    }

    mutating func withAudio(of index: Int, _ change: (inout SpokenAudio) -> Void) {
        change(&utterances[index].audio)
    }

    mutating func fail(_ index: Int, _ reason: String) { utterances[index].failure = reason }

    /// Of the first utterances up to `index`: seconds received and not played, chunks of which nothing was played, and
    /// whether those before it are all there.
    func ahead(upTo index: Int) -> (seconds: Double, chunks: Int, isNext: Bool) {
        var (seconds, chunks) = (0.0, 0)
        for (number, utterance) in utterances[...index].enumerated() {
            let audio = utterance.audio
            seconds += Double(audio.end - utterance.position) / Double(audio.sampleRate)
            chunks += audio.chunks(after: number == 0 ? utterance.position : -1)
        }
        return (seconds, chunks, utterances[..<index].allSatisfy(\.audio.isComplete))
    }

    func index(of serial: Int) -> Int? { utterances.firstIndex { $0.serial == serial } }

    // MARK: Beginning

    /// Whether the first utterance waits and has enough sound to go on.
    var canBegin: Bool {
        guard passage == nil, let first = utterances.first else { return false }
        let audio = first.audio
        if audio.isComplete { return audio.end > first.position }
        let ready = Double(audio.playableEnd - first.position) / Double(audio.sampleRate)
        guard ready >= Self.reserve else { return false }
        return first.isStarted || audio.onset(after: first.position) != nil
    }

    /// Whether the first utterance has nothing (more) to say.
    var isExhausted: Bool {
        guard passage == nil, let first = utterances.first else { return false }
        return first.audio.isComplete && first.audio.end <= first.position
    }

    /// Plays the first utterance from `slot` on. At its beginning silence before the voice is left out.
    mutating func begin(in slot: Int) {
        let start = beginning(of: 0)
        if !utterances[0].isStarted { utterances[0].trimmed = start }
        passage = Passage(startSlot: slot, startSample: start, sampleRate: utterances[0].audio.sampleRate)
    }

    private func beginning(of index: Int) -> Int {
        let utterance = utterances[index]
        guard !utterance.isStarted, utterance.position == 0, let onset = utterance.audio.onset(after: 0) else {
            return utterance.position
        }
        let rate = Double(utterance.audio.sampleRate)
        let phone = utterance.audio.phones.first { !$0.isSilence }.map { Int($0.start * rate) } ?? onset
        let kept = Int(max(Double(min(onset, phone)) - Self.lead * rate, 0))
        // Whole hundredths, the step of the viseme network.
        let step = utterance.audio.sampleRate / 100
        return kept / step * step
    }

    // MARK: Lips

    /// The mouth in `picture` and after it, as far as it is known and at most `count`; empty when it rests throughout.
    mutating func visemes(from picture: Int, count: Int) -> [VisemeFrame] {
        guard passage != nil else { return [] }
        var frames: [VisemeFrame] = []
        for picture in picture..<(picture + count) {
            guard let frame = visemes(of: picture) else { break }
            frames.append(frame)
        }
        return frames.allSatisfy { $0 == .rest } ? [] : frames
    }

    /// The nod that is due within the second after `picture`, as one wishes for it; each is given once.
    mutating func nod(for picture: Int) -> Gesture? {
        passage.flatMap { utterances[0].audio.takeNod(before: $0.seconds(at: picture) + 1) }
    }

    /// Where the lips in `picture` come from.
    func origin(in picture: Int) -> VisemeTimeline.Origin {
        guard let first = utterances.first else { return .phones }
        let half = 0.5 / Double(LoopPlan.rate)
        if let following, 2 * picture + 1 >= following.startSlot {
            return utterances[1].audio.origin(at: following.seconds(at: picture) + half)
        }
        let heard = Double(first.position) / Double(first.audio.sampleRate)
        return first.audio.origin(at: passage.map { $0.seconds(at: picture) + half } ?? heard)
    }

    /// Whether `picture` falls into speech, and its mouth and those of `count` pictures from it are known.
    mutating func isSettled(for picture: Int, count: Int) -> Bool {
        guard let passage, 2 * picture >= passage.startSlot, visemes(of: picture + count - 1) != nil else {
            return false
        }
        let audio = utterances[0].audio
        return !audio.isComplete || following != nil || 2 * picture + 1 < passage.slot(endingAt: audio.end)
    }

    private mutating func visemes(of picture: Int) -> VisemeFrame? {
        guard let current = passage else { return .rest }
        let audio = utterances[0].audio
        if audio.isComplete {
            let endSlot = current.slot(endingAt: audio.end)
            if 2 * picture + 1 >= endSlot {
                planFollowing(from: endSlot)
                if following == nil { return 2 * picture >= endSlot ? .rest : passage?.visemes(of: picture, in: audio) }
                return following?.visemes(of: picture, in: utterances[1].audio)
            }
        }
        return passage?.visemes(of: picture, in: audio)
    }

    /// When the next utterance is there in time it goes on without a gap.
    private mutating func planFollowing(from slot: Int) {
        guard following == nil, utterances.count > 1 else { return }
        let next = utterances[1].audio
        let ready = Double(next.playableEnd) / Double(next.sampleRate)
        guard next.isComplete ? next.end > 0 : ready >= Self.reserve && next.onset(after: 0) != nil else { return }
        following = Passage(startSlot: slot, startSample: beginning(of: 1), sampleRate: next.sampleRate)
    }

    // MARK: Sound

    /// What a slot plays.
    struct Sound: Sendable {
        var samples: [Float]
        var sampleRate: Int
    }

    /// The sound of `slot`, nil for silence, and what happens with it, in order.
    mutating func sound(of slot: Int) -> (sound: Sound?, events: [StageEvent], started: Double?) {
        if let fading {
            self.fading = nil
            return (Sound(samples: fading.samples, sampleRate: fading.rate), [], nil)
        }
        var events: [StageEvent] = []
        while let current = passage, slot >= current.startSlot {
            let range = current.samples(in: slot)
            let playable = utterances[0].audio.playableEnd
            if range.lowerBound < playable {
                return play(range, after: events)
            }
            utterances[0].position = min(range.lowerBound, utterances[0].audio.end)
            if utterances[0].audio.isComplete {
                events.append(end(utterances.removeFirst(), as: nil))
                takeUpFollowing()
            } else {
                underruns += 1
                passage = nil
            }
        }
        while isExhausted { events.append(end(utterances.removeFirst(), as: nil)) }
        return (nil, events, nil)
    }

    private mutating func takeUpFollowing() {
        passage = following
        if let following { utterances[0].trimmed = following.startSample }
        following = nil
    }

    private mutating func play(
        _ range: Range<Int>, after earlier: [StageEvent]
    ) -> (sound: Sound?, events: [StageEvent], started: Double?) {
        var events = earlier
        let utterance = utterances[0]
        let isFirst = !utterance.isStarted
        if isFirst { events.append(.speechStarted(utterance.id)) }
        let shown = (isFirst ? 0 : range.lowerBound)..<range.upperBound
        events += utterance.audio.captions(beginningIn: shown).map { .caption(utterance.id, text: $0) }
        utterances[0].isStarted = true
        utterances[0].position = min(range.upperBound, utterance.audio.end)
        let samples = utterance.audio.samples(range)
        utterances[0].audio.forget(before: range.lowerBound)
        return (
            Sound(samples: samples, sampleRate: utterance.audio.sampleRate), events, isFirst ? utterance.asked : nil
        )
    }

    // MARK: Ends

    /// Drops everything; what was playing fades out in the next slot.
    mutating func interrupt(before slot: Int) -> [StageEvent] {
        fadeOut(in: slot)
        let events = utterances.map { end($0, as: .interrupted) }
        (utterances, passage, following) = ([], nil, nil)
        return events
    }

    /// Nothing plays until the next ``begin(in:)``, which goes on here.
    mutating func hold(before slot: Int) {
        if let passage, slot >= passage.startSlot, !utterances.isEmpty {
            fadeOut(in: slot)
            utterances[0].position = min(passage.samples(in: slot).lowerBound, utterances[0].audio.end)
        }
        (passage, following) = (nil, nil)
    }

    private mutating func fadeOut(in slot: Int) {
        guard let passage, slot >= passage.startSlot, let first = utterances.first, first.isStarted else { return }
        let rate = first.audio.sampleRate
        var samples = first.audio.samples(passage.samples(in: slot))
        // 8 ms: no click, and hardly a sound.
        let length = rate / 125
        for index in samples.indices { samples[index] *= max(0, 1 - Float(index) / Float(length)) }
        fading = (samples, rate)
    }

    private func end(_ utterance: Utterance, as reason: SpeechEnd.Reason?) -> StageEvent {
        let rate = Double(utterance.audio.sampleRate)
        let seconds = Double(utterance.position) / rate
        let sent = utterance.isStarted ? max(utterance.position - utterance.trimmed, 0) : 0
        return .speechEnded(
            utterance.id,
            SpeechEnd(
                reason: reason ?? utterance.failure.map { .failed($0) } ?? .spoken,
                spoken: .nanoseconds(Int64(Double(sent) / rate * 1e9)),
                words: utterance.isStarted
                    ? utterance.audio.words.filter { $0.end <= seconds + 0.02 }.map(\.text) : []))
    }
}
