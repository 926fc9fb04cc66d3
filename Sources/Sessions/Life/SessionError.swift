package import Media
package import Speech

/// Why a session cannot be opened or does not do what it was asked.
package enum SessionError: Error, Equatable, CustomStringConvertible {
    case notFound(id: String)
    /// Not possible in this state.
    case wrongState(SessionLife.State)
    /// As many sessions as are allowed at once; `scope` is "key" or "server".
    case concurrencyLimit(Int, scope: String)
    case shuttingDown
    case avatarNotFound(id: String)
    case avatarUnusable(id: String, reason: String)
    /// No more viewers fit.
    case viewersFull(limit: Int)
    case viewerNotFound
    case notWaitingForAnswer
    /// Too many commands wait; this one gave way to newer ones or found no room.
    case queueFull(limit: Int)
    /// A task of this id has not ended yet.
    case taskExists
    case speech(SpeechError)
    /// The session ended before the command was carried out.
    case ended(SessionEnd)
    case interrupted
    case peer(PeerError)
    case failed(reason: String)

    package var description: String {
        switch self {
        case .notFound(let id): "There is no session \"\(id.prefix(64))\"."
        case .wrongState(let state): "The session is \(state.rawValue); this is not possible now."
        case .concurrencyLimit(let limit, "key"):
            "This key has its \(limit) sessions at once already; stop one of them first."
        case .concurrencyLimit(let limit, _):
            "The server has its \(limit) sessions at once already; try again when one has ended."
        case .shuttingDown: "The server is shutting down; try again in a moment."
        case .avatarNotFound(let id): "There is no avatar \"\(id.prefix(64))\"; see /v1/streaming/avatar.list."
        case .avatarUnusable(let id, let reason): "The avatar \"\(id.prefix(64))\" cannot be used: \(reason)."
        case .viewersFull(let limit): "The session has its \(limit) viewers already."
        case .viewerNotFound: "There is no such viewer of this session."
        case .notWaitingForAnswer: "The session does not wait for an answer (SDP)."
        case .queueFull(let limit): "More than \(limit) commands wait in this session; this one was dropped."
        case .taskExists: "A task with this task_id has not ended yet; leave task_id out or choose another."
        case .speech(let error): error.description
        case .ended(let end): "The session ended (\(end.rawValue)) before that was done."
        case .interrupted: "The speech was interrupted."
        case .peer(let error): error.description
        case .failed(let reason): "The session failed: \(reason)"
        }
    }
}
