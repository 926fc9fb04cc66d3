/// The time sessions live by; tests turn it by hand.
package struct SessionClock: Sendable {
    /// Since some instant in the past; never goes backwards.
    package var now: @Sendable () -> Duration
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    package static var continuous: SessionClock {
        let start = ContinuousClock.now
        return SessionClock(
            now: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0, clock: .continuous) })
    }
}
