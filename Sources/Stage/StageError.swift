/// Why a stage cannot be set up.
package enum StageError: Error, Equatable, CustomStringConvertible {
    /// The avatar's pictures cannot be read; `reason` is a sentence.
    case avatarUnusable(reason: String)
    /// No encoder for the format works; `reason` is a sentence.
    case encoderUnusable(reason: String)
    /// The house was closed.
    case closed

    package var description: String {
        switch self {
        case .avatarUnusable(let reason): "The avatar cannot be shown: \(reason)"
        case .encoderUnusable(let reason): "Video cannot be encoded: \(reason)"
        case .closed: "The server is shutting down; start a new session later."
        }
    }
}
