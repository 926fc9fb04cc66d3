internal import Foundation
internal import Synchronization

/// The person at the other end: results to stdout, everything else to stderr.
final class Shell: Sendable {
    let progress: ProgressDisplay
    private let coloursErrors: Bool
    private let outputFailed = Atomic<Bool>(false)

    /// Reads from the environment whether stderr is a terminal, and whether colour is unwanted (no-color.org).
    init() {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        progress = ProgressDisplay(isTerminal: isTerminal)
        coloursErrors = isTerminal && environment["NO_COLOR", default: ""].isEmpty
    }

    /// A result, to stdout, at once. What cannot be written is remembered in ``lostOutput``.
    func print(_ text: String, terminator: String = "\n") {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
        } catch {
            outputFailed.store(true, ordering: .relaxed)
        }
    }

    /// True when a result did not reach stdout: a full disk, or a reader that went away.
    var lostOutput: Bool { outputFailed.load(ordering: .relaxed) }

    /// One line to stderr: `visavis: …`.
    func complain(_ text: String) {
        let name = coloursErrors ? "\u{1B}[31mvisavis:\u{1B}[0m" : "visavis:"
        try? FileHandle.standardError.write(contentsOf: Data("\(name) \(text)\n".utf8))
    }
}
