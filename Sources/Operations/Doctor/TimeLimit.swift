/// A limit for what asks somebody outside: the doctor itself always answers.
enum TimeLimit {
    struct Passed: Error, CustomStringConvertible {
        let limit: Duration
        var description: String { "no answer came within \(limit)" }
    }

    /// - Throws: ``Passed`` when the work takes longer; it is cancelled then.
    static func run<Result: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: limit)
                throw Passed(limit: limit)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
