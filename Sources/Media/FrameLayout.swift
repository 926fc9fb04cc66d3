internal import CGStreamer
internal import Core
internal import Glibc

/// How GStreamer lays an I420 picture of one size in memory: rows padded to multiples of four bytes.
struct FrameLayout {
    private var info = GstVideoInfo()
    let width: Int
    let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        gst_video_info_init(&info)
        gst_video_info_set_format(&info, GST_VIDEO_FORMAT_I420, guint(width), guint(height))
    }

    /// A new buffer with the frame's pixels; the caller owns it. Nil when memory is short.
    func buffer(from frame: VideoFrame) -> UnsafeMutablePointer<GstBuffer>? {
        guard let buffer = gst_buffer_new_allocate(nil, info.size, nil) else { return nil }
        var map = GstMapInfo()
        guard gst_buffer_map(buffer, &map, GST_MAP_WRITE) != 0, let target = map.data else {
            gst_buffer_unref(buffer)
            return nil
        }
        defer { gst_buffer_unmap(buffer, &map) }
        frame.bytes.withUnsafeBytes { source in
            for plane in planes(info) {
                for row in 0..<plane.height {
                    let from = source.baseAddress! + plane.tightOffset + row * plane.width
                    memcpy(target + plane.offset + row * plane.stride, from, plane.width)
                }
            }
        }
        return buffer
    }

    /// Copies a decoded buffer into `bytes` (`VideoFrame.byteCount`), without padding. False when the buffer
    /// cannot be mapped as such a picture.
    func copy(_ buffer: UnsafeMutablePointer<GstBuffer>, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        var info = info
        var mapped = GstVideoFrame()
        guard gst_video_frame_map(&mapped, &info, buffer, GST_MAP_READ) != 0 else { return false }
        defer { gst_video_frame_unmap(&mapped) }
        // The buffer's own description wins over the one given, and need not agree with it.
        guard Int(mapped.info.width) == width, Int(mapped.info.height) == height else { return false }
        let sources = [mapped.data.0, mapped.data.1, mapped.data.2]
        for (source, plane) in zip(sources, planes(mapped.info)) {
            guard let source else { return false }
            for row in 0..<plane.height {
                memcpy(
                    bytes.baseAddress! + plane.tightOffset + row * plane.width, source + row * plane.stride, plane.width
                )
            }
        }
        return true
    }

    private struct Plane {
        var width: Int
        var height: Int
        var stride: Int
        var offset: Int
        var tightOffset: Int
    }

    private func planes(_ info: GstVideoInfo) -> [Plane] {
        let (stride, offset, luma) = (info.stride, info.offset, width * height)
        return [
            Plane(width: width, height: height, stride: Int(stride.0), offset: Int(offset.0), tightOffset: 0),
            Plane(
                width: width / 2, height: height / 2, stride: Int(stride.1), offset: Int(offset.1), tightOffset: luma),
            Plane(
                width: width / 2, height: height / 2, stride: Int(stride.2), offset: Int(offset.2),
                tightOffset: luma * 5 / 4),
        ]
    }
}

/// The bytes of a buffer.
func copyBytes(_ buffer: UnsafeMutablePointer<GstBuffer>) -> [UInt8] {
    let size = Int(gst_buffer_get_size(buffer))
    return [UInt8](unsafeUninitializedCapacity: size) { target, count in
        count = Int(gst_buffer_extract(buffer, 0, target.baseAddress, gsize(size)))
    }
}
