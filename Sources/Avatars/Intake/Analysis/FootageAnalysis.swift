package import Tracking

/// What the container promises about a recording.
package struct FootageFacts: Equatable, Sendable {
    /// As shown, in pixels, before any shrinking.
    package var width: Int
    package var height: Int
    /// Pictures per second of the source, on average.
    package var sourceRate: Double
    package var isVariableRate: Bool
    /// Seconds.
    package var duration: Double
    package var videoCodec: String
    /// Channels and sample rate of the sound; 0 without sound.
    package var audioChannels: Int
    package var audioSampleRate: Int

    package init(
        width: Int, height: Int, sourceRate: Double, isVariableRate: Bool = false, duration: Double,
        videoCodec: String = "H.264", audioChannels: Int = 1, audioSampleRate: Int = 48_000
    ) {
        self.width = width
        self.height = height
        self.sourceRate = sourceRate
        self.isVariableRate = isVariableRate
        self.duration = duration
        self.videoCodec = videoCodec
        self.audioChannels = audioChannels
        self.audioSampleRate = audioSampleRate
    }
}

/// Everything the checks look at: one pass over a recording, turned into numbers.
package struct FootageAnalysis: Sendable {
    package var facts: FootageFacts
    package var track: FaceTrack
    /// Nil when no picture has a face; the curves are then empty.
    package var poses: PoseTrack?
    package var mouth: MouthCurve
    package var eyes: EyeCurve
    /// One per picture.
    package var frames: [FrameStatistics]
    package var bars: BlackBars
    package var audio: AudioStatistics
    package var parts: FootageParts
    /// Per picture: whether something seems to be before the mouth.
    package var mouthHidden: [Bool]

    /// - Parameter parts: Where the person said the parts are; nil finds them.
    package init(
        facts: FootageFacts, track: FaceTrack, frames: [FrameStatistics], bars: BlackBars = .none,
        audio: AudioStatistics, parts: FootageParts? = nil
    ) {
        self.facts = facts
        self.track = track
        self.frames = frames
        self.bars = bars
        self.audio = audio
        poses = PoseTrack(track)
        if let poses {
            mouth = MouthCurve(track, poses: poses)
            eyes = EyeCurve(track, poses: poses)
        } else {
            mouth = MouthCurve(framesPerSecond: track.framesPerSecond, opening: [], width: [], smile: [])
            eyes = EyeCurve(framesPerSecond: track.framesPerSecond, opening: [], browHeight: [], gaze: [])
        }
        mouthHidden = HiddenMouth.find(frames.map(\.mouth), framesPerSecond: track.framesPerSecond)
        self.parts = parts ?? FootageParts()
        if parts == nil {
            self.parts = PartsFinder.find(
                PartsFinder.Evidence(
                    framesPerSecond: track.framesPerSecond,
                    voice: audio.voice(framesPerSecond: track.framesPerSecond, count: track.count),
                    opening: mouth.opening, headSpeed: headSpeed, hasFace: track.frames.map { $0 != nil }))
        }
    }

    package var framesPerSecond: Double { track.framesPerSecond }
    /// Seconds of picture.
    package var duration: Double { Double(track.count) / track.framesPerSecond }

    /// Head speed per picture in face widths per second, from smoothed poses.
    package var headSpeed: [Float] {
        guard let poses = poses?.poses, !poses.isEmpty else { return [] }
        return [0]
            + zip(poses, poses.dropFirst()).map { a, b in
                let step = b.translation - a.translation
                return Float((step.x * step.x + step.y * step.y).squareRoot() / b.scale * track.framesPerSecond)
            }
    }

    /// The pictures of a span, cut to what exists.
    package func pictures(in span: TimeSpan) -> Range<Int> {
        let first = min(max(Int((span.start * framesPerSecond).rounded()), 0), track.count)
        return first..<min(max(Int((span.end * framesPerSecond).rounded()), first), track.count)
    }

    /// The pictures of listening and idle.
    package var silentPictures: [Int] { parts.silent.flatMap { Array(pictures(in: $0)) } }
}
