internal import CGStreamer
internal import COpus

/// The visitor's voice out of the packets webrtcbin hands over in order: Opus decoded at 16 kHz, which libopus does
/// by itself whatever the rate it was coded at. Runs on the receiving thread; owned by the pad it hangs on.
final class SpeechReceiver: PacketReceiver {
    static let sampleRate = 16_000
    /// The longest packet Opus knows is 120 ms (RFC 6716 §3.2).
    private static let longest = sampleRate * 120 / 1000
    /// More lost packets in a row than this are silence nobody needs.
    private static let concealed = 5

    private let decoder: OpaquePointer
    private let deliver: @Sendable ([Int16]) -> Void
    private var samples = [Int16](repeating: 0, count: longest)
    private var expected: UInt16?
    private var length: Int32 = Int32(sampleRate / 50)

    init?(_ deliver: @escaping @Sendable ([Int16]) -> Void) {
        var code: Int32 = 0
        guard let decoder = opus_decoder_create(Int32(Self.sampleRate), 1, &code) else { return nil }
        self.decoder = decoder
        self.deliver = deliver
        OpenHandles.opened()
    }

    deinit {
        opus_decoder_destroy(decoder)
        OpenHandles.closed()
    }

    func receive(_ packet: RTPPacket, at time: UInt64?) {
        if let expected {
            let gap = Int(packet.sequence &- expected)
            if gap >= 0x8000 { return }
            for _ in 0..<min(gap, Self.concealed) { decode(nil, 0) }
        }
        expected = packet.sequence &+ 1
        guard !packet.payload.isEmpty else { return }
        decode(packet.payload.bindMemory(to: UInt8.self).baseAddress, Int32(packet.payload.count))
    }

    private func decode(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
        // Without a packet libopus conceals as many samples as it is given room for.
        let room = bytes == nil ? length : Int32(Self.longest)
        let decoded = opus_decode(decoder, bytes, count, &samples, room, 0)
        guard decoded > 0 else { return }
        length = decoded
        deliver(Array(samples[0..<Int(decoded)]))
    }
}
