import Testing

@testable import Media

/// Every test of Media. After the last one no C handle and no process may be left.
@Suite("Media", .leavesNoHandles)
enum MediaSuite {}

struct NoHandlesLeft: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await function()
        // Tasks and threads of the last tests may hold a peer for a moment longer than the tests lasted.
        let deadline = ContinuousClock.now + .seconds(20)
        while OpenHandles.count > 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
            await LinkTeardown.finished()
        }
        #expect(OpenHandles.count == 0)
    }
}

extension Trait where Self == NoHandlesLeft {
    static var leavesNoHandles: Self { NoHandlesLeft() }
}
