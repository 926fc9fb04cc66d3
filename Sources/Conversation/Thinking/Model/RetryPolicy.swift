package import Core

/// Whether a model is asked again after a fault, and when. Pure.
package struct RetryPolicy: Equatable, Sendable {
    /// The first included.
    package var tries: Int
    /// Before the second try; doubled for each one after it.
    package var backoff: Duration
    /// A visitor waits: what the provider wants longer than this is not waited for.
    package var longestWait: Duration

    package init(tries: Int = 3, backoff: Duration = .milliseconds(250), longestWait: Duration = .seconds(3)) {
        self.tries = tries
        self.backoff = backoff
        self.longestWait = longestWait
    }

    /// How long to wait before the next try; nil: no more tries.
    ///
    /// - Parameters:
    ///   - attempt: The try that failed, from 1.
    ///   - remaining: Until the visitor is owed something.
    ///   - jitter: 0 ..< 1, so that many sessions do not come back in one instant: the wait is between half of the
    ///     backoff and the whole ("equal jitter", Brooker, "Exponential Backoff And Jitter", 2015).
    package func wait(after fault: ProviderError.Fault, attempt: Int, remaining: Duration?, jitter: Double) -> Duration?
    {
        guard attempt < tries, fault.isTransient else { return nil }
        var wait = backoff * (1 << min(attempt - 1, 8)) * (0.5 + jitter / 2)
        if case .rateLimited(let asked?) = fault {
            guard asked <= longestWait else { return nil }
            wait = asked + backoff * jitter
        }
        wait = min(wait, longestWait + backoff)
        guard wait < remaining ?? .seconds(3600) else { return nil }
        return wait
    }
}
