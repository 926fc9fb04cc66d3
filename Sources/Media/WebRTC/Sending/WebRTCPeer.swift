internal import CGStreamer
package import Core
internal import Synchronization

/// A ``PeerConnection`` on GStreamer's webrtcbin.
package final class WebRTCPeer: PeerConnection, PeerLinkDelegate, TicksEverySecond {
    /// How far the exchange of descriptions has come (RFC 8829 §3.2).
    private enum Phase {
        case new
        case describing
        case offered(RemoteDescription)
        case settled
        case closed
    }

    private struct State {
        var phase = Phase.new
        var connection = PeerState.new
        var lanes: Lanes?
        var early: [ICECandidate] = []
        var sinks: [ReceivingPad] = []
        var watch = SilenceWatch()
        var failure: PeerError?
        var answered: (offer: RemoteDescription, text: String)?
    }

    struct Lanes {
        var video: MediaLane
        var audio: MediaLane?
    }

    private static let earlyLimit = 64
    private let configuration: PeerConfiguration
    private let link: PeerLink
    private let clock = MediaClock()
    private let queue = PeerEventQueue()
    private let state = Mutex(State())
    private let isSending = Atomic(false)
    private let sent = Atomic<UInt64>(0)

    /// Takes a few milliseconds; nothing is sent before an offer or answer is asked for.
    package init(_ configuration: PeerConfiguration) throws(PeerError) {
        self.configuration = configuration
        link = try PeerLink(configuration, receivingDelay: 60)
        link.signals.delegate = self
    }

    deinit { close() }

    package var events: AsyncStream<PeerEvent> { queue.stream }

    /// Why the state became `failed`, for the log.
    package var failure: PeerError? { state.withLock { $0.failure } }

    // MARK: negotiation

    package func offer() async throws(PeerError) -> String {
        try begin()
        let formats = [OutgoingFormat.video(configuration.codec), .opus()]
        try await onWorker { [self] () throws(PeerError) in
            let video = try addLane(formats[0], line: 0)
            let audio = try addLane(formats[1], line: 1)
            try link.ready()
            prefer(formats[0], at: 0, receives: false)
            prefer(formats[1], at: 1, receives: configuration.receivesAudio)
            link.createChannel("data")
            try link.play()
            state.withLock { $0.lanes = Lanes(video: video, audio: audio) }
        }
        let text = try await link.describe(offer: true, profileLevelID: profileLevelID)
        let own = try RemoteDescription(text, isOffer: true)
        try move { phase in phase = .offered(own) }
        return text
    }

    package func accept(answer text: String) async throws(PeerError) {
        var answer = try RemoteDescription(text, isOffer: false)
        let offer = try state.withLock { state throws(PeerError) in
            if case .offered(let offer) = state.phase { return offer }
            throw Self.refusal(state.phase, "there is no open offer")
        }
        try answer.fit(to: offer)
        guard answer.index(of: .video) != nil else { throw .codecRefused(configuration.codec) }
        link.signals.expect(fingerprint: answer.fingerprint)
        try await link.setRemote(answer.text, isOffer: false)
        settle(answer)
    }

    package func answer(offer text: String) async throws(PeerError) -> String {
        let offer = try RemoteDescription(text, isOffer: true)
        if let answered = state.withLock({ $0.answered }) { return try restart(offer, after: answered) }
        let agreed = try Agreement(offer, configuration)
        try begin()
        try await onWorker { [self] () throws(PeerError) in
            let video = try addLane(agreed.video, line: agreed.videoLine)
            var audio: MediaLane?
            if let format = agreed.audio, let line = agreed.audioLine { audio = try addLane(format, line: line) }
            try link.ready()
            prefer(agreed.video, at: 0, receives: false)
            if let format = agreed.audio { prefer(format, at: 1, receives: agreed.receivesAudio) }
            try link.play()
            state.withLock { $0.lanes = Lanes(video: video, audio: audio) }
        }
        link.signals.expect(fingerprint: agreed.kept.fingerprint)
        try await link.setRemote(agreed.kept.text, isOffer: true)
        let written = try await link.describe(offer: false, profileLevelID: profileLevelID)
        settle(agreed.kept)
        let answer = agreed.whole(written)
        state.withLock { $0.answered = (offer, answer) }
        return answer
    }

    private func restart(
        _ offer: RemoteDescription, after former: (offer: RemoteDescription, text: String)
    ) throws(PeerError) -> String {
        guard !link.closed else { throw .closed }
        guard let transport = offer.media.first(where: { !$0.isRejected }),
            transport.ufrag != former.offer.media.first(where: { !$0.isRejected })?.ufrag
        else { throw .wrongState(detail: "a second offer must bring new ICE credentials") }
        guard offer.fingerprint == former.offer.fingerprint, offer.media.map(\.mid) == former.offer.media.map(\.mid)
        else { throw .wrongState(detail: "a second offer may change nothing but ICE") }
        let own = try link.restartICE(ufrag: transport.ufrag, password: transport.password)
        for part in offer.media { for candidate in part.candidates { link.add(candidate, line: 0) } }
        let text = LocalDescription.replacingCredentials(in: former.text, ufrag: own.ufrag, password: own.password)
        state.withLock { $0.answered = (offer, text) }
        return text
    }

    package func add(_ candidate: ICECandidate) throws(PeerError) {
        if candidate.candidate.isEmpty { return }
        let line = try CandidateLine(candidate.candidate)
        let isSettled = try state.withLock { state throws(PeerError) in
            switch state.phase {
            case .closed: throw PeerError.closed
            case .settled: return true
            case .new, .describing, .offered:
                guard state.early.count < Self.earlyLimit else { throw .badCandidate("too many before the answer") }
                state.early.append(candidate)
                return false
            }
        }
        // Everything is bundled: one transport, that of the first section.
        if isSettled { link.add(line, line: 0) }
    }

    private func begin() throws(PeerError) {
        try state.withLock { state throws(PeerError) in
            guard case .new = state.phase else {
                throw Self.refusal(state.phase, "it has made or answered an offer before")
            }
            state.phase = .describing
        }
    }

    private func move(_ change: (inout Phase) -> Void) throws(PeerError) {
        try state.withLock { state throws(PeerError) in
            if case .closed = state.phase { throw .closed }
            change(&state.phase)
        }
    }

    private func settle(_ description: RemoteDescription) {
        let early = state.withLock { state in
            if case .closed = state.phase { return [ICECandidate]() }
            state.phase = .settled
            defer { state.early = [] }
            return state.early
        }
        for part in description.media { for candidate in part.candidates { link.add(candidate, line: 0) } }
        for candidate in early { try? add(candidate) }
    }

    private static func refusal(_ phase: Phase, _ detail: String) -> PeerError {
        if case .closed = phase { .closed } else { .wrongState(detail: detail) }
    }

    private var profileLevelID: String? {
        configuration.codec == .h264 ? OutgoingFormat.profileLevelID(height: configuration.height) : nil
    }

    // MARK: pipeline

    private func addLane(_ format: OutgoingFormat, line: Int) throws(PeerError) -> MediaLane {
        try MediaLane(format, on: link, line: line) { [weak self] in self?.queue.yield(.keyframeRequested) }
    }

    private func prefer(_ format: OutgoingFormat, at line: Int, receives: Bool) {
        guard let caps = gst_caps_from_string(format.caps) else { return }
        let direction =
            receives
            ? GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV : GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY
        // Lost video is sent again (RFC 4588); lost sound is concealed by Opus.
        _ = cgst_set_transceiver(link.webrtc, Int32(line), direction, caps, format.isVideo ? 1 : 0)
        gst_caps_unref(caps)
    }

    private func onWorker(
        _ body: @escaping @Sendable () throws(PeerError) -> Void
    ) async throws(PeerError) {
        try await Reply<Void>.wait("building the pipeline", limit: .seconds(5)) { [link] reply in
            guard !link.closed else { return reply.resume(.failure(.closed)) }
            reply.resume(Result { () throws(PeerError) in try body() })
        }.get()
    }

    // MARK: sending

    package func send(_ picture: CodedPicture, at time: MediaTime) {
        guard isSending.load(ordering: .relaxed), let lane = state.withLock({ $0.lanes?.video }),
            let running = clock.runningTime(of: time, now: { link.runningTime })
        else { return }
        sent.add(1, ordering: .relaxed)
        if !lane.push(picture.bytes, at: running, isDelta: !picture.isKeyframe) { queue.yield(.keyframeRequested) }
    }

    package func send(_ packet: OpusPacket, at time: MediaTime) {
        guard isSending.load(ordering: .relaxed), let lane = state.withLock({ $0.lanes?.audio }),
            let running = clock.runningTime(of: time, now: { link.runningTime })
        else { return }
        _ = lane.push(packet.bytes, at: running, isDelta: false)
    }

    @discardableResult package func send(message: String) -> Bool { !link.closed && link.send(message) }

    package func statistics() async -> PeerStatistics { await link.statistics() }

    // MARK: end

    package func close() { end(.closed) }

    private func end(_ final: PeerState) {
        isSending.store(false, ordering: .relaxed)
        let pads = state.withLock { state -> [any Sendable]? in
            if case .closed = state.phase { return nil }
            state.phase = .closed
            state.connection = final
            defer {
                state.lanes = nil
                state.sinks = []
            }
            var pads: [any Sendable] = state.sinks
            if let lanes = state.lanes { pads.append(lanes) }
            return pads
        }
        guard let pads else { return }
        SecondTicks.shared.remove(self)
        link.close(releasing: pads)
        queue.yield(.state(final))
        queue.finish()
    }

    // MARK: what the link tells

    func linkChanged(_ new: PeerState) {
        let isNews = state.withLock { state in
            if case .closed = state.phase { return false }
            defer { state.connection = new }
            return state.connection != new
        }
        guard isNews else { return }
        switch new {
        case .failed, .closed: end(new)
        case .connected:
            guard link.signals.isAuthentic else {
                return fail("the other side's certificate is not the one it announced")
            }
            SecondTicks.shared.add(self)
            isSending.store(true, ordering: .relaxed)
            queue.yield(.state(new))
        case .new, .connecting, .disconnected: queue.yield(.state(new))
        }
    }

    func linkOpenedChannel() { queue.yield(.messagesOpen) }

    func linkReceived(_ message: String) { queue.yield(.message(message)) }

    func linkReceives(_ pad: UnsafeMutablePointer<GstPad>, caps: UnsafeMutablePointer<GstCaps>) {
        let isVoice = cgst_caps_string(caps, "media").map { String(cString: $0) } == "audio"
        let receiver =
            isVoice && configuration.receivesAudio
            ? SpeechReceiver { [weak self] samples in self?.queue.yield(.microphone(samples)) } : nil
        // A pad that leads nowhere would stop the whole connection, so what nobody wants is thrown away.
        guard let sink = ReceivingPad(on: pad, receiver) else { return }
        state.withLock { state in
            if case .closed = state.phase { return }
            state.sinks.append(sink)
        }
    }

    func linkEnded() { end(.closed) }

    func linkFailed(_ detail: String) { fail(detail) }

    private func fail(_ detail: String) {
        state.withLock { if $0.failure == nil { $0.failure = .failed(detail: detail) } }
        end(.failed)
    }

    // MARK: silence

    func tick() {
        let arrivals = link.signals.arrivals.load(ordering: .relaxed)
        let sent = sent.load(ordering: .relaxed)
        switch state.withLock({ $0.watch.look(arrivals: arrivals, sent: sent) }) {
        case .disconnected: linkChanged(.disconnected)
        case .back: linkChanged(.connected)
        case .gone: fail("nothing has come from the other side for \(SilenceWatch.goneAfter) s")
        case nil: break
        }
    }
}
