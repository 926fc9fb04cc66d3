import CGStreamer
import COpus
import Core
import Foundation
import Synchronization
import Testing

@testable import Media

/// A ``WebRTCPeer`` that sends a moving picture and a tone to a ``ReceivingPeer``, which may send a tone back.
final class Conversation: Sendable {
    let peer: WebRTCPeer
    let receiver: ReceivingPeer
    let server = Heard()
    let client = Heard()
    private let media = Waiting<ReceivedMedia>()
    private let isOver = Atomic(false)
    private let speaking = DispatchGroup()

    init(_ wishes: ReceivingConfiguration, serverOffers: Bool) async throws {
        try WebRTC.warmUp()
        peer = try WebRTCPeer(PeerConfiguration(codec: wishes.codec, height: 240))
        receiver = try ReceivingPeer(wishes) { [media] in media.add($0) }
        server.listen(to: peer.events)
        client.listen(to: receiver.events)
        if serverOffers {
            try await peer.accept(answer: try await receiver.answer(offer: try await peer.offer()))
        } else {
            try await receiver.accept(answer: try await peer.answer(offer: try await receiver.offer()))
        }
        try await server.reached { $0.contains { $0.state == .connected } }
        try await client.reached { $0.contains { $0.state == .connected } }
        speak(try CodedMaterial(wishes.codec), speaks: wishes.speaks)
    }

    /// Sends in real time until the end, as a stage would.
    private func speak(_ material: CodedMaterial, speaks: Bool) {
        speaking.enter()
        Thread.detachNewThread { [self] in
            defer { speaking.leave() }
            let start = DispatchTime.now()
            var slot: Int64 = 0
            while !isOver.load(ordering: .relaxed) {
                let time = MediaTime(slot, rate: 50)
                let due = start.uptimeNanoseconds + UInt64(time.nanoseconds)
                let now = DispatchTime.now().uptimeNanoseconds
                if due > now { usleep(UInt32((due - now) / 1000)) }
                peer.send(material.sound[Int(slot) % material.sound.count], at: time)
                if slot % 2 == 0 { peer.send(material.pictures[Int(slot / 2) % material.pictures.count], at: time) }
                if speaks { receiver.send(material.sound[Int(slot) % material.sound.count], at: time) }
                slot += 1
            }
        }
    }

    /// The first thing received for which `pick` gives something.
    func first<Picked: Sendable>(_ pick: @escaping @Sendable (ReceivedMedia) -> Picked?) async throws -> Picked {
        try await media.first(pick)
    }

    func end() async {
        isOver.store(true, ordering: .relaxed)
        await withCheckedContinuation { done in speaking.notify(queue: .global()) { done.resume() } }
        peer.close()
        receiver.close()
        await LinkTeardown.finished()
    }
}

/// Everything that came on an event stream.
final class Heard: Sendable {
    private let events = Waiting<[PeerEvent]>()

    func listen(to stream: AsyncStream<PeerEvent>) {
        Task { [events] in
            var all: [PeerEvent] = []
            for await event in stream {
                all.append(event)
                events.add(all)
            }
        }
    }

    func reached(_ goal: @escaping @Sendable ([PeerEvent]) -> Bool) async throws {
        try await events.first { goal($0) ? true : nil }
    }
}

/// Hands what comes to whoever waits for something among it; gives up after 20 s.
final class Waiting<Element: Sendable>: Sendable {
    struct NeverCame: Error {}
    private typealias Look = @Sendable (Element?) -> Bool
    private struct State {
        var latest: Element?
        var looks: [Int: Look] = [:]
        var next = 0
    }
    private let state = Mutex(State())

    func add(_ element: Element) {
        state.withLock { state in
            state.latest = element
            state.looks = state.looks.filter { !$0.value(element) }
        }
    }

    @discardableResult
    func first<Picked: Sendable>(_ pick: @escaping @Sendable (Element) -> Picked?) async throws -> Picked {
        let picked: Picked? = await withCheckedContinuation { continuation in
            let look: Look = { element in
                guard let element else {
                    continuation.resume(returning: nil)
                    return true
                }
                guard let picked = pick(element) else { return false }
                continuation.resume(returning: picked)
                return true
            }
            let number = state.withLock { state -> Int? in
                if let latest = state.latest, look(latest) { return nil }
                state.next += 1
                state.looks[state.next] = look
                return state.next
            }
            guard let number else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + 20) { [self] in
                state.withLock { _ = $0.looks.removeValue(forKey: number)?(nil) }
            }
        }
        guard let picked else { throw NeverCame() }
        return picked
    }
}

/// Two seconds of coded picture (320×240, 25 fps, a keyframe each second) and a 440 Hz tone.
struct CodedMaterial: Sendable {
    let pictures: [CodedPicture]
    let sound: [OpusPacket]

    init(_ codec: VideoCodec) throws {
        pictures = try codec == .h264 ? Self.h264() : Self.vp8()
        sound = Self.tone()
    }

    private static func h264() throws -> [CodedPicture] {
        let encoder = try H264Encoder(
            width: 320, height: 240, framesPerSecond: 25,
            settings: H264Settings(
                form: .byteStream, quality: 28, keyframeInterval: 25, preset: "ultrafast", isReproducible: true,
                decodesFast: true))
        var units: [AccessUnit] = []
        for number in 0..<50 { units += try encoder.encode(Recording.pattern(number)) }
        units += try encoder.finish()
        return units.map { CodedPicture(bytes: CodedBytes($0.bytes), isKeyframe: $0.isKeyframe) }
    }

    private static func vp8() throws -> [CodedPicture] {
        let pipeline = try Pipeline(
            """
            videotestsrc num-buffers=50 pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! \
            vp8enc deadline=1 cpu-used=16 keyframe-max-dist=25 ! appsink name=sink sync=false
            """)
        pipeline.play()
        var pictures: [CodedPicture] = []
        while let bytes = pipeline.pullBytes("sink") {
            pictures.append(CodedPicture(bytes: CodedBytes(bytes), isKeyframe: bytes[0] & 1 == 0))
        }
        return pictures
    }

    private static func tone() -> [OpusPacket] {
        var code: Int32 = 0
        guard let encoder = opus_encoder_create(48_000, 1, OPUS_APPLICATION_VOIP, &code) else { return [] }
        defer { opus_encoder_destroy(encoder) }
        return (0..<100).map { number in
            let samples = (0..<960).map { Float(0.3 * sin(2 * .pi * 440 * Double(number * 960 + $0) / 48_000)) }
            var bytes = [UInt8](repeating: 0, count: 1500)
            let count = opus_encode_float(encoder, samples, 960, &bytes, 1500)
            return OpusPacket(bytes: CodedBytes(bytes[0..<Int(count)]))
        }
    }
}

extension PeerEvent {
    var state: PeerState? { if case .state(let state) = self { state } else { nil } }
    var text: String? { if case .message(let text) = self { text } else { nil } }
    var isMessagesOpen: Bool { if case .messagesOpen = self { true } else { false } }
    var isKeyframeRequest: Bool { if case .keyframeRequested = self { true } else { false } }
    var isLoudMicrophone: Bool {
        if case .microphone(let samples) = self { samples.contains { $0 > 3000 } } else { false }
    }
}

extension Pipeline {
    /// The bytes of the next buffer; nil at the end of the stream, and after 10 s without one.
    func pullBytes(_ sink: String) -> [UInt8]? {
        guard let sample = cgst_pull(element(sink), 10_000_000_000) else { return nil }
        defer { gst_sample_unref(sample) }
        return gst_sample_get_buffer(sample).map(copyBytes)
    }
}
