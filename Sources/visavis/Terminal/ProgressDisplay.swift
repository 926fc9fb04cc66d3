internal import CommandLineInterface
internal import Foundation
internal import Synchronization

/// Shows on stderr how far a long command is: one line per stage.
///
/// On a terminal the line of the running stage is rewritten in place, at most ten times a second. Elsewhere (a pipe, a
/// log) a line is written when a stage begins, at every full tenth of it, and when it ends. Any thread may call.
final class ProgressDisplay: Sendable {
    private struct State {
        var stage: String?
        var began = ContinuousClock.now
        var shown: ContinuousClock.Instant?
        var tenth = 0
        var isAbandoned = false
    }
    private let state = Mutex(State())
    private let isTerminal: Bool

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    /// Says how far `stage` is; another stage than before ends the earlier one.
    /// - Parameter fraction: 0…1 of the stage, or nil when nobody can tell.
    func report(_ stage: String, _ fraction: Double? = nil) {
        state.withLock { state in
            if state.isAbandoned { return }
            if state.stage != stage {
                finish(&state)
                state = State(stage: stage)
                if !isTerminal { write("\(stage)\n") }
            }
            let text = ProgressText(stage: stage, fraction: fraction, elapsed: seconds(since: state.began))
            isTerminal ? redraw(text, &state) : log(text, &state)
        }
    }

    /// Ends the running stage with the time it took.
    func finish() { state.withLock { finish(&$0) } }

    /// Leaves the running stage as it stands, so that a complaint begins on a line of its own; later reports are
    /// not shown.
    func abandon() {
        state.withLock { state in
            if isTerminal && state.stage != nil { write("\n") }
            state.stage = nil
            state.isAbandoned = true
        }
    }

    private func finish(_ state: inout State) {
        guard let stage = state.stage else { return }
        let text = ProgressText(stage: stage, fraction: 1, elapsed: seconds(since: state.began)).finished
        write(isTerminal ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
        state.stage = nil
    }

    private func redraw(_ text: ProgressText, _ state: inout State) {
        let now = ContinuousClock.now
        if let shown = state.shown, now - shown < .milliseconds(100) { return }
        state.shown = now
        write("\r\u{1B}[K\(text.running)")
    }

    private func log(_ text: ProgressText, _ state: inout State) {
        let tenth = Int((text.fraction ?? 0) * 10)
        guard tenth > state.tenth, tenth < 10 else { return }
        state.tenth = tenth
        write("\(text.running)\n")
    }

    private func seconds(since instant: ContinuousClock.Instant) -> Double {
        let duration = ContinuousClock.now - instant
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
