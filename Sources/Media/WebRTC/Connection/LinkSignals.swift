internal import CGStreamer
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Where webrtcbin's signals arrive, on its threads. Every connected handler holds a reference, so it lives until the
/// last one can no longer run; it never holds the link.
final class LinkSignals: @unchecked Sendable {
    private struct State {
        weak var delegate: (any PeerLinkDelegate)?
        var isDetached = false
        var failure: String?
        var channels: [Channel] = []
        var isGathered = false
        var gatheringWaiter: (@Sendable () -> Void)?
        var encryption: Element?
        var decryption: Element?
        var messaging: [Element] = []
        /// Of the certificate the other side's description announces.
        var fingerprint: String?
        var isSecure = false
        var asksForRepair = false
        var onReport: (@Sendable (UnsafeRawBufferPointer) -> Void)?
    }

    /// An element, +1.
    private struct Element: @unchecked Sendable { let handle: UnsafeMutablePointer<GstElement> }

    /// A data channel, +1.
    private struct Channel: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
        var isAnnounced = false
    }

    /// More channels than this are not listened to.
    private static let channelLimit = 8
    private let state = Mutex(State())
    private let pem: String
    private static let associations = Atomic<UInt32>(0)
    private let association = LinkSignals.associations.wrappingAdd(1, ordering: .relaxed).newValue
    /// Packets from the other side so far, other than STUN.
    let arrivals = Atomic<UInt64>(0)

    init(pem: String) { self.pem = pem }

    var delegate: (any PeerLinkDelegate)? {
        get { state.withLock { $0.isDetached ? nil : $0.delegate } }
        set { state.withLock { $0.delegate = newValue } }
    }

    /// Lost packets are asked for again (NACK) on streams the other side offers.
    var asksForRepair: Bool {
        get { state.withLock { $0.asksForRepair } }
        set { state.withLock { $0.asksForRepair = newValue } }
    }

    /// Gets every RTCP packet that comes, on a streaming thread. Set before the link negotiates.
    var onReport: (@Sendable (UnsafeRawBufferPointer) -> Void)? {
        get { state.withLock { $0.onReport } }
        set { state.withLock { $0.onReport = newValue } }
    }

    var failure: String? { state.withLock { $0.failure } }

    func detach() {
        let waiter = state.withLock { state in
            state.isDetached = true
            state.delegate = nil
            defer { state.gatheringWaiter = nil }
            return state.gatheringWaiter
        }
        waiter?()
    }

    // MARK: connecting handlers

    func observe(pipeline: UnsafeMutablePointer<GstElement>, webrtc: UnsafeMutablePointer<GstElement>) {
        connect(webrtc, "notify::connection-state", unsafeBitCast(onConnectionState, to: GCallback.self))
        connect(webrtc, "notify::ice-gathering-state", unsafeBitCast(onGatheringState, to: GCallback.self))
        connect(webrtc, "deep-element-added", unsafeBitCast(onElementAdded, to: GCallback.self))
        connect(webrtc, "pad-added", unsafeBitCast(onPadAdded, to: GCallback.self))
        connect(webrtc, "on-new-transceiver", unsafeBitCast(onNewTransceiver, to: GCallback.self))
        // Earlier than on-data-channel, which a first message may overtake.
        connect(webrtc, "prepare-data-channel", unsafeBitCast(onNewChannel, to: GCallback.self))
        guard let bus = gst_element_get_bus(pipeline) else { return }
        gst_bus_set_sync_handler(bus, onBusMessage, Unmanaged.passRetained(self).toOpaque(), releaseContext)
        cgst_unref(bus)
    }

    private func connect(_ object: UnsafeMutableRawPointer, _ signal: String, _ handler: GCallback) {
        let context = Unmanaged.passRetained(self).toOpaque()
        if cgst_connect(object, signal, handler, context, releaseClosureContext) == 0 {
            Unmanaged<LinkSignals>.fromOpaque(context).release()
        }
    }

    // MARK: data channels

    /// Listens to a channel and keeps it.
    func adopt(_ channel: UnsafeMutableRawPointer) {
        let isKept = state.withLock { state in
            guard !state.isDetached, state.channels.count < Self.channelLimit else { return false }
            state.channels.append(Channel(handle: cgst_ref_object(channel)))
            return true
        }
        guard isKept else { return }
        connect(channel, "on-open", unsafeBitCast(onChannelOpen, to: GCallback.self))
        connect(channel, "on-message-string", unsafeBitCast(onChannelMessage, to: GCallback.self))
    }

    fileprivate func opened(_ channel: UnsafeMutableRawPointer) {
        let isNews = state.withLock { state in
            guard let index = state.channels.firstIndex(where: { $0.handle == channel }),
                !state.channels[index].isAnnounced
            else { return false }
            state.channels[index].isAnnounced = true
            return true
        }
        if isNews { delegate?.linkOpenedChannel() }
    }

    /// The first open channel, +1.
    func openChannel() -> UnsafeMutableRawPointer? {
        let channels = state.withLock { state in
            for channel in state.channels { _ = cgst_ref_object(channel.handle) }
            return state.channels
        }
        var found: UnsafeMutableRawPointer?
        for channel in channels {
            if found == nil, cgst_channel_is_open(channel.handle) != 0 {
                found = channel.handle
            } else {
                cgst_release(channel.handle)
            }
        }
        return found
    }

    // MARK: encryption

    /// The certificate the other side must show; webrtcbin 1.22 takes any.
    func expect(fingerprint: String) { state.withLock { $0.fingerprint = fingerprint } }

    /// Whether the other side has shown the certificate its description announced (RFC 8122 §5).
    var isAuthentic: Bool {
        guard let (element, expected) = decryption() else { return false }
        defer { cgst_unref(element) }
        guard let pem = cgst_get_text(element, "peer-pem") else { return false }
        defer { g_free(pem) }
        return CertificateFingerprint.sha256(pem: String(cString: pem)) == expected
    }

    private func decryption() -> (UnsafeMutablePointer<GstElement>, String)? {
        state.withLock { state in
            guard let element = state.decryption?.handle, let expected = state.fingerprint else { return nil }
            _ = cgst_ref_object(element)
            return (element, expected)
        }
    }

    fileprivate func encryptionChanged(_ element: UnsafeMutableRawPointer) {
        let number = cgst_get_enum(element, "connection-state")
        if number == cgst_dtls_connected() { state.withLock { $0.isSecure = true } }
        guard number == cgst_dtls_closed() else { return }
        let wasSecure = state.withLock { state in
            defer { state.isSecure = false }
            return state.isSecure
        }
        if wasSecure { delegate?.linkEnded() }
    }

    /// Tells the other side that the connection ends, and waits at most 50 ms until that is on its way.
    func sayGoodbye() {
        let (element, isSecure) = state.withLock { ($0.encryption?.handle, $0.isSecure) }
        guard isSecure, let element, let pad = gst_element_get_static_pad(element, "src") else { return }
        let sent = DispatchSemaphore(value: 0)
        let context = Unmanaged.passRetained(sent).toOpaque()
        let probe = cgst_count_buffers(
            pad,
            { _, _, context in
                Unmanaged<DispatchSemaphore>.fromOpaque(context!).takeUnretainedValue().signal()
                return GST_PAD_PROBE_OK
            }, context, { Unmanaged<DispatchSemaphore>.fromOpaque($0!).release() })
        cgst_send_end(element)
        if sent.wait(timeout: .now() + .milliseconds(50)) == .success {
            // The packet has left its queue; writing it to the socket takes microseconds.
            usleep(1000)
        }
        gst_pad_remove_probe(pad, probe)
        cgst_unref(pad)
    }

    /// Lets go of everything that keeps parts of the pipeline alive, after it has been stopped.
    func dropHandles() {
        let (channels, elements, messaging) = state.withLock { state in
            defer {
                state.channels = []
                state.messaging = []
                state.encryption = nil
                state.decryption = nil
            }
            return (state.channels, [state.encryption, state.decryption].compactMap { $0 }, state.messaging)
        }
        for channel in channels { cgst_release(channel.handle) }
        for element in messaging {
            // webrtcbin starts these by itself, perhaps while the pipeline stops; freed while running they never end.
            gst_element_set_state(element.handle, GST_STATE_NULL)
        }
        for element in elements + messaging { cgst_unref(element.handle) }
    }

    // MARK: candidates

    /// Calls `body` once, when all candidates of ours are known or the link closes; at once when that is so already.
    func whenGathered(_ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.isGathered && !state.isDetached { state.gatheringWaiter = body }
            return state.isGathered || state.isDetached
        }
        if isOver { body() }
    }

    fileprivate func gathered(_ isComplete: Bool) {
        let waiter = state.withLock { state -> (@Sendable () -> Void)? in
            state.isGathered = isComplete
            guard isComplete else { return nil }
            defer { state.gatheringWaiter = nil }
            return state.gatheringWaiter
        }
        waiter?()
    }

    fileprivate func failed(_ text: String) {
        // A channel that cannot write any more because the other side has just said goodbye is no failure.
        let element = state.withLock { state in
            state.decryption.map { $0.handle }.map { UnsafeMutableRawPointer(cgst_ref_object($0)) }
        }
        if let element {
            defer { cgst_release(element) }
            if cgst_get_enum(element, "connection-state") == cgst_dtls_closed() {
                delegate?.linkEnded()
                return
            }
        }
        state.withLock { if $0.failure == nil { $0.failure = text } }
        delegate?.linkFailed(text)
    }

    /// webrtcbin makes its elements while it negotiates; these settings have no property of its own.
    fileprivate func settle(_ element: UnsafeMutablePointer<GstElement>) {
        switch String(cString: cgst_factory_name(element)) {
        case "dtlsdec":
            // The connection was made with the default certificate (RSA, which some refuse) and is looked up by its
            // id: set again, it is made anew with ours.
            cgst_set_text(element, "pem", pem)
            if let id = cgst_get_text(element, "connection-id") {
                cgst_set_text(element, "connection-id", id)
                g_free(id)
            }
            connect(element, "notify::connection-state", unsafeBitCast(onEncryptionState, to: GCallback.self))
            keep(element, at: \.decryption)
        case "dtlsenc": keep(element, at: \.encryption)
        case "sctpenc", "sctpdec":
            // webrtcbin draws this number out of 65 536: with a few dozen peers two soon share one, and with it their
            // messages.
            cgst_set(element, "sctp-association-id", String(association))
            state.withLock { state in
                guard !state.isDetached else { return }
                _ = cgst_ref_object(element)
                state.messaging.append(Element(handle: element))
            }
        case "clocksync":
            // Media is sent when it comes; whoever sends keeps time.
            cgst_set(element, "sync", "false")
        case "rtpsession":
            // Sender reports tie sound to picture: the default of 5 s is long to wait for lip-sync.
            cgst_set(element, "rtcp-min-interval", "1000000000")
            guard onReport != nil, let session = cgst_get_object(element, "internal-session") else { return }
            connect(session, "on-receiving-rtcp", unsafeBitCast(onReceivedReport, to: GCallback.self))
            cgst_release(session)
        case "nicesrc":
            guard let pad = gst_element_get_static_pad(element, "src") else { return }
            let context = Unmanaged.passRetained(self).toOpaque()
            _ = cgst_count_buffers(pad, onArrival, context, releaseContext)
            cgst_unref(pad)
        default: break
        }
    }
}

