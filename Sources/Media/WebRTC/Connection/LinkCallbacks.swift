internal import CGStreamer
internal import Glibc
internal import Synchronization

extension LinkSignals {
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

    func connect(_ object: UnsafeMutableRawPointer, _ signal: String, _ handler: GCallback) {
        let context = Unmanaged.passRetained(self).toOpaque()
        if cgst_connect(object, signal, handler, context, releaseClosureContext) == 0 {
            Unmanaged<LinkSignals>.fromOpaque(context).release()
        }
    }
}

// MARK: - C callbacks; each gets its LinkSignals, borrowed

private func signals(_ context: UnsafeMutableRawPointer?) -> LinkSignals {
    Unmanaged<LinkSignals>.fromOpaque(context!).takeUnretainedValue()
}

let releaseContext: GDestroyNotify = { Unmanaged<LinkSignals>.fromOpaque($0!).release() }
private let releaseClosureContext: GClosureNotify = { context, _ in
    Unmanaged<LinkSignals>.fromOpaque(context!).release()
}

typealias LinkObject = UnsafeMutableRawPointer
typealias LinkContext = UnsafeMutableRawPointer

private let onConnectionState: @convention(c) (LinkObject, OpaquePointer?, LinkContext?) -> Void = {
    webrtc, _, context in
    guard let delegate = signals(context).delegate else { return }
    let states: [PeerState] = [.new, .connecting, .connected, .disconnected, .failed, .closed]
    let number = Int(cgst_get_enum(webrtc, "connection-state"))
    if states.indices.contains(number) { delegate.linkChanged(states[number]) }
}

private let onGatheringState: @convention(c) (LinkObject, OpaquePointer?, LinkContext?) -> Void = {
    webrtc, _, context in
    let complete = Int32(bitPattern: GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE.rawValue)
    signals(context).gathered(cgst_get_enum(webrtc, "ice-gathering-state") == complete)
}

private let onElementAdded:
    @convention(c) (LinkObject, LinkObject, UnsafeMutablePointer<GstElement>, LinkContext?) -> Void = {
        _, _, element, context in signals(context).settle(element)
    }

private let onPadAdded: @convention(c) (LinkObject, UnsafeMutablePointer<GstPad>, LinkContext?) -> Void = {
    _, pad, context in
    guard cgst_is_source(pad) != 0, let caps = gst_pad_get_current_caps(pad) else { return }
    defer { gst_caps_unref(caps) }
    signals(context).delegate?.linkReceives(pad, caps: caps)
}

private let onNewTransceiver: @convention(c) (LinkObject, LinkObject, LinkContext?) -> Void = {
    _, transceiver, context in
    if signals(context).asksForRepair { cgst_set_flag(transceiver, "do-nack", 1) }
}

let onReceivedReport: @convention(c) (LinkObject, UnsafeMutablePointer<GstBuffer>, LinkContext?) -> Void = {
    _, buffer, context in
    var map = GstMapInfo()
    guard let read = signals(context).onReport, gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else { return }
    read(UnsafeRawBufferPointer(start: map.data, count: Int(map.size)))
    gst_buffer_unmap(buffer, &map)
}

private let onNewChannel: @convention(c) (LinkObject, LinkObject, gboolean, LinkContext?) -> Void = {
    _, channel, isOurs, context in
    if isOurs == 0 { signals(context).adopt(channel) }
}

let onEncryptionState: @convention(c) (LinkObject, OpaquePointer?, LinkContext?) -> Void = { element, _, context in
    signals(context).encryptionChanged(element)
}

let onChannelOpen: @convention(c) (LinkObject, LinkContext?) -> Void = { channel, context in
    signals(context).opened(channel)
}

let onChannelMessage: @convention(c) (LinkObject, UnsafePointer<CChar>?, LinkContext?) -> Void = { _, text, context in
    guard let text, strnlen(text, PeerLink.messageLimit + 1) <= PeerLink.messageLimit else { return }
    signals(context).delegate?.linkReceived(String(cString: text))
}

let onArrival: GstPadProbeCallback = { _, _, context in
    signals(context).arrivals.add(1, ordering: .relaxed)
    return GST_PAD_PROBE_OK
}

private let onBusMessage: GstBusSyncHandler = { _, message, context in
    guard let message else { return GST_BUS_DROP }
    if cgst_message_type(message) == GST_MESSAGE_ERROR, let text = cgst_error_text(message) {
        // The association is aborted by the other side alone (RFC 9260 §9.1): that is how some say goodbye.
        if cgst_is_from(message, "sctpenc") != 0 || cgst_is_from(message, "sctpdec") != 0 {
            signals(context).delegate?.linkEnded()
        } else {
            signals(context).failed(String(cString: text))
        }
        g_free(text)
    }
    cgst_message_unref(message)
    return GST_BUS_DROP
}
