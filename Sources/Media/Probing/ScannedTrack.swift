internal import CGStreamer
internal import Synchronization

/// What the scan found out about one stream.
struct ScannedStream {
    /// GStreamer's media type and, for the MPEG family, its version.
    var type: String
    var version: Int?
    /// In stored pixels.
    var width = 0
    var height = 0
    /// Width of a pixel over its height.
    var pixelAspect = 1.0
    var sampleRate = 0
    var channels = 0
    /// Degrees clockwise.
    var rotation = 0
    var isDecodable: Bool
    /// When each packet is due, in seconds and in the order of the file.
    var times: [Double]
    /// When the last packet's time is over, in seconds.
    var end: Double

    var isVideo: Bool { type.hasPrefix("video/") || type.hasPrefix("image/") }
    var isAudio: Bool { type.hasPrefix("audio/") }
}

/// One output of the parser while it runs: its streaming thread notes, others read.
final class ScannedTrack: @unchecked Sendable {
    /// Borrowed from the pipeline, which outlives the track.
    private let pad: UnsafeMutablePointer<GstPad>
    private let seen = Mutex(Seen())

    private struct Seen {
        var times: [Double] = []
        var end = 0.0
    }

    /// Packets remembered: over an hour at 240 per second.
    private static let maximumPackets = 1_000_000

    init(pad: UnsafeMutablePointer<GstPad>) { self.pad = pad }

    /// Notes every packet from now on. The track must outlive the pad's activity.
    func observe() {
        _ = cgst_observe_buffers(
            pad,
            { _, info, context in
                if let info, let context, let buffer = cgst_probed_buffer(info) {
                    Unmanaged<ScannedTrack>.fromOpaque(context).takeUnretainedValue().note(buffer)
                }
                return GST_PAD_PROBE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func note(_ buffer: UnsafeMutablePointer<GstBuffer>) {
        let position = cgst_presentation_or_decoding_time(buffer)
        guard position != cgst_no_time() else { return }
        let time = cgst_pad_stream_time(pad, position)
        guard time != cgst_no_time() else { return }
        let seconds = Double(time) * 1e-9
        let length = buffer.pointee.duration == cgst_no_time() ? 0 : Double(buffer.pointee.duration) * 1e-9
        seen.withLock { seen in
            guard seen.times.count < Self.maximumPackets else { return }
            seen.times.append(seconds)
            seen.end = max(seen.end, seconds + length)
        }
    }

    /// Nil for a stream that never said what it is.
    var stream: ScannedStream? {
        guard let caps = gst_pad_get_current_caps(pad) else { return nil }
        defer { gst_caps_unref(caps) }
        guard let fields = gst_caps_get_structure(caps, 0), let name = gst_structure_get_name(fields) else {
            return nil
        }
        func integer(_ field: String) -> Int? {
            var value: gint = 0
            return gst_structure_get_int(fields, field, &value) != 0 ? Int(value) : nil
        }
        let seen = seen.withLock { $0 }
        var aspect: (gint, gint) = (1, 1)
        if gst_structure_get_fraction(fields, "pixel-aspect-ratio", &aspect.0, &aspect.1) == 0 || aspect.1 == 0 {
            aspect = (1, 1)
        }
        return ScannedStream(
            type: String(cString: name), version: integer("mpegversion"), width: integer("width") ?? 0,
            height: integer("height") ?? 0, pixelAspect: Double(aspect.0) / Double(aspect.1),
            sampleRate: integer("rate") ?? 0, channels: integer("channels") ?? 0, rotation: rotation,
            isDecodable: gst_structure_has_name(fields, "audio/x-raw") != 0
                || gst_structure_has_name(fields, "video/x-raw") != 0 || cgst_is_decodable(caps) != 0,
            times: seen.times, end: seen.end)
    }

    private var rotation: Int {
        guard let text = cgst_pad_orientation(pad) else { return 0 }
        defer { g_free(text) }
        // "rotate-90", or "flip-rotate-90" for mirrored pictures, which no camera writes.
        return ["rotate-90": 90, "rotate-180": 180, "rotate-270": 270][String(cString: text)] ?? 0
    }
}
