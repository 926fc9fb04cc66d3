internal import CGStreamer
package import Core
internal import Glibc

/// Frames as picture files. Each call runs a small pipeline of its own (some ms), on any thread.
package enum PictureWriter {
    package enum Format: Equatable, Sendable {
        /// `quality` 1…100.
        case jpeg(quality: Int)
        case png

        /// By the file's extension: `.png`, or JPEG for anything else.
        package init(path: String, quality: Int = 90) {
            self = path.lowercased().hasSuffix(".png") ? .png : .jpeg(quality: quality)
        }

        // JFIF pictures are full-range BT.601 (ITU-T T.871 §7), PNG is RGB.
        fileprivate var encoder: String {
            switch self {
            case .jpeg(let quality):
                "video/x-raw,format=I420,colorimetry=1:4:0:0 ! jpegenc quality=\(min(max(quality, 1), 100))"
            case .png: "video/x-raw,format=RGB ! pngenc"
            }
        }
    }

    package static func encode(_ frame: VideoFrame, as format: Format) throws(EncodingError) -> [UInt8] {
        let layout = FrameLayout(width: frame.width, height: frame.height)
        do throws(Pipeline.Failure) {
            let pipeline = try Pipeline(
                """
                appsrc name=source format=time caps=video/x-raw,format=I420,width=\(frame.width),\
                height=\(frame.height),framerate=1/1,colorimetry=bt709,chroma-site=mpeg2,interlace-mode=progressive ! \
                videoconvert ! \(format.encoder) ! appsink name=sink sync=false
                """)
            pipeline.play()
            guard let buffer = layout.buffer(from: frame) else { throw Pipeline.Failure("out of memory") }
            cgst_set_timestamps(buffer, 0, 1_000_000_000)
            _ = cgst_push(pipeline.element("source"), buffer)
            _ = cgst_end(pipeline.element("source"))
            let deadline = monotonicSeconds() + 30
            while monotonicSeconds() < deadline {
                if let sample = cgst_pull(pipeline.element("sink"), 20_000_000) {
                    defer { gst_sample_unref(sample) }
                    return gst_sample_get_buffer(sample).map(copyBytes) ?? []
                }
                if let failure = pipeline.pendingFailure() { throw failure }
            }
            throw Pipeline.Failure("no picture came out within 30 s")
        } catch {
            throw .failed(detail: error.text)
        }
    }

    /// The file appears whole or not at all.
    package static func write(_ frame: VideoFrame, to path: String) throws(EncodingError) {
        let bytes = try encode(frame, as: Format(path: path))
        let temporary = try temporaryFile(beside: path)
        let file = fopen(temporary, "we")
        let written = file.map { fwrite(bytes, 1, bytes.count, $0) } ?? 0
        let closed = file.map { fclose($0) } ?? -1
        guard written == bytes.count, closed == 0, rename(temporary, path) == 0 else {
            let reason = lastReason()
            unlink(temporary)
            throw .cannotWrite(path: path, reason: reason)
        }
    }
}
