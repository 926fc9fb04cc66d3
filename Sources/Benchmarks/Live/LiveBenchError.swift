/// Why a live benchmark cannot go on.
package enum LiveBenchError: Error, Equatable, CustomStringConvertible {
    case noPort
    case serverEnded(lastWords: String)
    case serverNotReady(lastWords: String)
    /// The server refused a call; `message` is its own.
    case refused(call: String, status: Int, message: String)
    case noAnswer(call: String, reason: String)
    /// What was waited for did not come.
    case missed(String)

    package var description: String {
        switch self {
        case .noPort: "no TCP port of the loopback interface is free"
        case .serverEnded(let words): "the measured server ended by itself; its last lines: \(words)"
        case .serverNotReady(let words): "the measured server did not get ready; its last lines: \(words)"
        case .refused(let call, let status, let message): "the measured server refused \(call) (\(status)): \(message)"
        case .noAnswer(let call, let reason): "the measured server did not answer \(call): \(reason)"
        case .missed(let what): "the receiver waited in vain for \(what)"
        }
    }
}