extension LinkSignals {
    /// The first one counts: everything is bundled.
    private func keep(_ element: UnsafeMutablePointer<GstElement>, at place: WritableKeyPath<State, Element?>) {
        state.withLock { state in
            guard !state.isDetached, state[keyPath: place] == nil else { return }
            _ = cgst_ref_object(element)
            state[keyPath: place] = Element(handle: element)
        }
    }
}

// MARK: - C callbacks; each gets its LinkSignals, borrowed

private func signals(_ context: UnsafeMutableRawPointer?) -> LinkSignals {
    Unmanaged<LinkSignals>.fromOpaque(context!).takeUnretainedValue()
}

private let releaseContext: GDestroyNotify = { Unmanaged<LinkSignals>.fromOpaque($0!).release() }
private let releaseClosureContext: GClosureNotify = { context, _ in
    Unmanaged<LinkSignals>.fromOpaque(context!).release()
}

private typealias Object = UnsafeMutableRawPointer
private typealias Context = UnsafeMutableRawPointer

private let onConnectionState: @convention(c) (Object, OpaquePointer?, Context?) -> Void = { webrtc, _, context in
    guard let delegate = signals(context).delegate else { return }
    let states: [PeerState] = [.new, .connecting, .connected, .disconnected, .failed, .closed]
    let number = Int(cgst_get_enum(webrtc, "connection-state"))
    if states.indices.contains(number) { delegate.linkChanged(states[number]) }
}

