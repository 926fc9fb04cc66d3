/// Why the tracker's helper process could not do its work.
package enum TrackerError: Error, Equatable, CustomStringConvertible {
    /// The Python environment of the helper is not there.
    case environmentMissing(path: String)
    /// The helper's script is not there.
    case scriptMissing(path: String)
    case startFailed(reason: String)
    /// The helper ended before its work was done; `detail` is its last line of complaint or how it died.
    case helperFailed(detail: String)
    /// The helper answered nothing for `seconds`.
    case stalled(seconds: Int)
    /// The helper speaks another version of the protocol, or something else altogether.
    case protocolMismatch(detail: String)
    case cancelled

    package var description: String {
        switch self {
        case .environmentMissing(let path):
            "The face tracker's Python environment is missing (\(path)); run Tools/setup once."
        case .scriptMissing(let path):
            "The face tracker's script is missing (\(path)); set VISAVIS_TOOLS to the folder that holds it."
        case .startFailed(let reason): "The face tracker could not be started: \(reason)."
        case .helperFailed(let detail): "The face tracker stopped: \(detail)."
        case .stalled(let seconds):
            "The face tracker did not answer for \(seconds) s and was stopped; try again on a less busy machine."
        case .protocolMismatch(let detail):
            "The face tracker answered something unexpected (\(detail)); run Tools/setup again."
        case .cancelled: "Tracking was cancelled."
        }
    }
}
