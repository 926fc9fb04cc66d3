package import Core

/// Where a recording's words and phones lie, and how far to trust it.
package struct Alignment: Equatable, Sendable {
    /// Where the words came from.
    package enum Source: String, Codable, Sendable {
        case transcript
        /// Recognised from the audio: words may be wrong, sounds are mostly alike.
        case recognition
    }

    /// A part of the recording where the transcript is not what is said.
    package struct UnalignedSpan: Equatable, Codable, Sendable {
        /// Seconds on the recording's clock.
        package var start: Double
        package var end: Double
        /// The transcript's words there, as written; empty where it has none.
        package var written: String
        /// The recognised words used instead; empty where none were found or they fit no better.
        package var heard: String
    }

    /// Contiguous from 0 to the recording's end; silences are "sil". Each phone's `confidence` is the word's and its
    /// own fit to the acoustic model. Unstressed "ah" is written "ax", as flite does.
    package var pronunciation: Pronunciation
    package var source: Source
    /// 0…1; below 0.5 the text should be checked.
    package var confidence: Float
    package var unalignedSpans: [UnalignedSpan]
    /// Share of p, b, m during which the lips were seen closed; `nil` without `MouthEvidence`.
    package var closuresConfirmed: Double?
    /// How much later the picture is than the sound, in seconds (negative: earlier); `nil` without `MouthEvidence`.
    package var lagSeconds: Double?
    /// What was learnt of the speaker, to align further recordings with.
    package var model: SpeakerModel
}

/// How far the lips are open over a recording.
package struct MouthEvidence: Equatable, Sendable {
    /// Seconds on the audio's clock (middle of each frame's exposure), increasing.
    package var times: [Double]
    /// Distance of the inner lips' middle points over the face's width, one per time; not finite where no face was seen.
    package var openings: [Float]

    package init(times: [Double], openings: [Float]) {
        self.times = times
        self.openings = openings
    }
}
