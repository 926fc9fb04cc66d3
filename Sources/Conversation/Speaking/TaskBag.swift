internal import Synchronization

/// Tasks that begin once and end together.
final class TaskBag: Sendable {
    private enum State {
        case empty
        case filled([Task<Void, Never>])
        case cancelled
    }
    private let state = Mutex(State.empty)

    /// Only the first call begins anything.
    func fill(_ begin: () -> [Task<Void, Never>]) {
        let isFirst = state.withLock { state in
            guard case .empty = state else { return false }
            state = .filled([])
            return true
        }
        guard isFirst else { return }
        let tasks = begin()
        let isCancelled = state.withLock { state in
            if case .cancelled = state { return true }
            state = .filled(tasks)
            return false
        }
        if isCancelled { for task in tasks { task.cancel() } }
    }

    func cancel() {
        let tasks = state.withLock { state -> [Task<Void, Never>] in
            defer { state = .cancelled }
            if case .filled(let tasks) = state { return tasks }
            return []
        }
        for task in tasks { task.cancel() }
    }
}
