/// Why a body clip could not be read.
package enum BodyClipError: Error, Equatable, Sendable {
    /// `reason` is the operating system's own word.
    case unreadable(path: String, reason: String)
    /// Not a stream of access units as ``BodyClipWriter`` makes them.
    case notAClip
    case damaged(frame: Int)
    case noSuchFrame(index: Int, count: Int)
    /// `detail` is the decoder's own word.
    case decoderFailed(detail: String)
}

extension BodyClipError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "The clip \(path) cannot be read (\(reason)): check the avatar pack's folder."
        case .notAClip: "This is not a body clip: build or install the avatar pack again."
        case .damaged(let frame):
            "The body clip is damaged at frame \(frame): build or install the avatar pack again."
        case .noSuchFrame(let index, let count):
            "Frame \(index) was asked of a body clip of \(count) frames: build the avatar pack again."
        case .decoderFailed(let detail): "The body clip's decoder failed (\(detail)): check the installation."
        }
    }
}
