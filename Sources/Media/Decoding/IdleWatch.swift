internal import Glibc

/// Notices that a pipeline has died without a word: the process has computed nothing for a while.
///
/// GStreamer's decodebin and parsebin 1.22 may swallow the error of an element that fails while it is being plugged in
/// (seen with 1 in 70 randomly damaged files), after which every thread waits for ever.
struct IdleWatch {
    /// Seconds without work. A disk that sleeps or a far file server may need some.
    private static let patience = 5.0
    /// Processor seconds that looking itself may take meanwhile.
    private static let own = 0.02

    private var since = monotonicSeconds()
    private var usedBefore = IdleWatch.processorSeconds

    /// To be asked some times a second while nothing comes.
    mutating func isIdle() -> Bool {
        let used = Self.processorSeconds
        if used - usedBefore > Self.own { (since, usedBefore) = (monotonicSeconds(), used) }
        return monotonicSeconds() - since > Self.patience
    }

    private static var processorSeconds: Double { Double(clock()) / 1e6 }  // CLOCKS_PER_SEC is a million in POSIX
}
