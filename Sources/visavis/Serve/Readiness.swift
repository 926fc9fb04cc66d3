internal import Synchronization

/// Whether the server can take sessions, and why not. Any thread.
final class Readiness: Sendable {
    enum Part: String, CaseIterable {
        case avatar, webRTC, loops
    }

    private struct State {
        var missing: [Part: String] = [
            .avatar: "the avatar is being loaded", .webRTC: "WebRTC is being prepared",
            .loops: "the avatar's idle pictures are being encoded",
        ]
        var isStopping = false
    }
    private let state = Mutex(State())

    func set(_ part: Part, ready: Bool, otherwise reason: String = "") {
        state.withLock { $0.missing[part] = ready ? nil : reason }
    }

    func stop() { state.withLock { $0.isStopping = true } }

    /// Empty when all is there; in a fixed order.
    var reasons: [String] {
        state.withLock { state in
            let parts = Part.allCases.compactMap { state.missing[$0] }
            return state.isStopping ? ["the server is shutting down"] : parts
        }
    }
}
