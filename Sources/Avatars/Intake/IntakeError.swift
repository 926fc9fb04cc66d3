package import Media
package import Tracking

/// Why a recording could not be checked at all. A recording that can be read but is not good enough is no error: its
/// report says "refused".
package enum IntakeError: Error, Equatable, CustomStringConvertible {
    case media(MediaError)
    case tracker(TrackerError)
    case parts(PartsError)
    /// The contact sheet could not be drawn or written.
    case sheet(path: String, reason: String)
    case cancelled

    package var description: String {
        switch self {
        case .media(let error): error.description
        case .tracker(let error): error.description
        case .parts(let error): error.description
        case .sheet(let path, let reason): "The contact sheet \(path) could not be written: \(reason)."
        case .cancelled: "The check was cancelled."
        }
    }
}
