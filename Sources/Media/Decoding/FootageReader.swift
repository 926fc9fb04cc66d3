package import Core

/// Hands out a recording's pictures one by one: constant rate, upright, I420 BT.709, from a bounded process.
///
/// Frame n shows the instant `start + n / framesPerSecond` of the file's clock, the same clock that
/// ``readAudio(path:sampleRate:maximumSeconds:decoder:)`` counts its samples on. Where the video begins later than the
/// file, its first frame stands in. Used by one thread at a time, except ``cancel()``. Decoding is pulled: the process
/// waits when nobody takes frames, and holds no more than a few.
package final class FootageReader: Sendable {
    package let probe: MediaProbe
    /// Of every frame.
    package let size: PictureSize
    package let framesPerSecond: Int
    /// Seconds on the file's clock of the first frame and of the end.
    package let range: Range<Double>
    private let process: DecoderProcess
    private let stallTimeout: Double

    package struct Options: Sendable {
        /// Nil takes ``OutputRate/forSource(_:)``.
        package var framesPerSecond: Int?
        /// The pictures are shrunk, never enlarged, until they fit these sides, whichever way up they are.
        package var longSide = 1920
        package var shortSide = 1080
        /// Seconds on the file's clock; nil for all.
        package var range: Range<Double>?
        /// Seconds without a frame until reading fails.
        package var stallTimeout = 30.0

        package init(
            framesPerSecond: Int? = nil, longSide: Int = 1920, shortSide: Int = 1080, range: Range<Double>? = nil,
            stallTimeout: Double = 30
        ) {
            self.framesPerSecond = framesPerSecond
            self.longSide = longSide
            self.shortSide = shortSide
            self.range = range
            self.stallTimeout = stallTimeout
        }
    }

    /// - Parameter probe: What ``MediaProbe/probe(path:limits:decoder:)`` said of the file; nil asks it here.
    package init(
        path: String, probe: MediaProbe? = nil, options: Options = Options(), decoder: DecoderExecutable = .running
    ) throws(MediaError) {
        let limits = MediaLimits(
            needsVideo: true, needsAudio: false, maximumSeconds: MediaLimits.footage.maximumSeconds)
        let found = if let probe { probe } else { try MediaProbe.probe(path: path, limits: limits, decoder: decoder) }
        guard let video = found.video else { throw .noVideo }
        let start = max(options.range?.lowerBound ?? 0, 0)
        let end = min(options.range?.upperBound ?? found.duration, found.duration)
        self.probe = found
        size = PictureSize(width: video.width, height: video.height)
            .fitted(longSide: options.longSide, shortSide: options.shortSide)
        framesPerSecond = options.framesPerSecond ?? OutputRate.forSource(video.frameRate)
        range = start..<max(start, end)
        stallTimeout = options.stallTimeout
        let job = VideoJob(
            size: size, rotation: video.rotation, framesPerSecond: framesPerSecond, start: start,
            end: range.upperBound)
        process = try DecoderProcess(DecodeRequest(path: path, job: .video(job)), executable: decoder)
    }

    /// Waits for the next frame; nil after the last.
    package func next() throws(MediaError) -> VideoFrame? {
        guard let record = try process.next(timeout: stallTimeout) else { return nil }
        guard case .frame(let bytes) = record,
            bytes.count == VideoFrame.byteCount(width: size.width, height: size.height)
        else { throw .damaged(detail: "a picture of the wrong size") }
        return VideoFrame(width: size.width, height: size.height, bytes: bytes)
    }

    /// Stops decoding at once; ``next()`` throws `cancelled` from then on. Any thread.
    package func cancel() { process.cancel() }

    /// The file's sound as one channel, sample 0 at time 0 of the file: silence where the sound begins later.
    /// - Parameter maximumSeconds: What comes later is left out.
    package static func readAudio(
        path: String, sampleRate: Int, maximumSeconds: Double = MediaLimits.footage.maximumSeconds,
        decoder: DecoderExecutable = .running
    ) throws(MediaError) -> AudioClip {
        let job = AudioJob(sampleRate: sampleRate, end: maximumSeconds)
        let process = try DecoderProcess(DecodeRequest(path: path, job: .audio(job)), executable: decoder)
        var samples: [Float] = []
        let limit = Int((maximumSeconds * Double(sampleRate)).rounded(.up))
        while let record = try process.next(timeout: 30) {
            guard case .samples(let bytes) = record, samples.count + bytes.count / 4 <= limit else {
                throw .damaged(detail: "more sound than was asked for")
            }
            bytes.withUnsafeBytes { samples += $0.bindMemory(to: Float.self) }
        }
        return AudioClip(samples: samples, sampleRate: sampleRate)
    }
}
