internal import Avatars
internal import Core
internal import Foundation
internal import Media
internal import Rendering
internal import Tracking

/// Speaks a stretch of a take that the avatar has not learnt from, and compares the lips with the real ones.
///
/// Both sides go the same way: 720p frames, the same encoder settings, decoded again, tracked.
struct HeldOutComparison {
    let take: Take
    let outcome: AvatarBuilder.Outcome
    let pack: AvatarPack
    /// Seconds of the take.
    let span: Range<Double>
    let installation: TrackerInstallation
    let folder: URL

    /// Spoken before the stretch and thrown away, so that the comparison begins in mid-speech as the real one does.
    private static let leadIn = 1.0

    struct Lips {
        var openingR: Double
        var widthR: Double
        var lag: Int
        var closures: (hit: Int, of: Int)
        var video: TrackedVideo
    }

    /// The recording's own frames of the stretch.
    func real() throws -> TrackedVideo {
        let path = folder.appending(path: "real.mp4").path
        let reader = try FootageReader(
            path: take.path,
            options: .init(framesPerSecond: take.framesPerSecond, longSide: 1280, shortSide: 720, range: span))
        let writer = try MP4Writer(
            path: path, width: reader.size.width, height: reader.size.height, framesPerSecond: take.framesPerSecond,
            audioSampleRate: take.audio.sampleRate)
        while let frame = try reader.next() { try writer.write(frame) }
        try writer.finish()
        return try TrackedVideo(path: path, installation: installation)
    }

    /// - Parameter knowsText: Drives the lips from the aligned phones; otherwise from the sound alone.
    func synthetic(knowsText: Bool, against real: TrackedVideo) throws -> Lips {
        // Footage whose sound is late or early: the avatar speaks in time, so it is compared with the picture's clock.
        let rate = Double(take.framesPerSecond)
        let lag = (outcome.speech.lag * rate).rounded() / rate
        let start = span.lowerBound - lag - Self.leadIn
        let audio = take.audio.cut(start..<(span.upperBound - lag))
        let phones = outcome.speech.pronunciation.shifted(by: -start)
        let performance =
            knowsText
            ? Performance(audio: audio, pronunciation: phones, framesPerSecond: take.framesPerSecond)
            : Performance(audio: audio, framesPerSecond: take.framesPerSecond)
        let engine = try pack.makeRenderer(
            body: try pack.openBody(), height: 720, framesPerSecond: take.framesPerSecond)
        let path = folder.appending(path: knowsText ? "phones.mp4" : "audio.mp4").path
        let writer = try MP4Writer(
            path: path, width: engine.format.width, height: engine.format.height,
            framesPerSecond: take.framesPerSecond, audioSampleRate: audio.sampleRate)
        let skipped = Int(Self.leadIn * Double(take.framesPerSecond))
        try PerformanceRecording(performance, engine: engine).frames { index, frame in
            if index >= skipped, index - skipped < real.track.count { try writer.write(frame.picture) }
        }
        try writer.finish()
        let video = try TrackedVideo(path: path, installation: installation)
        let limit =
            0.15 * min(LipFigures.quantile(video.mouth.opening, 0.95), LipFigures.quantile(real.mouth.opening, 0.95))
        return Lips(
            openingR: LipFigures.correlation(video.mouth.opening, real.mouth.opening),
            widthR: LipFigures.correlation(video.mouth.width, real.mouth.width),
            lag: LipFigures.bestLag(video.mouth.opening, real.mouth.opening),
            closures: LipFigures.closuresHit(
                outcome.speech.pronunciation.phones, opening: video.mouth.opening,
                framesPerSecond: Double(take.framesPerSecond), start: span.lowerBound - lag, limit: limit),
            video: video)
    }
}
