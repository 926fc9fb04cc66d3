internal import Conversation
internal import Core
internal import Cryptography
package import Media
internal import Stage

extension Session {
    /// The offer of `streaming.new`, with our candidates. Once.
    package func offer() async throws(SessionError) -> String {
        let viewer = try admitViewer()
        mainViewer = viewer.id
        do {
            return try await viewer.peer.offer()
        } catch {
            drop(viewer.id)
            throw .peer(error)
        }
    }

    /// The client's answer to ``offer()``. A session that viewers join by WHEP needs none.
    ///
    /// - Throws: ``SessionError/wrongState(_:)`` when it was started before; a bad answer may be given again.
    package func start(answer: String?) async throws(SessionError) {
        guard life.state == .new, !isStarting else {
            throw .wrongState(life.state == .new ? .connecting : life.state)
        }
        guard card.transport == .offer else { return advance(.start) }
        guard let mainViewer, let viewer = viewers[mainViewer], let answer else { throw .notWaitingForAnswer }
        isStarting = true
        defer { isStarting = false }
        do {
            try await viewer.peer.accept(answer: answer)
        } catch {
            throw .peer(error)
        }
        advance(.start)
        advance(.peerExpected(mainViewer))
    }

    /// A candidate of the client that answered ``offer()``; ignored when that viewer has left.
    package func add(_ candidate: ICECandidate) throws(SessionError) {
        _ = try life.admitCommand()
        guard let mainViewer, let viewer = viewers[mainViewer] else { return }
        do { try viewer.peer.add(candidate) } catch { throw .peer(error) }
    }

    /// A WHEP viewer comes in. Returns the name by which it is reached, and our answer.
    package func watch(offer: String) async throws(SessionError) -> (viewer: String, answer: String) {
        let viewer = try admitViewer()
        do {
            let answer = try await viewer.peer.answer(offer: offer)
            viewers[viewer.id]?.offer = offer
            viewers[viewer.id]?.answer = answer
            advance(.start)
            advance(.peerExpected(viewer.id))
            return (viewer.token, answer)
        } catch {
            drop(viewer.id)
            throw .peer(error)
        }
    }

    /// Trickled candidates of a WHEP viewer.
    package func add(_ candidates: [ICECandidate], of token: String) throws(SessionError) {
        let viewer = try viewer(named: token)
        for candidate in candidates {
            do { try viewer.peer.add(candidate) } catch { throw .peer(error) }
        }
    }

    /// New ICE credentials of a WHEP viewer; our answer to the whole offer.
    package func restart(_ token: String, offer: String) async throws(SessionError) -> String {
        let viewer = try viewer(named: token)
        let answer: String
        do { answer = try await viewer.peer.answer(offer: offer) } catch { throw .peer(error) }
        viewers[viewer.id]?.offer = offer
        viewers[viewer.id]?.answer = answer
        return answer
    }

    /// The last offer of a WHEP viewer, and our answer.
    package func descriptions(of token: String) throws(SessionError) -> (offer: String, answer: String) {
        let viewer = try viewer(named: token)
        return (viewer.offer, viewer.answer)
    }

    package func leave(_ token: String) throws(SessionError) {
        advance(.peerLost(try viewer(named: token).id))
    }

    private func viewer(named token: String) throws(SessionError) -> Viewer {
        guard let viewer = viewers.values.first(where: { Secret.matches($0.token, token) }) else {
            throw .viewerNotFound
        }
        return viewer
    }

    private func admitViewer() throws(SessionError) -> Viewer {
        _ = try life.admitCommand()
        guard viewers.count < limits.viewers else { throw .viewersFull(limit: limits.viewers) }
        var configuration = equipment.peers
        configuration.codec = card.format.codec
        configuration.height = card.format.quality.height
        let peer: any PeerConnection
        do { peer = try equipment.makePeer(configuration) } catch { throw .peer(error) }
        lastViewer += 1
        let viewer = Viewer(
            id: ViewerID(lastViewer), token: Secret.token(bytes: 16), peer: peer,
            bitrate: BitrateController(quality: card.format.quality))
        viewers[viewer.id] = viewer
        jobs.yield(.viewer(viewer))
        equipment.metrics.add("visavis_viewers", "Viewers of all sessions.", 1)
        return viewer
    }

