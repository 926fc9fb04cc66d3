package import Sessions
internal import Synchronization

/// A clock that stands still until a test turns it.
package final class ManualClock: Sendable {
    private struct Sleeper {
        var id: Int
        var until: Duration
        var wake: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var now = Duration.zero
        var sleepers: [Sleeper] = []
        var last = 0
    }
    private let state = Mutex(State())

    package init() {}

    package var clock: SessionClock {
        SessionClock(now: { self.state.withLock(\.now) }, sleep: { try await self.sleep($0) })
    }

    /// Returns when somebody sleeps until `time` or longer than that.
    package func isAwaited(until time: Duration) async {
        while !state.withLock({ $0.sleepers.contains { $0.until >= time } }) { await Task.yield() }
    }

    /// How many `advance` would wake.
    package func sleepers(within duration: Duration) -> Int {
        state.withLock { state in state.sleepers.count { $0.until <= state.now + duration } }
    }

    /// Wakes, in order, who sleeps no longer than that.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration
            let now = state.now
            defer { state.sleepers.removeAll { $0.until <= now } }
            return state.sleepers.filter { $0.until <= now }.sorted { $0.until < $1.until }
        }
        for sleeper in woken { sleeper.wake.resume() }
    }

    private func sleep(_ duration: Duration) async throws {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wake in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers.append(Sleeper(id: id, until: state.now + duration, wake: wake))
                    return false
                }
                if isOver { wake.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                defer { state.sleepers.removeAll { $0.id == id } }
                return state.sleepers.first { $0.id == id }
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }
}
