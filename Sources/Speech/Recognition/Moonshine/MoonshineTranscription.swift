internal import Core
internal import Synchronization

/// One utterance: its sound, and which pass over it is due. Any thread.
final class MoonshineTranscription: Transcription {
    struct Pass {
        let sound: [Int16]
        /// What the pass before found.
        let draft: [Int]
        let kind: Kind

        enum Kind: Equatable {
            /// While speech goes on.
            case partial
            /// Its text is the last unless more is said.
            case settling
            /// The text is known; between which phrases it is weighed.
            case weighing([[String]], text: [Int])
        }
    }

    /// Longer utterances are not weighed: 2.2 s, with what is heard before and after the words.
    private static let longestWeighed = SphinxDecoder.sampleRate * 22 / 10

    let bias: WordBias
    let results: AsyncThrowingStream<RecognisedText, any Error>
    private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
    private let changed: @Sendable (MoonshineTranscription) -> Void

    private struct State {
        var schedule = PassSchedule()
        /// Of the segment under way.
        var sound: [Int16] = []
        var found: [Int] = []
        /// Text of the segments before it.
        var before = ""
        var text = RecognisedText(text: "", isFinal: false, covers: 0)
        /// Between which the final text is to be weighed; empty when it is or need not be.
        var choices: [[String]] = []
        var isWeighingDue: Bool {
            schedule.isFinished && !schedule.isDue && !choices.isEmpty && !sound.isEmpty
                && schedule.fed <= MoonshineTranscription.longestWeighed
        }
        var hasPass: Bool { schedule.isDue || isWeighingDue }
        /// Nil when it is over.
        var place: UtterancePlace?
        var isOver: Bool { place == nil }
    }
    private let state: Mutex<State>

    /// - Parameters:
    ///   - bias: Towards the words that are expected.
    ///   - place: Let go when the utterance is over; nil for one that has none.
    ///   - changed: A pass is due, or the utterance is over. Any thread; must return at once.
    init(
        _ bias: WordBias, _ place: UtterancePlace?, changed: @escaping @Sendable (MoonshineTranscription) -> Void
    ) {
        self.bias = bias
        state = Mutex(State(place: place))
        self.changed = changed
        (results, continuation) = AsyncThrowingStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        continuation.onTermination = { [weak self] _ in self?.cancel() }
    }

    // MARK: - From the ear

    func feed(_ samples: [Int16]) {
        change { state in
            let kept = samples.prefix(state.schedule.feed(samples.count))
            state.sound += kept
        }
    }

    func speechHeard(until sample: Int) { change { $0.schedule.spoken = sample } }

    func finish(weighing choices: [[String]]) {
        change { state in
            state.schedule.isFinished = true
            state.choices = choices
        }
    }

    func cancel() {
        change { $0.place = nil }
        continuation.finish()
    }

    var due: Int? { state.withLock { $0.schedule.isDue ? $0.schedule.fed : $0.schedule.covered } }

    private func change(_ body: (inout State) -> Void) {
        let (isNews, final) = state.withLock { state -> (Bool, RecognisedText?) in
            guard !state.isOver else { return (false, nil) }
            body(&state)
            let final = Self.final(&state)
            return (state.isOver || state.hasPass, final)
        }
        tell(final)
        if isNews { changed(self) }
    }

    // MARK: - For who hears it

    var isOver: Bool { state.withLock(\.isOver) }
    /// Somebody waits for the text.
    var isUrgent: Bool { state.withLock(\.schedule.isUrgent) }

    var hasPass: Bool { state.withLock { !$0.isOver && $0.hasPass } }

    /// The pass that is due; nil when there is none until ``changed`` is called again.
    func next() -> Pass? {
        state.withLock { state in
            guard !state.isOver, state.hasPass else { return nil }
            let kind: Pass.Kind =
                if state.isWeighingDue {
                    .weighing(state.choices, text: state.found)
                } else {
                    state.schedule.isUrgent ? .settling : .partial
                }
            return Pass(sound: Array(state.sound.prefix(state.schedule.length)), draft: state.found, kind: kind)
        }
    }

    /// What a pass found.
    func take(
        _ found: [Int], _ confidence: Double?, of pass: Pass, by tokens: MoonshineTokens, _ sentences: TrigramModel?
    ) {
        let (text, final) = state.withLock { state -> (RecognisedText?, RecognisedText?) in
            guard !state.isOver else { return (nil, nil) }
            let heard = tokens.text(of: found)
            let text = [state.before, heard].filter { !$0.isEmpty }.joined(separator: " ")
            state.found = found
            if state.schedule.take(pass.sound.count, isSettling: pass.kind == .settling) {
                state.before = text
                state.sound.removeFirst(pass.sound.count)
                state.found = []
            }
            state.text = RecognisedText(
                text: text, isFinal: false, covers: state.schedule.covered,
                logEndProbability: sentences?.logEnd(after: text))
            state.text.closesAlways = true
            state.text.confidence = confidence
            let final = Self.final(&state)
            return (final == nil ? state.text : nil, final)
        }
        if let text { continuation.yield(text) }
        tell(final)
    }

    /// What a pass weighed.
    func take(_ likelihoods: PhraseLikelihoods) {
        change { state in
            state.text.likelihoods = likelihoods
            state.choices = []
        }
    }

    func fail(_ error: ProviderError) {
        state.withLock { $0.place = nil }
        continuation.finish(throwing: error)
    }

    /// The utterance ends with the last text when that holds all that was said.
    private static func final(_ state: inout State) -> RecognisedText? {
        guard !state.isOver, state.schedule.isFinished, !state.hasPass else { return nil }
        state.place = nil
        state.text.isFinal = true
        return state.text
    }

    private func tell(_ final: RecognisedText?) {
        guard let final else { return }
        continuation.yield(final)
        continuation.finish()
    }
}
