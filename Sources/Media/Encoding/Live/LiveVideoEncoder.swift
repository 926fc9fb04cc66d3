internal import CGStreamer
package import Core

/// How much work an encoder puts into a picture.
package enum EncodingEffort: Int, CaseIterable, Sendable {
    /// For a machine that is short of time.
    case least
    /// For pictures that are made while they are watched.
    case live
    /// For pictures that are made once and sent often.
    case careful
}

/// A picture in, its coded form out, on the caller's thread and before the call returns. Used by one thread at a time.
///
/// H.264 is constrained baseline without B-frames, as every browser decodes it; keyframes come when they are asked
/// for, and first. A keyframe's size is bounded by a buffer of ``bufferMilliseconds`` at the bit rate.
package final class LiveVideoEncoder {
    package let codec: VideoCodec
    package let effort: EncodingEffort
    private let element: LoneElement
    private let kind: Kind
    private let layout: FrameLayout
    private let framesPerSecond: Int
    private var framesEncoded = 0

    /// What the rate is held over: a keyframe may be this long on the wire.
    private static let bufferMilliseconds = 300
    /// Finer than this nobody sees; what the bit rate leaves over is not spent. x264's CRF by effort, on Ada 720p.
    private static let finestQuality = 21

    private enum Kind: String {
        case x264 = "x264enc"
        case openH264 = "openh264enc"
        case vp8 = "vp8enc"
    }

    /// In bit/s; may change between any two pictures.
    package var bitsPerSecond: Int {
        didSet {
            guard bitsPerSecond != oldValue else { return }
            for (name, value) in Self.rate(kind, bitsPerSecond) { element.set(name, value) }
        }
    }

    /// - Parameter keyframeInterval: Pictures from one keyframe to the next; nil for only those asked for.
    package init(
        _ codec: VideoCodec, width: Int, height: Int, framesPerSecond: Int, effort: EncodingEffort,
        bitsPerSecond: Int
    ) throws(EncodingError) {
        self.codec = codec
        self.effort = effort
        self.framesPerSecond = framesPerSecond
        self.bitsPerSecond = bitsPerSecond
        layout = FrameLayout(width: width, height: height)
        let input = """
            video/x-raw,format=I420,width=\(width),height=\(height),framerate=\(framesPerSecond)/1,\
            pixel-aspect-ratio=1/1,interlace-mode=progressive,colorimetry=bt709,chroma-site=mpeg2
            """
        let kinds: [Kind] = codec == .h264 ? [.x264, .openH264] : [.vp8]
        for kind in kinds {
            let properties = Self.properties(kind, effort) + Self.rate(kind, bitsPerSecond)
            if let element = LoneElement(
                kind.rawValue, properties: properties, input: input, output: Self.output(kind))
            {
                (self.element, self.kind) = (element, kind)
                return
            }
        }
        throw .encoderMissing(
            wanted: "\(codec.rawValue) video",
            package: codec == .h264
                ? "gstreamer1.0-plugins-ugly or gstreamer1.0-plugins-bad" : "gstreamer1.0-plugins-good")
    }

    /// - Parameter asKeyframe: Makes it one that a decoder can begin with.
    package func encode(_ frame: VideoFrame, asKeyframe: Bool = false) throws(EncodingError) -> CodedPicture {
        guard frame.width == layout.width, frame.height == layout.height else {
            throw .wrongSize(expected: "\(layout.width)×\(layout.height)", got: "\(frame.width)×\(frame.height)")
        }
        guard let buffer = layout.buffer(from: frame) else { throw .failed(detail: "out of memory") }
        let second = UInt(1_000_000_000)
        let start = UInt(framesEncoded) * second / UInt(framesPerSecond)
        cgst_set_timestamps(buffer, start, second / UInt(framesPerSecond))
        framesEncoded += 1
        if asKeyframe { element.askForKeyframe() }
        let picture = element.push(buffer) { made -> CodedPicture? in
            guard made.count == 1 else { return nil }
            return CodedPicture(bytes: CodedBytes(copying: made[0]), isKeyframe: cgst_is_keyframe(made[0]) != 0)
        }
        guard let picture = picture ?? nil else { throw .failed(detail: "\(kind.rawValue) gave no picture") }
        return picture
    }

    private static func output(_ kind: Kind) -> String {
        switch kind {
        case .x264, .openH264:
            "video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au"
        case .vp8: "video/x-vp8"
        }
    }

    private static func properties(_ kind: Kind, _ effort: EncodingEffort) -> [(String, String)] {
        switch kind {
        case .x264:
            let preset =
                [EncodingEffort.least: "ultrafast", .live: "superfast", .careful: "medium"][effort] ?? "medium"
            return [
                ("tune", "zerolatency"), ("speed-preset", preset), ("threads", "1"), ("sliced-threads", "false"),
                ("bframes", "0"), ("ref", effort == .careful ? "2" : "1"), ("key-int-max", "100000"),
                ("pass", "qual"), ("quantizer", "\(finestQuality)"),
                ("vbv-buf-capacity", "\(bufferMilliseconds)"),
                // Live, on 300 pictures of Ada 720p: trellis, which x264enc turns on over the fast presets' heads, costs
                // 4.7 instead of 2.7 ms a picture; adaptive quantisation 40 % more bytes and 1.6 dB at the mouth, because
                // it spends them on her surroundings; a hexagon instead of a diamond search 0.3 ms.
                ("trellis", effort == .careful ? "true" : "false"), ("me", effort == .careful ? "hex" : "dia"),
                ("option-string", effort == .careful ? "scenecut=0" : "scenecut=0:aq-mode=0"),
            ]
        case .openH264:
            return [
                ("complexity", effort == .careful ? "high" : "low"), ("rate-control", "bitrate"),
                ("gop-size", "100000"), ("multi-thread", "1"), ("scene-change-detection", "false"),
            ]
        case .vp8:
            // Negative speeds are kept to; positive ones follow the clock. Buffer and key picture as WebRTC's own VP8.
            let speed = [EncodingEffort.least: "-14", .live: "-10", .careful: "-4"][effort] ?? "-10"
            return [
                ("deadline", "1"), ("cpu-used", speed), ("threads", "1"), ("end-usage", "cbr"),
                ("keyframe-mode", "auto"), ("keyframe-max-dist", "100000"), ("lag-in-frames", "0"),
                ("buffer-size", "1000"), ("buffer-initial-size", "500"), ("buffer-optimal-size", "600"),
                ("max-intra-bitrate", "900"), ("min-quantizer", "8"), ("max-quantizer", "56"),
            ]
        }
    }

    private static func rate(_ kind: Kind, _ bitsPerSecond: Int) -> [(String, String)] {
        switch kind {
        case .x264: [("bitrate", "\(max(bitsPerSecond / 1000, 1))")]
        case .openH264: [("bitrate", "\(bitsPerSecond)"), ("max-bitrate", "\(bitsPerSecond)")]
        case .vp8: [("target-bitrate", "\(bitsPerSecond)")]
        }
    }
}

extension CodedBytes {
    fileprivate convenience init(copying buffer: UnsafeMutablePointer<GstBuffer>) {
        var map = GstMapInfo()
        guard gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else {
            self.init([])
            return
        }
        defer { gst_buffer_unmap(buffer, &map) }
        self.init(UnsafeRawBufferPointer(start: map.data, count: Int(map.size)))
    }
}
