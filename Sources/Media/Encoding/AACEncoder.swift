internal import CLibAV

/// One coded stretch of sound.
struct SoundPacket {
    var bytes: [UInt8]
    /// In samples from time 0; negative for the encoder's priming.
    var start: Int
    /// In samples.
    var duration: Int
}

/// Mono samples in, AAC-LC packets out. Owns FFmpeg's encoder; used by one thread at a time.
///
/// The encoder's first packet stands 1024 samples before time 0 (its priming, `initial_padding`), so packets
/// have honest timestamps and the container can tell players what to skip.
final class AACEncoder {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let frame: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>
    private var waiting: [Float] = []
    private var samplesEncoded = 0

    init(sampleRate: Int, bitRate: Int) throws(EncodingError) {
        GStreamer.start()
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_AAC) else {
            throw .encoderMissing(wanted: "AAC sound", package: "libavcodec59")
        }
        guard let context = avcodec_alloc_context3(codec) else { throw .failed(detail: "out of memory") }
        context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        context.pointee.sample_rate = Int32(sampleRate)
        context.pointee.ch_layout = clav_mono()
        context.pointee.bit_rate = Int64(bitRate)
        context.pointee.time_base = AVRational(num: 1, den: Int32(sampleRate))
        // The container wants the codec's configuration once, apart from the packets.
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT
        let status = avcodec_open2(context, codec, nil)
        guard status >= 0, let frame = av_frame_alloc(), let packet = av_packet_alloc() else {
            var doomed: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&doomed)
            throw .failed(detail: "AAC at \(sampleRate) Hz: \(reason(status))")
        }
        (self.context, self.frame, self.packet) = (context, frame, packet)
        OpenHandles.opened()
    }

    deinit {
        var (context, frame, packet) = (Optional(context), Optional(frame), Optional(packet))
        avcodec_free_context(&context)
        av_frame_free(&frame)
        av_packet_free(&packet)
        OpenHandles.closed()
    }

    /// Copies rate, layout, configuration and priming to a stream that is being set up.
    func describe(to parameters: UnsafeMutablePointer<AVCodecParameters>) {
        avcodec_parameters_from_context(parameters, context)
    }

    /// Encodes what makes whole frames of 1024 samples and keeps the rest.
    func encode(_ samples: [Float]) throws(EncodingError) -> [SoundPacket] {
        waiting += samples
        let frameSize = Int(context.pointee.frame_size)
        var packets: [SoundPacket] = []
        var used = 0
        while waiting.count - used >= frameSize {
            packets += try send(waiting[used..<(used + frameSize)])
            used += frameSize
        }
        waiting.removeFirst(used)
        return packets
    }

    /// Encodes what is left. The encoder is of no use afterwards.
    func finish() throws(EncodingError) -> [SoundPacket] {
        var packets: [SoundPacket] = []
        if !waiting.isEmpty { packets += try send(waiting[...]) }
        waiting = []
        try check(avcodec_send_frame(context, nil))
        return try packets + drain()
    }

    private func send(_ samples: ArraySlice<Float>) throws(EncodingError) -> [SoundPacket] {
        av_frame_unref(frame)
        frame.pointee.nb_samples = Int32(samples.count)
        frame.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointee.sample_rate = context.pointee.sample_rate
        frame.pointee.ch_layout = clav_mono()
        try check(av_frame_get_buffer(frame, 0))
        frame.pointee.pts = Int64(samplesEncoded)
        let target = UnsafeMutableRawBufferPointer(start: frame.pointee.data.0, count: samples.count * 4)
        samples.withUnsafeBytes { target.copyMemory(from: $0) }
        samplesEncoded += samples.count
        try check(avcodec_send_frame(context, frame))
        return try drain()
    }

    private func drain() throws(EncodingError) -> [SoundPacket] {
        var packets: [SoundPacket] = []
        while true {
            let status = avcodec_receive_packet(context, packet)
            if status == clav_again() || status == clav_end_of_file() { return packets }
            try check(status)
            let bytes = UnsafeBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size))
            packets.append(
                SoundPacket(
                    bytes: Array(bytes), start: Int(packet.pointee.pts), duration: Int(packet.pointee.duration)))
            av_packet_unref(packet)
        }
    }

    private func check(_ status: Int32) throws(EncodingError) {
        if status < 0 { throw .failed(detail: reason(status)) }
    }
}

/// FFmpeg's words for one of its error codes.
func reason(_ status: Int32) -> String {
    var text = [CChar](repeating: 0, count: Int(AV_ERROR_MAX_STRING_SIZE))
    av_strerror(status, &text, text.count)
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
