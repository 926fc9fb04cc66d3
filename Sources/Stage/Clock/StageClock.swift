internal import Foundation
internal import Synchronization

/// Somebody who is called once per audio slot.
protocol SlotListener: AnyObject, Sendable {
    /// The next 20 ms begin. Must return within a fraction of a millisecond.
    func slotBegins()
}

/// The one thread that says when. Every listener is called every 20 ms, at absolute times that do not drift; listeners
/// are spread over four phases so that not all of them send at once.
///
/// A thread that comes too late catches up slot by slot, so that nobody misses one; after more than half a second
/// (a suspended machine) time goes on from now instead.
final class StageClock: @unchecked Sendable {
    /// Who turns it: a thread, or a test that goes faster and waits for nothing.
    enum Drive: Sendable { case realTime, manual }

    static let phases = 4
    private static let step: Int64 = 5_000_000
    private static let patience: Int64 = 500_000_000
    /// A slot that begins by more than its own length too late counts as late.
    private static let tolerance: Int64 = 20_000_000

    private struct Entry {
        let listener: any SlotListener
        /// Whether its first slot had an odd number in its phase.
        let startedOdd: Bool
    }

    // Guarded by `condition`.
    private let condition = NSCondition()
    private var listeners = [[Entry]](repeating: [], count: phases)
    /// Slots that have begun, by phase.
    private var rounds = [Int](repeating: 0, count: phases)
    private var isClosed = false
    private var thread: StageThread?
    private let late = Atomic<Int>(0)

    init(_ drive: Drive) {
        guard drive == .realTime else { return }
        thread = StageThread("stage-clock") { [self] in run() }
    }

    /// From its phase's next slot on. That phase is taken in which the fewest have their pictures, which come in every
    /// second slot from the first: the work is spread over 40 ms, too.
    func add(_ listener: any SlotListener) {
        condition.withLock {
            guard !isClosed else { return }
            let loads = listeners.indices.map { phase in
                listeners[phase].count { $0.startedOdd == (rounds[phase] % 2 == 1) }
            }
            guard let phase = loads.indices.min(by: { loads[$0] < loads[$1] }) else { return }
            listeners[phase].append(Entry(listener: listener, startedOdd: rounds[phase] % 2 == 1))
            condition.broadcast()
        }
    }

    func remove(_ listener: any SlotListener) {
        condition.withLock {
            for phase in listeners.indices { listeners[phase].removeAll { $0.listener === listener } }
        }
    }

    /// Slots of all listeners that began late, since this was last asked.
    func takeLateSlots() -> Int { late.exchange(0, ordering: .relaxed) }

    /// One slot for everybody.
    func turn() { for phase in 0..<Self.phases { callAll(phase) } }

    /// Ends the thread and blocks until it has ended; not from a listener.
    func close() {
        let ending = condition.withLock {
            isClosed = true
            listeners = .init(repeating: [], count: Self.phases)
            condition.broadcast()
            defer { thread = nil }
            return thread
        }
        ending?.join()
    }

    private func callAll(_ phase: Int) {
        let due = condition.withLock {
            rounds[phase] += 1
            return listeners[phase]
        }
        for entry in due { entry.listener.slotBegins() }
    }

    private func countLate(_ phase: Int) {
        late.wrappingAdd(condition.withLock { listeners[phase].count }, ordering: .relaxed)
    }

    private func run() {
        var due = Self.now()
        var phase = 0
        while waitForListeners(&due) {
            due += Self.step
            if Self.now() - due > Self.patience { due = Self.now() }
            var time = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
            // 1: TIMER_ABSTIME
            while clock_nanosleep(CLOCK_MONOTONIC, 1, &time, nil) == EINTR {}
            if Self.now() - due > Self.tolerance { countLate(phase) }
            callAll(phase)
            phase = (phase + 1) % Self.phases
        }
    }

    /// Without listeners the thread sleeps. False at the end.
    private func waitForListeners(_ due: inout Int64) -> Bool {
        condition.withLock {
            if !isClosed, listeners.allSatisfy(\.isEmpty) {
                while !isClosed, listeners.allSatisfy(\.isEmpty) { condition.wait() }
                due = Self.now()
            }
            return !isClosed
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
