internal import CGStreamer
package import Core
internal import Synchronization

/// A receiving client on webrtcbin: the other end of a ``PeerConnection``, for benches and tests.
///
/// Answers a server's offer, or offers to receive as a WHEP client does. Any thread may call.
package final class ReceivingPeer: PeerLinkDelegate {
    private let configuration: ReceivingConfiguration
    private let link: PeerLink
    private let desk: ReceivingDesk
    private let queue = PeerEventQueue()
    private struct State {
        var connection = PeerState.new
        var isClosed = false
        var video: ReceivingPad?
        var sinks: [ReceivingPad] = []
        var voice: MediaLane?
        var offer: RemoteDescription?
    }
    private let state = Mutex(State())
    private let clock = MediaClock()

    /// - Parameter onMedia: Called on GStreamer's threads, one call a stream at a time; what it does delays the
    ///   stream.
    package init(
        _ configuration: ReceivingConfiguration, onMedia: @escaping @Sendable (ReceivedMedia) -> Void
    ) throws(PeerError) {
        self.configuration = configuration
        desk = ReceivingDesk(onMedia)
        var plain = PeerConfiguration(codec: configuration.codec, height: 1080)
        plain.iceServers = configuration.iceServers
        plain.allowsTCP = false
        link = try PeerLink(plain, receivingDelay: configuration.jitterDelay)
        link.signals.asksForRepair = true
        link.signals.onReport = { [desk] report in desk.reports.withLock { $0.read(report) } }
        link.signals.delegate = self
    }

    deinit { close() }

    /// States, messages and the channel's opening; no media. One consumer.
    package var events: AsyncStream<PeerEvent> { queue.stream }

    package var counts: ReceivedCounts { desk.counts.withLock { $0 } }

    /// Answers a server's offer, taking all of it.
    package func answer(offer text: String) async throws(PeerError) -> String {
        let offer = try RemoteDescription(text, isOffer: true)
        try await onWorker { [self] () throws(PeerError) in
            if configuration.speaks, let line = offer.index(of: .audio), offer.media[line].direction == .sendrecv,
                let payload = offer.media[line].payloads.first(where: { $0.name == "opus" })
            {
                let voice = try addVoice(.opus(type: payload.type), line: line, transceiver: 0)
                state.withLock { $0.voice = voice }
            }
            try link.play()
        }
        link.signals.expect(fingerprint: offer.fingerprint)
        try await link.setRemote(offer.text, isOffer: true)
        let answer = try await link.describe(offer: false, profileLevelID: "42e028")
        for part in offer.media { for candidate in part.candidates { link.add(candidate, line: 0) } }
        return answer
    }

    /// Offers to receive one video and one sound.
    package func offer() async throws(PeerError) -> String {
        try await onWorker { [self] () throws(PeerError) in
            try link.ready()
            try expect(.video(configuration.codec), GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY)
            if configuration.speaks {
                let voice = try addVoice(.opus(), line: 1, transceiver: 1)
                state.withLock { $0.voice = voice }
            } else {
                try expect(.opus(), GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY)
            }
            if configuration.opensChannel { link.createChannel("client") }
            try link.play()
        }
        let text = try await link.describe(offer: true, profileLevelID: "42e028")
        let own = try RemoteDescription(text, isOffer: true)
        state.withLock { $0.offer = own }
        return text
    }

    /// The server's answer to ``offer()``.
    package func accept(answer text: String) async throws(PeerError) {
        var answer = try RemoteDescription(text, isOffer: false)
        guard let offer = state.withLock({ $0.offer }) else { throw .wrongState(detail: "there is no open offer") }
        try answer.fit(to: offer)
        link.signals.expect(fingerprint: answer.fingerprint)
        try await link.setRemote(answer.text, isOffer: false)
        for part in answer.media { for candidate in part.candidates { link.add(candidate, line: 0) } }
    }

    package func add(_ candidate: ICECandidate) throws(PeerError) {
        if !candidate.candidate.isEmpty { link.add(try CandidateLine(candidate.candidate), line: 0) }
    }

    /// PLI (RFC 4585 §6.3.1). Nothing happens before video comes.
    package func requestKeyframe() { state.withLock { $0.video }?.requestKeyframe() }

    @discardableResult package func send(message: String) -> Bool { !link.closed && link.send(message) }

    /// The client's voice; needs `speaks`.
    package func send(_ packet: OpusPacket, at time: MediaTime) {
        guard let voice = state.withLock({ $0.connection == .connected ? $0.voice : nil }),
            let running = clock.runningTime(of: time, now: { link.runningTime })
        else { return }
        _ = voice.push(packet.bytes, at: running, isDelta: false)
    }

    /// Idempotent; returns at once.
    package func close() { end(.closed) }

    // MARK: pipeline

    private func expect(
        _ format: OutgoingFormat, _ direction: GstWebRTCRTPTransceiverDirection
    ) throws(PeerError) {
        guard let caps = gst_caps_from_string(format.caps) else { throw .failed(detail: "bad caps") }
        defer { gst_caps_unref(caps) }
        guard cgst_add_transceiver(link.webrtc, direction, caps, format.isVideo ? 1 : 0) != 0 else {
            throw .failed(detail: "no transceiver")
        }
    }

    private func addVoice(_ format: OutgoingFormat, line: Int, transceiver: Int32) throws(PeerError) -> MediaLane {
        let lane = try MediaLane(format, on: link, line: line) {}
        guard let caps = gst_caps_from_string(format.caps) else { throw .failed(detail: "bad caps") }
        defer { gst_caps_unref(caps) }
        try link.ready()
        _ = cgst_set_transceiver(link.webrtc, transceiver, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, caps, 0)
        return lane
    }

    private func onWorker(_ body: @escaping @Sendable () throws(PeerError) -> Void) async throws(PeerError) {
        try await Reply<Void>.wait("building the pipeline", limit: .seconds(5)) { [link] reply in
            guard !link.closed else { return reply.resume(.failure(.closed)) }
            reply.resume(Result { () throws(PeerError) in try body() })
        }.get()
    }

    private func end(_ final: PeerState) {
        let pads = state.withLock { state -> [any Sendable]? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            state.connection = final
            var pads: [any Sendable] = state.sinks
            if let voice = state.voice { pads.append(voice) }
            state.sinks = []
            state.video = nil
            state.voice = nil
            return pads
        }
        guard let pads else { return }
        link.close(releasing: pads)
        queue.yield(.state(final))
        queue.finish()
    }

    // MARK: what the link tells

    func linkChanged(_ new: PeerState) {
        let isNews = state.withLock { state in
            defer { if !state.isClosed { state.connection = new } }
            return !state.isClosed && state.connection != new
        }
        guard isNews else { return }
        if new == .failed || new == .closed { end(new) } else { queue.yield(.state(new)) }
    }

    func linkOpenedChannel() { queue.yield(.messagesOpen) }
    func linkReceived(_ message: String) { queue.yield(.message(message)) }
    func linkEnded() { end(.closed) }
    func linkFailed(_ detail: String) { end(.failed) }

    func linkReceives(_ pad: UnsafeMutablePointer<GstPad>, caps: UnsafeMutablePointer<GstCaps>) {
        let isVideo = cgst_caps_string(caps, "media").map { String(cString: $0) } == "video"
        let receiver: any PacketReceiver =
            isVideo
            ? PictureReceiver(configuration.codec, decodes: configuration.decodesVideo, desk)
            : SoundReceiver(decodes: configuration.decodesAudio, desk)
        guard let sink = ReceivingPad(on: pad, receiver) else { return }
        state.withLock { state in
            guard !state.isClosed else { return }
            state.sinks.append(sink)
            if isVideo { state.video = sink }
        }
    }
}
