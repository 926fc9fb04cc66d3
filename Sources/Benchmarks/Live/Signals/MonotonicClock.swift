internal import Foundation

/// CLOCK_MONOTONIC in nanoseconds: one clock for what the bench sends and what its receivers see.
package enum MonotonicClock {
    package static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Int64 {
    /// Nanoseconds as milliseconds.
    var milliseconds: Double { Double(self) / 1e6 }
}
