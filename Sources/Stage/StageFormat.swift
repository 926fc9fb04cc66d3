package import Media

/// The ladder of picture sizes, with the bit rates clients of the cloud know.
package enum StreamQuality: String, CaseIterable, Codable, Sendable {
    case low, medium, high
    case veryHigh = "very_high"

    /// Pixels of the picture's short side.
    package var height: Int {
        switch self {
        case .low: 360
        case .medium: 480
        case .high: 720
        case .veryHigh: 1080
        }
    }

    /// The most video is sent at, in bit/s.
    package var bitsPerSecond: Int {
        switch self {
        case .low: 500_000
        case .medium: 1_000_000
        case .high: 2_000_000
        case .veryHigh: 4_000_000
        }
    }
}

/// What all viewers of a session get.
package struct StageFormat: Hashable, Sendable {
    package var quality: StreamQuality
    package var codec: VideoCodec

    package init(quality: StreamQuality, codec: VideoCodec) {
        self.quality = quality
        self.codec = codec
    }
}
