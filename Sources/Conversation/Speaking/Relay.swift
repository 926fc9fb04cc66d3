internal import Synchronization

/// Hands elements, which belong to numbered groups, from one task to another; no more than one group ahead of the one
/// that is being taken. One producer, one consumer.
final class Relay<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [(group: Int, element: Element)] = []
        /// Newest group of which something was taken.
        var taken = -1
        var isFinished = false
        var failure: (any Error)?
        var consumer: CheckedContinuation<Void, Never>?
        var producer: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    /// Waits until `group` may be handed on.
    /// - Returns: False when nobody takes it any more.
    func send(_ element: Element, group: Int) async -> Bool {
        while true {
            let next: Bool? = state.withLock { state in
                if state.isFinished { return false }
                guard group <= state.taken + 1 else { return nil }
                state.waiting.append((group, element))
                state.consumer.take()?.resume()
                return true
            }
            if let next { return next }
            await wait(in: \.producer) { !$0.isFinished && group > $0.taken + 1 }
        }
    }

    /// What waits is still taken; nothing can be sent any more. The first call counts.
    func finish(throwing failure: (any Error)? = nil) {
        state.withLock { state in
            guard !state.isFinished else { return }
            (state.isFinished, state.failure) = (true, failure)
            state.consumer.take()?.resume()
            state.producer.take()?.resume()
        }
    }

    /// Ends both sides; what waits is dropped.
    func cancel() {
        state.withLock { state in
            (state.waiting, state.isFinished, state.failure) = ([], true, nil)
            state.consumer.take()?.resume()
            state.producer.take()?.resume()
        }
    }

    /// Nil at the end.
    func next() async throws -> Element? {
        while true {
            let next: Result<Element?, any Error>? = state.withLock { state in
                if !state.waiting.isEmpty {
                    let (group, element) = state.waiting.removeFirst()
                    state.taken = max(state.taken, group)
                    state.producer.take()?.resume()
                    return .success(element)
                }
                guard state.isFinished else { return nil }
                defer { state.failure = nil }
                return state.failure.map { .failure($0) } ?? .success(nil)
            }
            if let next { return try next.get() }
            await wait(in: \.consumer) { !$0.isFinished && $0.waiting.isEmpty }
        }
    }

    private func wait(
        in place: sending WritableKeyPath<State, CheckedContinuation<Void, Never>?>, while mustWait: (State) -> Bool
    ) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if mustWait(state) { state[keyPath: place] = continuation } else { continuation.resume() }
            }
        }
    }
}
