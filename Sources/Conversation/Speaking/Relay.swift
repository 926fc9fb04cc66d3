internal import Synchronization

/// Hands elements, which belong to numbered groups, from one task to another; no more than one group ahead of the one
/// that is being taken. One producer, one consumer.
///
/// Nobody is woken inside the lock: waking takes the task's own lock, which a cancelled task holds while its handler
/// waits for this one in ``cancel()``.
final class Relay<Element: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var waiting: [(group: Int, element: Element)] = []
        /// Newest group of which something was taken.
        var taken = -1
        var isFinished = false
        var failure: (any Error)?
        var consumer: Waiter?
        var producer: Waiter?
    }
    private let state = Mutex(State())

    /// Waits until `group` may be handed on.
    /// - Returns: False when nobody takes it any more.
    func send(_ element: Element, group: Int) async -> Bool {
        while true {
            let (next, waiter): (Bool?, Waiter?) = state.withLock { state in
                if state.isFinished { return (false, nil) }
                guard group <= state.taken + 1 else { return (nil, nil) }
                state.waiting.append((group, element))
                return (true, state.consumer.take())
            }
            waiter?.resume()
            if let next { return next }
            await wait(in: \.producer) { !$0.isFinished && group > $0.taken + 1 }
        }
    }

    /// What waits is still taken; nothing can be sent any more. The first call counts.
    func finish(throwing failure: (any Error)? = nil) {
        end { state in
            guard !state.isFinished else { return }
            (state.isFinished, state.failure) = (true, failure)
        }
    }

    /// Ends both sides; what waits is dropped.
    func cancel() {
        end { ($0.waiting, $0.isFinished, $0.failure) = ([], true, nil) }
    }

    private func end(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            return [state.consumer.take(), state.producer.take()]
        }
        for waiter in waiters { waiter?.resume() }
    }

    /// Nil at the end.
    func next() async throws -> Element? {
        while true {
            let (next, waiter): (Result<Element?, any Error>?, Waiter?) = state.withLock { state in
                if !state.waiting.isEmpty {
                    let (group, element) = state.waiting.removeFirst()
                    state.taken = max(state.taken, group)
                    return (.success(element), state.producer.take())
                }
                guard state.isFinished else { return (nil, nil) }
                defer { state.failure = nil }
                return (state.failure.map { .failure($0) } ?? .success(nil), nil)
            }
            waiter?.resume()
            if let next { return try next.get() }
            await wait(in: \.consumer) { !$0.isFinished && $0.waiting.isEmpty }
        }
    }

    private func wait(
        in place: sending WritableKeyPath<State, Waiter?>, while mustWait: (State) -> Bool
    ) async {
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                let waits = mustWait(state)
                if waits { state[keyPath: place] = continuation }
                return waits
            }
            if !waits { continuation.resume() }
        }
    }
}
