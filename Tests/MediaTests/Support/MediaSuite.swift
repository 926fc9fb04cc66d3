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
        #expect(OpenHandles.count == 0)
    }
}

extension Trait where Self == NoHandlesLeft {
    static var leavesNoHandles: Self { NoHandlesLeft() }
}
