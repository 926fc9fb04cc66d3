/// What a media file holds, read off its packets without decoding them. All times are in seconds on the file's clock,
/// the one that players show.
package struct MediaProbe: Equatable, Codable, Sendable {
    package struct Video: Equatable, Codable, Sendable {
        /// "H.264", "HEVC", "VP9" … or GStreamer's own media type for a rare one.
        package var codec: String
        /// As shown: in square pixels and after rotation.
        package var width: Int
        package var height: Int
        /// How far the stored picture is turned clockwise to be shown: 0, 90, 180 or 270.
        package var rotation: Int
        /// Frames per second on average.
        package var frameRate: Double
        /// True when the distances between frames differ by more than a container's rounding.
        package var isVariable: Bool
        /// When the first frame is shown.
        package var start: Double
    }
    package struct Audio: Equatable, Codable, Sendable {
        package var codec: String
        /// Hz.
        package var sampleRate: Int
        package var channels: Int
        /// When the first sample is heard.
        package var start: Double
    }
    /// From time 0 to the end of the longer stream.
    package var duration: Double
    /// "MP4", "MOV", "WebM", "Matroska", "WAV" …
    package var container: String
    /// The first stream of each kind; nil when there is none.
    package var video: Video?
    package var audio: Audio?
}

/// What a file must hold and how large it may be.
package struct MediaLimits: Equatable, Codable, Sendable {
    package var needsVideo: Bool
    package var needsAudio: Bool
    /// Seconds.
    package var maximumSeconds: Double
    /// Of the picture's longer and shorter side, in pixels.
    package static let longSide = 4096
    package static let shortSide = 2304

    package init(needsVideo: Bool, needsAudio: Bool, maximumSeconds: Double) {
        self.needsVideo = needsVideo
        self.needsAudio = needsAudio
        self.maximumSeconds = maximumSeconds
    }

    /// A recording of a person: picture and sound, at most 10 minutes.
    package static let footage = MediaLimits(needsVideo: true, needsAudio: true, maximumSeconds: 600)
    /// A voice to speak with: sound, at most 10 minutes; a picture does no harm.
    package static let speech = MediaLimits(needsVideo: false, needsAudio: true, maximumSeconds: 600)
}

extension MediaProbe {
    /// Looks at the file at `path` in a bounded process of its own, for at most some 20 s whatever the file is;
    /// usually for well under one. Blocks; any thread.
    package static func probe(
        path: String, limits: MediaLimits = .footage, decoder: DecoderExecutable = .running
    ) throws(MediaError) -> MediaProbe {
        try checkFile(path)
        let process = try DecoderProcess(DecodeRequest(path: path, job: .probe(limits)), executable: decoder)
        let record = try process.next(timeout: 30)
        guard case .json(let bytes) = record, let probe = try? fromJSON(MediaProbe.self, bytes) else {
            throw .damaged(detail: "no answer")
        }
        return probe
    }
}
