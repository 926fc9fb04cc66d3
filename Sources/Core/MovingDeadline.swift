internal import Synchronization

/// A moment by which something must have happened, moved on as it does: first word, next word, whole answer.
package final class MovingDeadline: Sendable {
    /// The deadline passed.
    package struct Passed: Error, Equatable, Sendable {
        /// What the time was that was given last.
        package let allowed: Duration
    }

    private struct State {
        var instant: ContinuousClock.Instant?
        var allowed: Duration
    }

    private let state: Mutex<State>

    package init(in allowed: Duration) {
        state = Mutex(State(instant: .now + allowed, allowed: allowed))
    }

    /// From now on so much time, whatever was left.
    package func allow(_ allowed: Duration) {
        state.withLock { $0 = State(instant: .now + allowed, allowed: allowed) }
    }

    /// No deadline any more.
    package func lift() { state.withLock { $0.instant = nil } }

    /// What is left; nil without a deadline, zero when it passed.
    package var remaining: Duration? {
        state.withLock { $0.instant.map { max(.zero, $0 - .now) } }
    }

    /// Does `work`, and cancels it when the deadline passes; `work` has then to return soon by itself.
    ///
    /// - Throws: ``Passed``, or what `work` throws.
    package func watch<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask { [self] in
                try await passing()
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Looks ten times a second, because the deadline may also be moved closer.
    private func passing() async throws {
        while true {
            let (left, allowed) = state.withLock { ($0.instant.map { $0 - .now }, $0.allowed) }
            if let left, left <= .zero { throw Passed(allowed: allowed) }
            try await Task.sleep(for: min(left ?? .milliseconds(100), .milliseconds(100)))
        }
    }
}
