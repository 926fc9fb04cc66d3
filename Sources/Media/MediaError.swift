/// Why a file could not be read. Every description is one sentence that says what is wrong and what to do.
///
/// Travels as JSON from the decoding process to its parent.
package enum MediaError: Error, Equatable, Codable, Sendable {
    /// The operating system refused: `reason` is its own word for why.
    case unreadable(path: String, reason: String)
    /// Zero bytes long.
    case empty
    case notMedia
    case noVideo
    case noAudio
    /// The container promises more than the file holds.
    case truncated
    /// Both in seconds.
    case tooLong(seconds: Double, limit: Double)
    case pictureTooLarge(width: Int, height: Int)
    case unsupportedCodec(name: String)
    /// `detail` is the decoder's own word for it.
    case damaged(detail: String)
    /// The decoder gave nothing for so many seconds.
    case stalled(seconds: Double)
    /// The decoding process ended by this signal: a crash, or one of its limits of memory and processor time.
    case decoderDied(signal: Int)
    /// The decoding process could not be started.
    case decoderNotStarted(reason: String)
    case cancelled
}

extension MediaError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path) cannot be read (\(reason)): check the path and its permissions."
        case .empty: "The file is empty (0 bytes): copy or record it again."
        case .notMedia:
            "This is not a video or audio file that can be read here: give an MP4, MOV, WebM or MKV file, or for sound also WAV, FLAC, MP3 or Ogg."
        case .noVideo: "The file has no video: give a recording with picture."
        case .noAudio: "The file has no sound: give a recording with a voice."
        case .truncated: "The file is cut off before its end: copy or export it again completely."
        case .tooLong(let seconds, let limit):
            "The file is \(Self.time(seconds)) long, more than the \(Self.time(limit)) that are read: cut it to the part that is needed."
        case .pictureTooLarge(let width, let height):
            "The picture of \(width)×\(height) pixels is larger than the 4096×2304 that are read: export it at 1920×1080."
        case .unsupportedCodec(let name):
            "No decoder for \(name) is installed: export the file with H.264 video and AAC sound."
        case .damaged(let detail): "The file is damaged (\(detail)): copy or export it again."
        case .stalled(let seconds):
            "Decoding gave nothing for \(Self.time(seconds)) and was stopped: export the file again with H.264 video and AAC sound."
        case .decoderDied(let signal):
            "Decoding was stopped by signal \(signal), because the file is damaged or needs more than the allowed memory and time: export it again with H.264 video and AAC sound at 1920×1080 or less."
        case .decoderNotStarted(let reason):
            "The decoding process could not be started (\(reason)): check that the installation is complete."
        case .cancelled: "Reading the file was cancelled."
        }
    }

    private static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "endless" }
        if seconds < 120 { return "\(Int(seconds.rounded())) s" }
        if seconds < 7200 { return "\(Int((seconds / 60).rounded())) min" }
        return "\(Int((seconds / 3600).rounded())) h"
    }
}
