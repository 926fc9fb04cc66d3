internal import Core
internal import Synchronization

/// A thread that decodes, and asks an utterance for its next step whenever it was woken.
protocol UtteranceWorker: AnyObject, Sendable {
    /// There is something to do for the utterance. Returns at once; any thread.
    func wake(_ transcription: BufferedTranscription<Self>)
}

/// The sound of one utterance on its way to a decoder: kept here until one is free and has time.
final class BufferedTranscription<Worker: UtteranceWorker>: Transcription {
    /// What a decoder shall do next.
    enum Step {
        case decode([Int16])
        case end(weighing: [[String]])
        case leave
        /// Nothing to do until the next ``UtteranceWorker/wake(_:)``.
        case wait
    }

    /// Blocks are of one size whatever chunks came, so that the same sound always gives the same partial texts: 60 ms.
    static var block: Int { 960 }
    static var limit: Int { 60 * SphinxDecoder.sampleRate }

    let request: RecognitionRequest
    let results: AsyncThrowingStream<RecognisedText, any Error>
    private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
    private let left: @Sendable (BufferedTranscription, Worker?) -> Void

    private struct State {
        var pending: [Int16] = []
        var fed = 0
        /// Set when it is finished.
        var choices: [[String]]?
        var isCancelled = false
        /// ``left`` was called.
        var isOver = false
        var worker: Worker?
        /// The worker's queue holds a call that will ask for the next step.
        var isAwake = false
    }
    private let state = Mutex(State())

    /// - Parameter left: Called once, when the utterance needs no decoder any more; with the one it had.
    init(_ request: RecognitionRequest, left: @escaping @Sendable (BufferedTranscription, Worker?) -> Void) {
        self.request = request
        self.left = left
        (results, continuation) = AsyncThrowingStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        continuation.onTermination = { [weak self] _ in self?.cancel() }
    }

    func feed(_ samples: [Int16]) {
        change { state in
            guard state.choices == nil, !state.isCancelled else { return }
            let kept = min(samples.count, Self.limit - state.fed)
            state.pending += samples.prefix(kept)
            state.fed += kept
        }
    }

    func finish(weighing choices: [[String]]) { change { $0.choices = $0.choices ?? choices } }

    var due: Int? { state.withLock { $0.fed / Self.block * Self.block } }

    func cancel() {
        change { state in
            state.isCancelled = true
            state.pending = []
        }
        continuation.finish()
        if state.withLock({ $0.worker == nil }) { leave() }
    }

    func begin(on worker: Worker) {
        let isWanted = state.withLock { state in
            if !state.isOver { state.worker = worker }
            return !state.isOver
        }
        guard isWanted else { return left(self, worker) }
        change { _ in }
    }

    func fail(_ error: ProviderError) {
        continuation.finish(throwing: error)
    }

    /// On the worker's queue.
    func nextStep() -> Step {
        state.withLock { state in
            if state.isCancelled { return .leave }
            if state.pending.count >= Self.block {
                let samples = Array(state.pending.prefix(Self.block))
                state.pending.removeFirst(Self.block)
                return .decode(samples)
            }
            guard let choices = state.choices else {
                state.isAwake = false
                return .wait
            }
            if state.pending.isEmpty { return .end(weighing: choices) }
            defer { state.pending = [] }
            return .decode(state.pending)
        }
    }

    func heard(_ text: RecognisedText) {
        continuation.yield(text)
        if text.isFinal { continuation.finish() }
    }

    /// Gives the decoder, or the place among those who wait, to others.
    func leave() {
        let (isFirst, worker) = state.withLock { state in
            defer {
                state.isOver = true
                state.isCancelled = true
                state.worker = nil
            }
            return (!state.isOver, state.worker)
        }
        if isFirst { left(self, worker) }
    }

    private func change(_ body: (inout State) -> Void) {
        let worker = state.withLock { state -> Worker? in
            body(&state)
            let isDue = state.isCancelled || state.choices != nil || state.pending.count >= Self.block
            guard isDue, !state.isAwake, let worker = state.worker else { return nil }
            state.isAwake = true
            return worker
        }
        worker?.wake(self)
    }
}
