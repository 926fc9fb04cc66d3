/// A point on a session's media clock, whose zero is the session's first sample.
///
/// Whole nanoseconds: a clock kept in floating-point seconds drifts against RTP's 90 kHz and 48 kHz.
package struct MediaTime: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The start of unit `index` when there are `rate` a second: a sample, a 20 ms slot (rate 50), a video frame.
    /// Rounded down to the nanosecond, never accumulated.
    package init(_ index: Int64, rate: Int64) {
        let (seconds, rest) = index.quotientAndRemainder(dividingBy: rate)
        nanoseconds = seconds * 1_000_000_000 + rest * 1_000_000_000 / rate
    }

    package static let zero = MediaTime(nanoseconds: 0)
    package static func < (one: Self, other: Self) -> Bool { one.nanoseconds < other.nanoseconds }
    package static func - (one: Self, other: Self) -> Duration { .nanoseconds(one.nanoseconds - other.nanoseconds) }
    package static func + (time: Self, ahead: Duration) -> Self {
        let (seconds, attoseconds) = ahead.components
        return Self(nanoseconds: time.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
