internal import Synchronization

/// How long the next piece of sound may take: the first time longer than later. Any thread.
final class Patience: Sendable {
    private struct State {
        var heard = 0
        var exhausted: Duration?
    }
    private let state = Mutex(State())
    private let times: SpeakingTimeouts
    private let sleep: @Sendable (Duration) async throws -> Void

    init(_ times: SpeakingTimeouts, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        (self.times, self.sleep) = (times, sleep)
    }

    /// How long was waited in vain; nil while it was not.
    var exhausted: Duration? { state.withLock(\.exhausted) }

    func heard() { state.withLock { $0.heard += 1 } }

    /// Returns when it is exhausted, or the task is cancelled. A piece may take up to twice its time.
    func watch() async {
        while true {
            let heard = state.withLock(\.heard)
            let time = heard == 0 ? times.first : times.idle
            guard (try? await sleep(time)) != nil else { return }
            let isOver = state.withLock { state in
                if state.heard == heard { state.exhausted = time }
                return state.heard == heard
            }
            if isOver { return }
        }
    }
}
