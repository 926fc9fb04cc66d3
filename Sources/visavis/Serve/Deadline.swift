internal import Synchronization

/// Waiting that ends.
enum Deadline {
    /// Returns when `work` has, or after `limit`, whichever is first. Work that is late goes on by itself.
    static func wait(_ limit: Duration, for work: @escaping @Sendable () async -> Void) async {
        await withCheckedContinuation { continuation in
            let first = First(continuation)
            Task.detached {
                await work()
                first.comes()
            }
            Task.detached {
                try? await Task.sleep(for: limit)
                first.comes()
            }
        }
    }

    private final class First: Sendable {
        private let waiting: Mutex<CheckedContinuation<Void, Never>?>

        init(_ continuation: CheckedContinuation<Void, Never>) { waiting = Mutex(continuation) }

        func comes() {
            waiting.withLock { waiting in
                waiting?.resume()
                waiting = nil
            }
        }
    }
}
