internal import Synchronization

/// The chat sockets of all sessions: how many each has, and which were opened before.
final class ChatRoom: Sendable {
    /// A client has one; a second while it connects anew.
    static let socketsPerSession = 4
    private static let remembered = 4096

    private struct State {
        var open: [String: Int] = [:]
        /// Sessions whose opening was said, oldest first.
        var greeted: [String] = []
    }
    private let state = Mutex(State())

    /// - Returns: nil when the session has as many sockets as it may; otherwise whether this is its first ever.
    func enter(_ session: String) -> Bool? {
        state.withLock { state in
            guard state.open[session, default: 0] < Self.socketsPerSession else { return nil }
            state.open[session, default: 0] += 1
            guard !state.greeted.contains(session) else { return false }
            state.greeted.append(session)
            if state.greeted.count > Self.remembered { state.greeted.removeFirst() }
            return true
        }
    }

    func leave(_ session: String) {
        state.withLock { state in
            state.open[session, default: 1] -= 1
            if state.open[session] == 0 { state.open[session] = nil }
        }
    }
}