    func drop(_ id: ViewerID) {
        fanOut.remove(id)
        guard let viewer = viewers.removeValue(forKey: id) else { return }
        viewer.peer.close()
        leave(Speaker(id.number))
        equipment.metrics.add("visavis_viewers", "Viewers of all sessions.", -1)
    }

    /// One viewer's events, until its connection ends or the session does.
    func follow(_ viewer: Viewer) async {
        for await event in viewer.peer.events {
            guard viewers[viewer.id] != nil else { return }
            handle(event, from: viewer)
        }
        if !Task.isCancelled { advance(.peerLost(viewer.id)) }
    }

    private func handle(_ event: PeerEvent, from viewer: Viewer) {
        switch event {
        case .state(.connected):
            viewers[viewer.id]?.isConnected = true
            fanOut.add(viewer.id, viewer.peer)
            advance(.peerConnected(viewer.id))
        case .state(.disconnected): advance(.peerInterrupted(viewer.id))
        case .state(.failed), .state(.closed): advance(.peerLost(viewer.id))
        case .state(.new), .state(.connecting): break
        case .microphone(let samples): hear(samples, from: Speaker(viewer.id.number))
        case .keyframeRequested: stage.requestKeyframe()
        case .messagesOpen:
            viewers[viewer.id]?.canHear = true
            for text in viewers[viewer.id]?.waiting ?? [] { viewer.peer.send(message: text) }
            viewers[viewer.id]?.waiting = []
        case .message(let text): hear(text, from: viewer.id)
        }
    }

    /// To all viewers and listeners; to those viewers whose channel is not open yet, when it opens.
    func tell(_ event: SessionEvent) {
        for listener in listeners.values { listener.yield(event) }
        let text = equipment.language.text(event)
        for (id, viewer) in viewers {
            if viewer.canHear { viewer.peer.send(message: text) } else { viewers[id]?.wait(text) }
        }
    }

    func tell(_ event: SessionEvent, to id: ViewerID) {
        guard let viewer = viewers[id] else { return }
        viewer.peer.send(message: equipment.language.text(event))
    }

    private func hear(_ text: String, from id: ViewerID) {
        guard viewers[id]?.messages.take(at: age) == true else {
            equipment.metrics.count("visavis_messages_dropped_total", "Messages of viewers that send too many.")
            return
        }
        let message: ViewerMessage
        do { message = try equipment.language.message(text) } catch { return tell(.badMessage(error.reason), to: id) }
        var task: SpeechTask?
        do throws(SessionError) {
            switch message {
            case .ping(let ping):
                // Who sends anything else has not promised to go on sending.
                advance(.heartbeat(id))
                tell(.pong(id: ping), to: id)
            case .interrupt: try interrupt()
            case .listening(let isListening): try attend(isListening)
            case .pushToTalk(let isPushed): try pushToTalk(isPushed, by: Speaker(id.number))
            case .keepAlive: try keepAlive()
            case .task(let asked):
                task = asked
                try say(asked)
            }
        } catch {
            tell(.error(error, task: task?.id), to: id)
        }
    }

    /// Once a second: what the viewers report, for the bitrate and the figures. One picture serves all, so the
    /// viewer with the narrowest path decides.
    func measureViewers() async {
        var rates: [Int] = []
        for (id, viewer) in viewers where viewer.isConnected {
            let statistics = await viewer.peer.statistics()
            guard let before = viewers[id]?.sent else { continue }
            equipment.metrics.count(
                "visavis_peer_sent_bytes_total", "Bytes sent to viewers.",
                by: Double(max(0, statistics.bytesSent - before.bytesSent)))
            equipment.metrics.count(
                "visavis_peer_lost_packets_total", "Packets that viewers report as lost.",
                by: Double(max(0, statistics.packetsLost - before.packetsLost)))
            viewers[id]?.sent = statistics
            if let rate = viewers[id]?.bitrate.update(statistics) { rates.append(rate) }
        }
        if let rate = rates.min() { stage.adapt(bitsPerSecond: rate) }
    }
}
