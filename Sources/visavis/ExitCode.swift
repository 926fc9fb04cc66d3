/// What the executable tells its caller. From 64 on, the values are those of BSD's sysexits.h; 130 is the shell's
/// convention for "ended by Ctrl-C" (128 + SIGINT).
enum ExitCode: Int32, CaseIterable {
    case success = 0
    case refused = 1
    case unreadable = 2
    case usage = 64
    case unavailable = 69
    case internalError = 70
    case cannotWrite = 73
    case interrupted = 130

    var meaning: String {
        switch self {
        case .success: "it worked"
        case .refused: "the input was read and refused, or a bench row does not hold"
        case .unreadable: "a file given cannot be read: missing, damaged, or not what it should be"
        case .usage: "the command line was not understood"
        case .unavailable: "something the command needs is missing on this machine"
        case .internalError: "a fault in Visavis; please report it"
        case .cannotWrite: "an output file cannot be written"
        case .interrupted: "stopped by Ctrl-C or SIGTERM; nothing half-made is left"
        }
    }
}

/// Errors of the commands themselves; those of the targets they call keep their own types.
enum CommandError: Error, Equatable, CustomStringConvertible {
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    var exitCode: ExitCode {
        switch self {
        case .cannotRead: .unreadable
        case .cannotWrite: .cannotWrite
        }
    }

    var description: String {
        switch self {
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        }
    }
}
