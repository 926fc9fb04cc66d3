/// Why a file or picture could not be written. Every description is one sentence that says what to do.
package enum EncodingError: Error, Equatable, Sendable {
    /// `reason` is the operating system's own word.
    case cannotWrite(path: String, reason: String)
    /// None of the encoders that would do is installed; `package` is Debian's name of what has one.
    case encoderMissing(wanted: String, package: String)
    case wrongSize(expected: String, got: String)
    /// `detail` is the encoder's own word.
    case failed(detail: String)
    /// The encoder took no more frames for so many seconds.
    case stalled(seconds: Int)
    /// Written to after `finish` or after an earlier error.
    case closed
}

extension EncodingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written (\(reason)): check the folder, its permissions and the free space."
        case .encoderMissing(let wanted, let package):
            "No encoder for \(wanted) is installed: install the package \(package)."
        case .wrongSize(let expected, let got):
            "A frame of \(got) was given where \(expected) is needed: scale it first."
        case .failed(let detail): "Encoding failed (\(detail)): try again, and report it if it stays."
        case .stalled(let seconds):
            "The encoder took nothing for \(seconds) s: try again on a less busy machine."
        case .closed: "The file is already closed: open a new one."
        }
    }
}
