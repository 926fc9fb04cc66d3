internal import Foundation

/// The person at the other end: results to stdout, everything else to stderr.
final class Shell: Sendable {
    let progress: ProgressDisplay
    private let coloursErrors: Bool

    /// Reads from the environment whether stderr is a terminal, and whether colour is unwanted (no-color.org).
    init() {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        progress = ProgressDisplay(isTerminal: isTerminal)
        coloursErrors = isTerminal && environment["NO_COLOR", default: ""].isEmpty
    }

    /// A result, to stdout, at once.
    func print(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((text + terminator).utf8))
    }

    /// One line to stderr: `visavis: …`.
    func complain(_ text: String) {
        let name = coloursErrors ? "\u{1B}[31mvisavis:\u{1B}[0m" : "visavis:"
        FileHandle.standardError.write(Data("\(name) \(text)\n".utf8))
    }
}
