internal import COpus
internal import Core
internal import Glibc
internal import Synchronization

/// What the receivers of one client share.
final class ReceivingDesk: Sendable {
    let counts = Mutex(ReceivedCounts())
    let reports = Mutex(SenderReports())
    let deliver: @Sendable (ReceivedMedia) -> Void

    init(_ deliver: @escaping @Sendable (ReceivedMedia) -> Void) { self.deliver = deliver }

    func time(_ timestamp: UInt32, _ source: UInt32, rate: Int64) -> ReceivedTime {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return ReceivedTime(
            timestamp: timestamp,
            sender: reports.withLock { $0.time(of: timestamp, source: source, rate: rate) },
            arrival: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
    }
}

/// Pictures out of packets, on the receiving thread.
final class PictureReceiver: PacketReceiver {
    private let desk: ReceivingDesk
    private var assembly: PictureAssembly
    private let decoder: LiveDecoder?

    init(_ codec: VideoCodec, decodes: Bool, _ desk: ReceivingDesk) {
        self.desk = desk
        assembly = PictureAssembly(codec: codec)
        decoder = decodes ? LiveDecoder(codec) : nil
    }

    func receive(_ packet: RTPPacket, at time: UInt64?) {
        let picture = assembly.add(packet)
        desk.counts.withLock { counts in
            counts.videoPackets += 1
            counts.bytes += Int64(packet.payload.count)
            counts.videoPacketsLost = assembly.lost
            counts.pictures += picture == nil ? 0 : 1
            counts.keyframes += picture?.isKeyframe == true ? 1 : 0
        }
        guard let picture else { return }
        let stamp = desk.time(picture.timestamp, packet.source, rate: 90_000)
        desk.deliver(
            .picture(
                frame: decoder?.decode(picture.bytes), isKeyframe: picture.isKeyframe,
                byteCount: picture.bytes.count, time: stamp))
    }
}

/// Sound out of packets, on the receiving thread.
final class SoundReceiver: PacketReceiver {
    private let desk: ReceivingDesk
    private let decoder: OpaquePointer?
    private var samples = [Int16](repeating: 0, count: 5760)

    init(decodes: Bool, _ desk: ReceivingDesk) {
        self.desk = desk
        var code: Int32 = 0
        decoder = decodes ? opus_decoder_create(48_000, 1, &code) : nil
        if decoder != nil { OpenHandles.opened() }
    }

    deinit {
        guard let decoder else { return }
        opus_decoder_destroy(decoder)
        OpenHandles.closed()
    }

    func receive(_ packet: RTPPacket, at time: UInt64?) {
        desk.counts.withLock { counts in
            counts.audioPackets += 1
            counts.bytes += Int64(packet.payload.count)
        }
        let stamp = desk.time(packet.timestamp, packet.source, rate: 48_000)
        guard let decoder, !packet.payload.isEmpty else { return desk.deliver(.sound(samples: [], time: stamp)) }
        let decoded = opus_decode(
            decoder, packet.payload.bindMemory(to: UInt8.self).baseAddress, Int32(packet.payload.count), &samples,
            Int32(samples.count), 0)
        desk.deliver(.sound(samples: decoded > 0 ? Array(samples[0..<Int(decoded)]) : [], time: stamp))
    }
}
