internal import Core
internal import Synchronization

/// Ties a session's media clock to the running time of one peer's pipeline, so that one peer's picture and sound get
/// RTP times with a common origin (RFC 3550 §6.4.1).
///
/// Fixed by the first unit and never corrected: both clocks count the system's monotonic nanoseconds.
final class MediaClock: Sendable {
    private let offset = Mutex<Int64?>(nil)

    /// Nanoseconds of running time for `time`; nil for what lies before the pipeline's start.
    ///
    /// - Parameter now: The running time, asked for once only.
    func runningTime(of time: MediaTime, now: () -> Int64?) -> UInt? {
        let offset = offset.withLock { offset -> Int64? in
            if offset == nil, let now = now() { offset = now - time.nanoseconds }
            return offset
        }
        guard let offset, let sum = Optional(offset &+ time.nanoseconds), sum >= 0 else { return nil }
        return UInt(sum)
    }
}
