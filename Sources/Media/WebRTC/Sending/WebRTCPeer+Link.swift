internal import CGStreamer
internal import Synchronization

extension WebRTCPeer: PeerLinkDelegate {
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
}

extension WebRTCPeer: TicksEverySecond {
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
