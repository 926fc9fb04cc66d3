internal import CGStreamer
internal import Dispatch
internal import Synchronization

/// Where closed peers are taken apart: stopping one waits for its streaming threads to end, which neither a caller nor
/// a streaming thread may do. Four at a time; should one never end, the others go past it.
package enum LinkTeardown {
    private static let queues = (0..<4).map { DispatchQueue(label: "webrtc teardown \($0)") }
    private struct State {
        var pending = [Int](repeating: 0, count: 4)
        var lastTrim = DispatchTime(uptimeNanoseconds: 0)
    }
    private static let state = Mutex(State())
    /// Seconds between two returns of memory to the system.
    private static let trimInterval = 10.0

    static func run(_ work: @escaping @Sendable () -> Void) {
        let lane = state.withLock { state in
            let lane = state.pending.indices.min { state.pending[$0] < state.pending[$1] } ?? 0
            state.pending[lane] += 1
            return lane
        }
        queues[lane].async {
            work()
            let isIdle = state.withLock { state in
                state.pending[lane] -= 1
                return state.pending.allSatisfy { $0 == 0 }
            }
            if isIdle { trim() }
        }
    }

    /// A session's dozen threads leave what they allocated scattered over the heap's arenas, where glibc keeps it: with
    /// 30 MB in use it held on to 140 MB after 400 sessions.
    private static func trim() {
        let now = DispatchTime.now()
        let isDue = state.withLock { state in
            let since = Double(now.uptimeNanoseconds - state.lastTrim.uptimeNanoseconds) * 1e-9
            guard since >= trimInterval else { return false }
            state.lastTrim = now
            return true
        }
        if isDue { cgst_return_memory() }
    }

    /// Returns after all peers that were closed before the call have been freed.
    package static func finished() async {
        for queue in queues {
            await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
        }
    }
}
