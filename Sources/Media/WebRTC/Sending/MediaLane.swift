internal import CGStreamer
internal import Synchronization

/// One stream to the other side: a payloader, and a source pad of ours that feeds it.
///
/// Units are pushed on the caller's thread, which only cuts them into packets: behind the payloader they wait in the
/// retransmission element's queue, whose thread encrypts and sends. Owns its pad.
final class MediaLane: @unchecked Sendable {
    private let pad: UnsafeMutablePointer<GstPad>
    private let caps: UnsafeMutablePointer<GstCaps>
    private let name: String
    // One unit at a time, in the order of the callers.
    private let hasBegun = Mutex(false)

    /// Adds a payloader to the link's pipeline and ties it to section `line` of the description.
    ///
    /// - Parameter onKeyframeRequest: PLI and FIR; called on a streaming thread.
    init(
        _ format: OutgoingFormat, on link: PeerLink, line: Int, onKeyframeRequest: @escaping @Sendable () -> Void
    ) throws(PeerError) {
        let payloader = try link.addElement(format.payloader, in: "gstreamer1.0-plugins-good")
        cgst_set(payloader, "pt", String(format.type))
        // With encryption and the outer headers of IPv6 and TURN it stays below 1280 (RFC 8200 §5).
        cgst_set(payloader, "mtu", "1200")
        if format.payloader == "rtpvp8pay" { cgst_set(payloader, "picture-id-mode", "15-bit") }
        guard let source = gst_element_get_static_pad(payloader, "src"),
            let target = gst_element_request_pad_simple(link.webrtc, "sink_\(line)"),
            let entry = gst_element_get_static_pad(payloader, "sink")
        else { throw .failed(detail: "no pad for \(format.payloader)") }
        defer {
            cgst_unref(source)
            cgst_unref(target)
            cgst_unref(entry)
        }
        guard gst_pad_link(source, target) == GST_PAD_LINK_OK else {
            throw .failed(detail: "\(format.payloader) cannot be linked")
        }
        let context = Unmanaged.passRetained(KeyframeRequests(onKeyframeRequest)).toOpaque()
        guard let pad = cgst_source_pad(entry, onUpstreamEvent, context), let caps = gst_caps_from_string(format.input)
        else {
            Unmanaged<KeyframeRequests>.fromOpaque(context).release()
            throw .failed(detail: "nothing can be sent into \(format.payloader)")
        }
        self.pad = pad
        self.caps = caps
        name = format.payloader
        OpenHandles.opened()
    }

    deinit {
        // After this no event is under way on the pad.
        gst_pad_set_active(pad, 0)
        if let peer = gst_pad_get_peer(pad) {
            gst_pad_unlink(pad, peer)
            cgst_unref(peer)
        }
        if let context = cgst_pad_context(pad) { Unmanaged<KeyframeRequests>.fromOpaque(context).release() }
        cgst_unref(pad)
        gst_caps_unref(caps)
        OpenHandles.closed()
    }

    /// False when the unit was not taken.
    func push(_ bytes: CodedBytes, at time: UInt, isDelta: Bool) -> Bool {
        hasBegun.withLock { hasBegun in
            if !hasBegun {
                guard cgst_begin_stream(pad, name, caps) != 0 else { return false }
                hasBegun = true
            }
            let owner = Unmanaged.passRetained(bytes).toOpaque()
            let buffer = cgst_wrap(
                bytes.start, UInt(bytes.count), owner, { Unmanaged<CodedBytes>.fromOpaque($0!).release() }, time,
                isDelta ? 1 : 0)
            return gst_pad_push(pad, buffer) == GST_FLOW_OK
        }
    }
}

private final class KeyframeRequests {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private let onUpstreamEvent: GstPadEventFunction = { pad, _, event in
    guard let pad, let event else { return 0 }
    defer { cgst_event_unref(event) }
    if cgst_is_keyframe_request(event) != 0, let context = cgst_pad_context(pad) {
        Unmanaged<KeyframeRequests>.fromOpaque(context).takeUnretainedValue().body()
    }
    return 1
}
