internal import Foundation
internal import Synchronization

/// The threads that render and encode: one per processor that the process may run on, for all stages together.
///
/// Of the jobs that wait the one that is due first runs first. Each stage has at most one waiting or running, so the queue is bounded by the
/// number of stages that are live. They run a little below the clock's priority: sound is never late for a picture.
final class RenderWorkers: @unchecked Sendable {
    // Guarded by `condition`.
    private let condition = NSCondition()
    /// By the time they are due, the last one first.
    private var jobs: [(due: Double, body: @Sendable () -> Void)] = []
    private var running = 0
    private var threads: [StageThread] = []
    private var isClosed = false
    private var busy: Double = 0
    private var windowStart = monotonicSeconds()
    private let count: Int
    /// The last window's load and its end: read without the lock, which a worker that is not run may hold.
    private let publishedLoad = Atomic<UInt64>(0)
    private let publishedAt = Atomic<UInt64>(0)

    /// Below the process's own priority, in Linux's steps of −20…19, which are per thread.
    private static let niceness: Int32 = 2

    init(count: Int = StageThread.processors) {
        self.count = count
        for number in 0..<count {
            threads.append(StageThread("stage-render-\(number)") { [self] in work() })
        }
    }

    /// After ``close()`` nothing is run.
    /// - Parameter due: Seconds on the monotonic clock. Jobs that are due together run in the order of submission.
    func submit(due: Double, _ job: @escaping @Sendable () -> Void) {
        condition.withLock {
            guard !isClosed else { return }
            jobs.insert((due, job), at: jobs.firstIndex { $0.due <= due } ?? jobs.endIndex)
            condition.broadcast()
        }
    }

    /// Share of the workers' time that was used in the last second, 0…1.
    var load: Double {
        let published = Double(bitPattern: publishedAt.load(ordering: .relaxed))
        if monotonicSeconds() - published > 2 * Self.window { return 0 }
        return Double(bitPattern: publishedLoad.load(ordering: .relaxed))
    }
    private static let window = 1.0

    /// Blocks until nothing waits and nothing runs.
    func waitUntilIdle() {
        condition.withLock { while !jobs.isEmpty || running > 0 { condition.wait() } }
    }

    /// Drops what waits and blocks until the threads have ended; not from one of them.
    func close() {
        let ending = condition.withLock {
            isClosed = true
            jobs = []
            condition.broadcast()
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private func work() {
        StageThread.lowerPriority(by: Self.niceness)
        while let job = next() {
            let start = monotonicSeconds()
            job()
            finished(after: monotonicSeconds() - start)
        }
    }

    private func next() -> (@Sendable () -> Void)? {
        condition.withLock {
            while jobs.isEmpty && !isClosed { condition.wait() }
            guard !jobs.isEmpty else { return nil }
            running += 1
            return jobs.removeLast().body
        }
    }

    private func finished(after seconds: Double) {
        condition.withLock {
            running -= 1
            busy += seconds
            let elapsed = monotonicSeconds() - windowStart
            if elapsed >= Self.window {
                let load = min(busy / (elapsed * Double(count)), 1)
                (busy, windowStart) = (0, monotonicSeconds())
                publishedLoad.store(load.bitPattern, ordering: .relaxed)
                publishedAt.store(windowStart.bitPattern, ordering: .relaxed)
            }
            if jobs.isEmpty && running == 0 { condition.broadcast() }
        }
    }
}

/// Seconds on a clock that never jumps.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
