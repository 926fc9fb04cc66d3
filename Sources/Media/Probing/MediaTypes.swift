/// GStreamer's media types that we open, and their common names. A file of any other type is refused before an
/// element sees it: playlists, for one, would make it fetch other files or addresses.
enum MediaTypes {
    static let containers = [
        "video/quicktime": "MP4", "audio/x-m4a": "MP4", "application/x-3gp": "MP4",
        "video/x-matroska": "Matroska", "audio/x-matroska": "Matroska", "video/webm": "WebM", "audio/webm": "WebM",
        "video/mpegts": "MPEG-TS", "video/mpeg": "MPEG-PS", "video/x-msvideo": "AVI", "video/x-flv": "FLV",
        "application/ogg": "Ogg", "audio/ogg": "Ogg", "video/ogg": "Ogg",
        "audio/mpeg": "MPEG audio", "application/x-id3": "MPEG audio", "application/x-apetag": "MPEG audio",
        "audio/x-wav": "WAV", "audio/x-flac": "FLAC", "audio/x-aiff": "AIFF", "audio/x-au": "AU", "audio/x-caf": "CAF",
    ]

    private static let codecs = [
        "video/x-h264": "H.264", "video/x-h265": "HEVC", "video/x-vp8": "VP8", "video/x-vp9": "VP9",
        "video/x-av1": "AV1", "video/mpeg": "MPEG video", "image/jpeg": "Motion JPEG", "video/x-prores": "ProRes",
        "video/x-raw": "raw video", "audio/mpeg": "MPEG audio", "audio/x-opus": "Opus", "audio/x-vorbis": "Vorbis",
        "audio/x-flac": "FLAC", "audio/x-raw": "PCM", "audio/x-alac": "ALAC", "audio/x-ac3": "AC-3",
    ]

    /// - Parameter version: `mpegversion` of the caps, where they have it.
    static func codecName(_ type: String, version: Int?) -> String {
        switch (type, version) {
        case ("audio/mpeg", 2?), ("audio/mpeg", 4?): "AAC"
        case ("audio/mpeg", 1?): "MP3"
        case ("video/mpeg", 4?): "MPEG-4 video"
        default: codecs[type] ?? type
        }
    }
}
