package import Core
internal import Glibc

/// Writes a body clip: an H.264 elementary stream (ISO/IEC 14496-10 Annex B) that any player shows, with a
/// delimiter before every access unit, a keyframe at least every `keyframeInterval` frames and no B-frames, so that
/// ``BodyClip`` can jump anywhere at the cost of at most one interval.
///
/// The same frames and settings give the same bytes. Used by one thread at a time. The file gets its name in
/// ``finish()``; until then it is hidden beside it, and goes with the writer.
package final class BodyClipWriter {
    package let path: String
    private let temporary: String
    private let encoder: H264Encoder
    private var file: UnsafeMutablePointer<FILE>?

    /// - Parameters:
    ///   - quality: x264's CRF, 0…51, lower is better.
    ///   - decodesFast: Saves decoding time at render time for a file that is larger (figures in the README).
    package init(
        path: String, width: Int, height: Int, framesPerSecond: Int, keyframeInterval: Int = 12, quality: Int = 18,
        decodesFast: Bool = false
    ) throws(EncodingError) {
        self.path = path
        encoder = try H264Encoder(
            width: width, height: height, framesPerSecond: framesPerSecond,
            settings: H264Settings(
                form: .byteStream, quality: quality, keyframeInterval: keyframeInterval, preset: "medium",
                isReproducible: true, decodesFast: decodesFast))
        temporary = try temporaryFile(beside: path)
        file = fopen(temporary, "we")
        if file == nil { throw .cannotWrite(path: path, reason: lastReason()) }
        OpenHandles.opened()
    }

    deinit {
        if file != nil { abandon() }
        OpenHandles.closed()
    }

    /// - Parameter asKeyframe: For a frame that is often jumped to: it is then decoded by itself.
    package func write(_ frame: VideoFrame, asKeyframe: Bool = false) throws(EncodingError) {
        guard file != nil else { throw .closed }
        try append(try encoder.encode(frame, asKeyframe: asKeyframe))
    }

    package func finish() throws(EncodingError) {
        guard let file else { throw .closed }
        try append(try encoder.finish())
        self.file = nil
        guard fclose(file) == 0, rename(temporary, path) == 0 else {
            let reason = lastReason()
            unlink(temporary)
            throw .cannotWrite(path: path, reason: reason)
        }
    }

    private func append(_ units: [AccessUnit]) throws(EncodingError) {
        for unit in units {
            guard fwrite(unit.bytes, 1, unit.bytes.count, file) == unit.bytes.count else {
                let reason = lastReason()
                abandon()
                throw .cannotWrite(path: path, reason: reason)
            }
        }
    }

    private func abandon() {
        if let file { fclose(file) }
        file = nil
        unlink(temporary)
    }
}
