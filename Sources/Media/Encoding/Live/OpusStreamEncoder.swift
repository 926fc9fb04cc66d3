internal import COpus

/// 20 ms of mono sound in, one Opus packet out (RFC 6716), on the caller's thread. Used by one thread at a time.
///
/// Opus takes several sample rates as they are; its RTP clock is 48 kHz whatever the rate (RFC 7587 §4.1). A packet is
/// heard 6.5 ms after its samples (the encoder's look-ahead at 48 kHz).
package final class OpusStreamEncoder {
    /// What needs no resampling, in Hz.
    package static let sampleRates = [8_000, 12_000, 16_000, 24_000, 48_000]
    /// Packets per second.
    package static let rate = 50

    package let sampleRate: Int
    private let encoder: OpaquePointer

    /// Speech at full band (RFC 7587 §3.1.1 recommends 28–40 kbit/s).
    private static let bitsPerSecond = 40_000
    /// Of 10: measured beyond it on speech at 16 kHz costs time and changes little.
    private static let complexity: Int32 = 5
    /// No packet is longer (RFC 6716 §3.4: 1275 bytes of one frame, and a byte before it).
    private static let packetLimit = 1276

    /// - Parameter sampleRate: One of ``sampleRates``.
    package init(sampleRate: Int) throws(EncodingError) {
        var status: Int32 = 0
        guard let encoder = opus_encoder_create(Int32(sampleRate), 1, OPUS_APPLICATION_VOIP, &status) else {
            throw .failed(detail: "Opus at \(sampleRate) Hz: \(String(cString: opus_strerror(status)))")
        }
        _ = copus_set_bitrate(encoder, Int32(Self.bitsPerSecond))
        _ = copus_set_complexity(encoder, Self.complexity)
        _ = copus_expect_loss(encoder, 5)
        self.encoder = encoder
        self.sampleRate = sampleRate
        OpenHandles.opened()
    }

    deinit {
        opus_encoder_destroy(encoder)
        OpenHandles.closed()
    }

    /// - Parameter samples: Exactly `sampleRate / 50`; −1…1, louder ones are clipped.
    package func encode(_ samples: [Float]) throws(EncodingError) -> OpusPacket {
        precondition(samples.count == sampleRate / Self.rate)
        let sane = samples.map { $0.isFinite ? min(max($0, -1), 1) : 0 }
        let packet = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.packetLimit) { target in
            let count = opus_encode_float(
                encoder, sane, Int32(samples.count), target.baseAddress!, Int32(Self.packetLimit))
            return count > 0 ? OpusPacket(bytes: CodedBytes(target.prefix(Int(count)))) : nil
        }
        guard let packet else { throw .failed(detail: "Opus gave no packet") }
        return packet
    }

    /// Forgets what came before, as a decoder does that heard silence meanwhile.
    package func reset() { _ = copus_reset(encoder) }
}

extension OpusPacket {
    /// 20 ms of nothing, to be sent again and again: what the encoder gives for zeros once it has settled.
    package static let silence: OpusPacket = {
        guard let encoder = try? OpusStreamEncoder(sampleRate: 16_000) else { return OpusPacket(bytes: CodedBytes([])) }
        let zeros = [Float](repeating: 0, count: 320)
        for _ in 0..<10 { _ = try? encoder.encode(zeros) }
        return (try? encoder.encode(zeros)) ?? OpusPacket(bytes: CodedBytes([]))
    }()
}
