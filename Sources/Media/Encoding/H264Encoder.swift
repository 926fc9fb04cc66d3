internal import CGStreamer
internal import Core
internal import Glibc

/// One coded picture, ready for a container: everything its decoder needs up to the next one.
struct AccessUnit {
    var bytes: [UInt8]
    var isKeyframe: Bool
}

/// What an H.264 stream shall be like. There are never B-frames: coding order is showing order.
struct H264Settings {
    /// How the access units are delimited.
    enum Form: String {
        /// Start codes (ISO/IEC 14496-10 Annex B), with parameter sets before every keyframe.
        case byteStream = "byte-stream"
        /// Length prefixes, with the parameter sets apart, as MP4 wants it.
        case avc
    }
    var form: Form
    /// Constant quality: x264's CRF, 0 (lossless) … 51; 18 is hard to tell from the source.
    var quality: Int
    /// Frames from one keyframe to the next.
    var keyframeInterval: Int
    /// One of x264's presets.
    var preset: String
    /// True: every keyframe interval is exactly as asked, the same frames give the same bytes on every machine.
    var isReproducible: Bool
    /// Leaves out what costs the decoder most: arithmetic coding and weighted prediction.
    var decodesFast: Bool
}

/// Frames in, access units out. Owns a GStreamer pipeline; used by one thread at a time.
final class H264Encoder {
    private let pipeline: Pipeline
    private let layout: FrameLayout
    private let framesPerSecond: Int
    private var framesWritten = 0
    private var atEnd = false
    /// `avcC` of the stream once the first access unit is out; empty in byte-stream form.
    private(set) var decoderConfiguration: [UInt8] = []

    /// Raw frames that may wait before the encoder; more block the writer.
    private static let queueDepth = 8
    private static let patience = 60

    init(width: Int, height: Int, framesPerSecond: Int, settings: H264Settings) throws(EncodingError) {
        self.framesPerSecond = framesPerSecond
        layout = FrameLayout(width: width, height: height)
        guard let encoder = Self.encoder(settings) else {
            throw .encoderMissing(
                wanted: "H.264 video", package: "gstreamer1.0-plugins-ugly or gstreamer1.0-plugins-bad")
        }
        do throws(Pipeline.Failure) {
            pipeline = try Pipeline(
                """
                appsrc name=source format=time block=false max-buffers=0 max-bytes=0 ! \(encoder) ! h264parse ! \
                video/x-h264,stream-format=\(settings.form.rawValue),alignment=au ! \
                appsink name=sink sync=false max-buffers=0
                """)
        } catch {
            throw .failed(detail: error.text)
        }
        let caps = gst_caps_from_string(
            """
            video/x-raw,format=I420,width=\(width),height=\(height),framerate=\(framesPerSecond)/1,\
            pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt709,chroma-site=mpeg2
            """)
        cgst_set_caps(pipeline.element("source"), caps)
        gst_caps_unref(caps)
        pipeline.play()
    }

    /// x264 where it is installed, else OpenH264, which has no constant quality: its bit rate follows from nothing
    /// but the wish, so it is asked for more than it needs.
    private static func encoder(_ settings: H264Settings) -> String? {
        if GStreamer.has("x264enc") {
            var options = ["scenecut=\(settings.isReproducible ? 0 : 40)"]
            if settings.isReproducible { options.append("min-keyint=\(settings.keyframeInterval)") }
            if settings.decodesFast { options.append("weightp=0") }
            return """
                x264enc pass=qual quantizer=\(settings.quality) speed-preset=\(settings.preset) bframes=0 \
                key-int-max=\(settings.keyframeInterval) threads=\(settings.isReproducible ? 2 : 0) \
                cabac=\(!settings.decodesFast) option-string="\(options.joined(separator: ":"))"
                """
        }
        if GStreamer.has("openh264enc") {
            return """
                openh264enc rate-control=quality bitrate=8000000 complexity=high scene-change-detection=false \
                gop-size=\(settings.keyframeInterval) multi-thread=1
                """
        }
        return nil
    }

    /// Waits while the encoder has enough to do. Gives the access units that are ready, in order; there may be none.
    ///
    /// - Parameter asKeyframe: Makes this frame a keyframe, wherever it falls in the interval.
    func encode(_ frame: VideoFrame, asKeyframe: Bool = false) throws(EncodingError) -> [AccessUnit] {
        guard frame.width == layout.width, frame.height == layout.height else {
            throw .wrongSize(expected: "\(layout.width)×\(layout.height)", got: "\(frame.width)×\(frame.height)")
        }
        var ready: [AccessUnit] = []
        let deadline = monotonicSeconds() + Double(Self.patience)
        while cgst_queued_buffers(pipeline.element("source")) >= UInt(Self.queueDepth) {
            ready += take(atMost: .max)
            if case .failed(let failure) = pipeline.nextMessage(within: 2) { throw .failed(detail: failure.text) }
            if monotonicSeconds() > deadline { throw .stalled(seconds: Self.patience) }
        }
        guard let buffer = layout.buffer(from: frame) else { throw .failed(detail: "out of memory") }
        let second = UInt(1_000_000_000)
        let start = UInt(framesWritten) * second / UInt(framesPerSecond)
        let end = UInt(framesWritten + 1) * second / UInt(framesPerSecond)
        cgst_set_timestamps(buffer, start, end - start)
        if asKeyframe { cgst_force_keyframe(pipeline.element("source"), start) }
        guard cgst_push(pipeline.element("source"), buffer) == GST_FLOW_OK else {
            throw .failed(detail: pipeline.pendingFailure()?.text ?? "the encoder refused a frame")
        }
        framesWritten += 1
        return ready + take(atMost: .max)
    }

    /// Waits for the rest, which may be many access units. The encoder is of no use afterwards.
    func finish() throws(EncodingError) -> [AccessUnit] {
        if framesWritten == 0 { return [] }
        _ = cgst_end(pipeline.element("source"))
        var ready: [AccessUnit] = []
        var deadline = monotonicSeconds() + Double(Self.patience)
        while cgst_is_at_end(pipeline.element("sink")) == 0 {
            let some = take(atMost: .max, waiting: 20_000_000)
            if !some.isEmpty { deadline = monotonicSeconds() + Double(Self.patience) }
            ready += some
            if let failure = pipeline.pendingFailure() { throw .failed(detail: failure.text) }
            if monotonicSeconds() > deadline { throw .stalled(seconds: Self.patience) }
        }
        return ready
    }

    /// - Parameter waiting: Nanoseconds to wait for the first one.
    private func take(atMost limit: Int, waiting: UInt = 0) -> [AccessUnit] {
        var units: [AccessUnit] = []
        var patience = waiting
        while units.count < limit, let sample = cgst_pull(pipeline.element("sink"), patience) {
            defer { gst_sample_unref(sample) }
            patience = 0
            if decoderConfiguration.isEmpty { decoderConfiguration = Self.configuration(gst_sample_get_caps(sample)) }
            guard let buffer = gst_sample_get_buffer(sample) else { continue }
            units.append(AccessUnit(bytes: copyBytes(buffer), isKeyframe: cgst_is_keyframe(buffer) != 0))
        }
        return units
    }

    private static func configuration(_ caps: UnsafeMutablePointer<GstCaps>?) -> [UInt8] {
        guard let caps, let buffer = cgst_codec_data(caps) else { return [] }
        return copyBytes(buffer)
    }
}