private let onGatheringState: @convention(c) (Object, OpaquePointer?, Context?) -> Void = { webrtc, _, context in
    let complete = Int32(bitPattern: GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE.rawValue)
    signals(context).gathered(cgst_get_enum(webrtc, "ice-gathering-state") == complete)
}

private let onElementAdded: @convention(c) (Object, Object, UnsafeMutablePointer<GstElement>, Context?) -> Void = {
    _, _, element, context in signals(context).settle(element)
}

private let onPadAdded: @convention(c) (Object, UnsafeMutablePointer<GstPad>, Context?) -> Void = { _, pad, context in
    guard cgst_is_source(pad) != 0, let caps = gst_pad_get_current_caps(pad) else { return }
    defer { gst_caps_unref(caps) }
    signals(context).delegate?.linkReceives(pad, caps: caps)
}

private let onNewTransceiver: @convention(c) (Object, Object, Context?) -> Void = { _, transceiver, context in
    if signals(context).asksForRepair { cgst_set_flag(transceiver, "do-nack", 1) }
}

private let onReceivedReport: @convention(c) (Object, UnsafeMutablePointer<GstBuffer>, Context?) -> Void = {
    _, buffer, context in
    var map = GstMapInfo()
    guard let read = signals(context).onReport, gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else { return }
    read(UnsafeRawBufferPointer(start: map.data, count: Int(map.size)))
    gst_buffer_unmap(buffer, &map)
}

