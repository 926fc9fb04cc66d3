internal import Foundation
internal import Synchronization

/// Whether the person asked to stop, by Ctrl-C or SIGTERM.
///
/// Signals are caught by handlers, not ignored and not blocked, because both would be inherited by helper processes,
/// which must still end by themselves.
enum Interruption {
    /// True from the first signal on; cheap enough for an inner loop, safe on any thread.
    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Calls `action` once, on a thread of its own, when the first signal comes. To be called once per process.
    static func onRequest(_ action: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeUp.store(writing, ordering: .releasing)
        requested.store(false, ordering: .releasing)
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while read(reading, &byte, 1) < 0 && errno == EINTR {}
            action()
        }
        for number in [SIGINT, SIGTERM] {
            var handling = sigaction()
            handling.__sigaction_handler.sa_handler = { _ in Interruption.note() }
            handling.sa_flags = SA_RESTART
            sigaction(number, &handling, nil)
        }
    }

    /// From now on a second signal ends the process without tidying up, as if it had been killed.
    static func endAtOnceWhenRepeated() { endsAtOnce.store(true, ordering: .relaxed) }

    private static let requested = Atomic<Bool>(false)
    private static let endsAtOnce = Atomic<Bool>(false)
    private static let wakeUp = Atomic<Int32>(-1)

    /// Async-signal-safe: an atomic store and a write(2).
    private static func note() {
        if requested.exchange(true, ordering: .relaxed) {
            if endsAtOnce.load(ordering: .relaxed) { _exit(ExitCode.interrupted.rawValue) }
            return
        }
        let saved = errno
        var byte: UInt8 = 1
        _ = write(wakeUp.load(ordering: .relaxed), &byte, 1)
        errno = saved
    }
}
