package import Core
internal import Synchronization

/// A ``PeerConnection`` on GStreamer's webrtcbin.
package final class WebRTCPeer: PeerConnection {
    /// How far the exchange of descriptions has come (RFC 8829 §3.2).
    enum Phase {
        case new
        case describing
        case offered(RemoteDescription)
        case settled
        case closed
    }

    struct State {
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

    let configuration: PeerConfiguration
    let link: PeerLink
    let clock = MediaClock()
    let queue = PeerEventQueue()
    let state = Mutex(State())
    let isSending = Atomic(false)
    let sent = Atomic<UInt64>(0)

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

    func end(_ final: PeerState) {
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
}