private let onNewChannel: @convention(c) (Object, Object, gboolean, Context?) -> Void = {
    _, channel, isOurs, context in
    if isOurs == 0 { signals(context).adopt(channel) }
}

private let onEncryptionState: @convention(c) (Object, OpaquePointer?, Context?) -> Void = { element, _, context in
    signals(context).encryptionChanged(element)
}

private let onChannelOpen: @convention(c) (Object, Context?) -> Void = { channel, context in
    signals(context).opened(channel)
}

private let onChannelMessage: @convention(c) (Object, UnsafePointer<CChar>?, Context?) -> Void = { _, text, context in
    guard let text, strnlen(text, PeerLink.messageLimit + 1) <= PeerLink.messageLimit else { return }
    signals(context).delegate?.linkReceived(String(cString: text))
}

private let onArrival: GstPadProbeCallback = { _, _, context in
    signals(context).arrivals.add(1, ordering: .relaxed)
    return GST_PAD_PROBE_OK
}

private let onBusMessage: GstBusSyncHandler = { _, message, context in
    guard let message else { return GST_BUS_DROP }
    if cgst_message_type(message) == GST_MESSAGE_ERROR, let text = cgst_error_text(message) {
        signals(context).failed(String(cString: text))
        g_free(text)
    }
    cgst_message_unref(message)
    return GST_BUS_DROP
}
