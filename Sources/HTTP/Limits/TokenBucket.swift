/// A rate limit as a pure value: `capacity` calls at once, `perSecond` on average.
///
/// Time is any clock that does not go back, as a duration since a fixed moment.
package struct TokenBucket: Equatable, Sendable {
    package let capacity: Double
    package let perSecond: Double
    private var tokens: Double
    private var updated: Duration

    /// Full at `now`.
    /// - Precondition: Both are greater than zero.
    package init(capacity: Double, perSecond: Double, now: Duration) {
        precondition(capacity > 0 && perSecond > 0)
        self.capacity = capacity
        self.perSecond = perSecond
        tokens = capacity
        updated = now
    }

    /// - Parameter amount: Of a bucket that does not count calls; never more than its capacity.
    /// - Returns: nil when the call may go ahead, otherwise how long to wait until it may.
    package mutating func take(_ amount: Double = 1, at now: Duration) -> Duration? {
        refill(at: now)
        guard tokens < amount else {
            tokens -= amount
            return nil
        }
        return .seconds((amount - tokens) / perSecond)
    }

    /// Whether it is as good as a new one.
    package mutating func isFull(at now: Duration) -> Bool {
        refill(at: now)
        return tokens >= capacity
    }

    private mutating func refill(at now: Duration) {
        guard now > updated else { return }
        tokens = min(capacity, tokens + (now - updated) / .seconds(1) * perSecond)
        updated = now
    }
}

/// One token bucket per key or address.
///
/// Holds at most `maximumKeys` buckets: when full, those that are full again are dropped, and if none is, the newcomer
/// is let through uncounted rather than everybody locked out.
package struct RateLimit: Sendable {
    package let capacity: Double
    package let perSecond: Double
    package let maximumKeys: Int
    private var buckets: [String: TokenBucket] = [:]

    package init(capacity: Double, perSecond: Double, maximumKeys: Int = 10_000) {
        self.capacity = capacity
        self.perSecond = perSecond
        self.maximumKeys = maximumKeys
    }

    /// - Returns: nil when the call may go ahead, otherwise how long its caller should wait.
    package mutating func admit(_ key: String, at now: Duration) -> Duration? {
        if buckets[key] == nil {
            if buckets.count >= maximumKeys {
                buckets = buckets.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(at: now)
                }
            }
            guard buckets.count < maximumKeys else { return nil }
        }
        return buckets[key, default: TokenBucket(capacity: capacity, perSecond: perSecond, now: now)].take(at: now)
    }

    /// 429 with `Retry-After` in whole seconds, at least one (RFC 6585 §4, RFC 9110 §10.2.3).
    package static func response(retryAfter: Duration, message: String) -> HTTPResponse {
        let seconds = max(1, Int((retryAfter / .seconds(1)).rounded(.up)))
        return .problem(429, message, headers: ["Retry-After": "\(seconds)"])
    }
}
