internal import CLibAV
internal import Glibc

/// Owns one MP4 file being written by FFmpeg's muxer: H.264 in stream 0, AAC in stream 1, index in front.
///
/// The muxer itself holds packets back until both streams have come equally far, but never more than its
/// `max_interleave_delta` of 10 s; so no order of writing blocks or grows without end.
final class MP4Muxer {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let path: String
    private var headerWritten = false

    struct Picture {
        var width: Int
        var height: Int
        var framesPerSecond: Int
        /// `avcC`.
        var configuration: [UInt8]
    }

    init(path: String, picture: Picture, audio: AACEncoder, sampleRate: Int) throws(EncodingError) {
        self.path = path
        var allocated: UnsafeMutablePointer<AVFormatContext>?
        avformat_alloc_output_context2(&allocated, nil, "mp4", path)
        guard let context = allocated, let packet = av_packet_alloc() else {
            avformat_free_context(allocated)
            throw .failed(detail: "out of memory")
        }
        (self.context, self.packet) = (context, packet)
        OpenHandles.opened()
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
        guard let video = avformat_new_stream(context, nil), let sound = avformat_new_stream(context, nil) else {
            throw .failed(detail: "out of memory")
        }
        try Self.describe(picture, to: video)
        sound.pointee.time_base = AVRational(num: 1, den: Int32(sampleRate))
        audio.describe(to: sound.pointee.codecpar)
        let opened = avio_open(&context.pointee.pb, path, AVIO_FLAG_WRITE)
        if opened < 0 { throw .cannotWrite(path: path, reason: reason(opened)) }
        var options: OpaquePointer?
        av_dict_set(&options, "movflags", "+faststart", 0)
        let status = avformat_write_header(context, &options)
        av_dict_free(&options)
        try check(status)
        headerWritten = true
    }

    deinit {
        avio_closep(&context.pointee.pb)
        avformat_free_context(context)
        var packet = Optional(packet)
        av_packet_free(&packet)
        OpenHandles.closed()
    }

    private static func describe(
        _ picture: Picture, to stream: UnsafeMutablePointer<AVStream>
    ) throws(EncodingError) {
        stream.pointee.time_base = AVRational(num: 1, den: Int32(picture.framesPerSecond))
        stream.pointee.avg_frame_rate = AVRational(num: Int32(picture.framesPerSecond), den: 1)
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        parameters.pointee.codec_id = AV_CODEC_ID_H264
        parameters.pointee.width = Int32(picture.width)
        parameters.pointee.height = Int32(picture.height)
        parameters.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        parameters.pointee.color_range = AVCOL_RANGE_MPEG
        parameters.pointee.color_primaries = AVCOL_PRI_BT709
        parameters.pointee.color_trc = AVCOL_TRC_BT709
        parameters.pointee.color_space = AVCOL_SPC_BT709
        let size = picture.configuration.count
        guard let extra = av_mallocz(size + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else {
            throw .failed(detail: "out of memory")
        }
        picture.configuration.withUnsafeBytes { extra.copyMemory(from: $0.baseAddress!, byteCount: size) }
        parameters.pointee.extradata = extra.assumingMemoryBound(to: UInt8.self)
        parameters.pointee.extradata_size = Int32(size)
    }

    /// - Parameter index: Frame number from the start.
    func write(_ unit: AccessUnit, index: Int, framesPerSecond: Int) throws(EncodingError) {
        try fill(unit.bytes)
        packet.pointee.flags = unit.isKeyframe ? AV_PKT_FLAG_KEY : 0
        try submit(stream: 0, start: index, duration: 1, rate: framesPerSecond)
    }

    func write(_ sound: SoundPacket, sampleRate: Int) throws(EncodingError) {
        try fill(sound.bytes)
        packet.pointee.flags = AV_PKT_FLAG_KEY
        try submit(stream: 1, start: sound.start, duration: sound.duration, rate: sampleRate)
    }

    /// Writes the index and moves it to the front of the file.
    func finish() throws(EncodingError) {
        try check(av_write_trailer(context))
        let closed = avio_closep(&context.pointee.pb)
        if closed < 0 { throw .cannotWrite(path: path, reason: reason(closed)) }
    }

    private func fill(_ bytes: [UInt8]) throws(EncodingError) {
        try check(av_new_packet(packet, Int32(bytes.count)))
        bytes.withUnsafeBytes {
            UnsafeMutableRawPointer(packet.pointee.data).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
        }
    }

    /// Hands `packet` over, which the muxer takes even when it fails.
    private func submit(stream: Int, start: Int, duration: Int, rate: Int) throws(EncodingError) {
        packet.pointee.stream_index = Int32(stream)
        packet.pointee.pts = Int64(start)
        packet.pointee.dts = Int64(start)
        packet.pointee.duration = Int64(duration)
        let unit = AVRational(num: 1, den: Int32(rate))
        av_packet_rescale_ts(packet, unit, context.pointee.streams[stream]!.pointee.time_base)
        try check(av_interleaved_write_frame(context, packet))
    }

    private func check(_ status: Int32) throws(EncodingError) {
        if status >= 0 { return }
        // Negative errno values come from the file, everything else from the muxer.
        if status > -200 { throw .cannotWrite(path: path, reason: reason(status)) }
        throw .failed(detail: reason(status))
    }
}
