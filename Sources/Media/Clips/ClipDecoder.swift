internal import CLibAV
internal import Core
internal import Glibc

/// Owns FFmpeg's H.264 decoder on one thread, set to refuse what is damaged instead of guessing the picture.
///
/// Without B-frames and with the low-delay flag every access unit gives its picture at once.
final class ClipDecoder {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let picture: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>

    init() throws(BodyClipError) {
        GStreamer.start()
        guard let codec = avcodec_find_decoder(AV_CODEC_ID_H264), let context = avcodec_alloc_context3(codec) else {
            throw .decoderFailed(detail: "no H.264 decoder")
        }
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY
        context.pointee.err_recognition = clav_decoder_error_flags()
        context.pointee.error_concealment = 0
        // A damaged header must not make us allocate more than the largest picture a pack may hold.
        context.pointee.max_pixels = 4096 * 2304
        let status = avcodec_open2(context, codec, nil)
        guard status >= 0, let picture = av_frame_alloc(), let packet = av_packet_alloc() else {
            var doomed: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&doomed)
            throw .decoderFailed(detail: reason(status))
        }
        (self.context, self.picture, self.packet) = (context, picture, packet)
        OpenHandles.opened()
    }

    deinit {
        var (context, picture, packet) = (Optional(context), Optional(picture), Optional(packet))
        avcodec_free_context(&context)
        av_frame_free(&picture)
        av_packet_free(&packet)
        OpenHandles.closed()
    }

    /// Makes ready for a keyframe anywhere.
    func forget() { avcodec_flush_buffers(context) }

    /// Decodes the access unit at `range` for the sake of those that follow.
    func skip(
        _ stream: [UInt8], _ range: Range<Int>, frame: Int, expected: (width: Int, height: Int)
    ) throws(BodyClipError) {
        try show(stream, range, frame: frame)
        if Int(picture.pointee.width) != expected.width || Int(picture.pointee.height) != expected.height {
            throw .damaged(frame: frame)
        }
    }

    /// - Parameter expected: The size that the picture must have, or nil for any.
    func decode(
        _ stream: [UInt8], _ range: Range<Int>, frame: Int, expected: (width: Int, height: Int)?
    ) throws(BodyClipError) -> VideoFrame {
        try show(stream, range, frame: frame)
        let (width, height) = (Int(picture.pointee.width), Int(picture.pointee.height))
        guard width % 2 == 0, height % 2 == 0, expected.map({ $0 == (width, height) }) ?? true else {
            throw .damaged(frame: frame)
        }
        return VideoFrame(copying: picture.pointee)
    }

    /// Leaves the decoded picture in `picture`.
    private func show(_ stream: [UInt8], _ range: Range<Int>, frame: Int) throws(BodyClipError) {
        // The decoder may read a few bytes past the end, so it gets a padded copy.
        guard av_new_packet(packet, Int32(range.count)) >= 0 else { throw .decoderFailed(detail: "out of memory") }
        defer { av_packet_unref(packet) }
        stream.withUnsafeBytes { _ = memcpy(packet.pointee.data, $0.baseAddress! + range.lowerBound, range.count) }
        guard avcodec_send_packet(context, packet) >= 0, avcodec_receive_frame(context, picture) >= 0,
            picture.pointee.format == AV_PIX_FMT_YUV420P.rawValue, picture.pointee.decode_error_flags == 0,
            picture.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0
        else { throw .damaged(frame: frame) }
    }
}
