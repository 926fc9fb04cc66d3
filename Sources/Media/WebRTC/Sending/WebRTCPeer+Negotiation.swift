internal import CGStreamer
internal import Synchronization

/// Offer, answer, candidates (RFC 8829), and the pipeline they describe.
extension WebRTCPeer {
    /// Candidates that may wait for the description.
    private static let earlyLimit = 64

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
}
