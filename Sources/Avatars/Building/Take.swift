package import Core
package import Tracking

/// A recording as the builder needs it: what the footage analysis found, and nothing of how.
package struct Take: Sendable {
    /// Stretches of the recording in seconds; nil for a part that is missing.
    package struct Parts: Equatable, Sendable {
        package var listening: Range<Double>?
        package var talking: Range<Double>
        package var idle: Range<Double>?

        package init(listening: Range<Double>?, talking: Range<Double>, idle: Range<Double>?) {
            self.listening = listening
            self.talking = talking
            self.idle = idle
        }
    }

    package var path: String
    /// Constant frame rate of everything below: 25 or 30.
    package var framesPerSecond: Int
    package var track: FaceTrack
    /// Luma of each whole frame at 64 × 36, row-major, frame after frame.
    package var thumbnails: [UInt8]
    /// Mono, 16 kHz, on the frames' clock.
    package var audio: AudioClip
    package var parts: Parts
    /// Frames that show something before the mouth: neither learnt from nor shown.
    package var hiddenMouths: Set<Int>

    package init(
        path: String, framesPerSecond: Int, track: FaceTrack, thumbnails: [UInt8], audio: AudioClip, parts: Parts,
        hiddenMouths: Set<Int> = []
    ) {
        self.path = path
        self.framesPerSecond = framesPerSecond
        self.track = track
        self.thumbnails = thumbnails
        self.audio = audio
        self.parts = parts
        self.hiddenMouths = hiddenMouths
    }

    /// Frames whose middle lies in a stretch of seconds.
    func frames(in range: Range<Double>?) -> Range<Int> {
        guard let range else { return 0..<0 }
        let rate = Double(framesPerSecond)
        let first = min(max(Int((range.lowerBound * rate).rounded()), 0), track.count)
        let end = min(max(Int((range.upperBound * rate).rounded()), first), track.count)
        return first..<end
    }
}
