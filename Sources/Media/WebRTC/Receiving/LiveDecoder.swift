internal import CLibAV
internal import Core
internal import Glibc

/// Owns an FFmpeg decoder that gives each picture at once. Used by one thread at a time.
final class LiveDecoder {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let picture: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>

    /// Nil when FFmpeg lacks the codec.
    init?(_ codec: VideoCodec) {
        GStreamer.start()
        guard let decoder = avcodec_find_decoder(codec == .h264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_VP8),
            let context = avcodec_alloc_context3(decoder)
        else { return nil }
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY
        context.pointee.max_pixels = 4096 * 2304
        guard avcodec_open2(context, decoder, nil) >= 0, let picture = av_frame_alloc(), let packet = av_packet_alloc()
        else {
            var doomed: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&doomed)
            return nil
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

    /// Nil when the bytes give no picture.
    func decode(_ bytes: [UInt8]) -> VideoFrame? {
        guard av_new_packet(packet, Int32(bytes.count)) >= 0 else { return nil }
        defer { av_packet_unref(packet) }
        bytes.withUnsafeBytes { _ = memcpy(packet.pointee.data, $0.baseAddress!, $0.count) }
        guard avcodec_send_packet(context, packet) >= 0, avcodec_receive_frame(context, picture) >= 0,
            picture.pointee.format == AV_PIX_FMT_YUV420P.rawValue, picture.pointee.width % 2 == 0,
            picture.pointee.height % 2 == 0
        else { return nil }
        return VideoFrame(copying: picture.pointee)
    }
}
