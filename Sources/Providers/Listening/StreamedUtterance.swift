internal import Core
internal import Synchronization

/// What was heard of one utterance, for whoever sends it while it goes on. Any thread.
final class StreamedUtterance: Sendable {
    private struct State {
        var sound = UtteranceSound()
        var isFinished = false
        var isLast = false
        /// Wakes the sender.
        var wake: AsyncStream<Void>.Continuation?
    }

    /// Samples that are sent at once: half a second.
    private static let piece = UtteranceSound.rate / 2

    /// None while it goes on, then for its text.
    let deadline: MovingDeadline
    private let final: Duration
    private let state = Mutex(State())

    /// - Parameter final: From its end to its text.
    init(final: Duration) {
        self.final = final
        deadline = MovingDeadline(in: final)
        deadline.lift()
    }

    func append(_ samples: [Int16]) {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.sound.append(samples)
            state.wake?.yield()
        }
    }

    func finish() {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            deadline.allow(final)
            state.wake?.yield()
        }
    }

    /// It is sent from its beginning.
    func begin() { state.withLock { $0.isLast = false } }

    /// Yields at once, and whenever there is more or it ended; for one sender at a time.
    func news() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.wake?.finish()
            state.wake = continuation
        }
        continuation.yield()
        return stream
    }

    /// At most half a second of what follows.
    func samples(from start: Int) -> [Int16] {
        state.withLock { Array($0.sound.samples.dropFirst(start).prefix(Self.piece)) }
    }

    /// Whether it ended and all of it was sent; if so, what comes from now on may be the last.
    func isFinished(at sent: Int) -> Bool {
        state.withLock { state in
            state.isLast = state.isFinished && sent == state.sound.samples.count
            return state.isLast
        }
    }

    /// Whether the other side was told that this is all.
    var isLast: Bool { state.withLock { $0.isLast } }
}
