internal import CGStreamer

/// Takes the packets of one incoming stream, one at a time, on GStreamer's thread.
protocol PacketReceiver: AnyObject {
    /// - Parameter time: Running time the packet stands for, in nanoseconds; nil when unknown.
    func receive(_ packet: RTPPacket, at time: UInt64?)
}

/// A sink pad of ours at the end of an incoming stream. Owns the pad, and its receiver.
final class ReceivingPad: @unchecked Sendable {
    private let pad: UnsafeMutablePointer<GstPad>

    /// - Parameter receiver: Nil throws the packets away, which an incoming stream must not do without.
    init?(on source: UnsafeMutablePointer<GstPad>, _ receiver: (any PacketReceiver)?) {
        let context = Unmanaged.passRetained(Receiver(receiver)).toOpaque()
        guard let pad = cgst_sink_pad(source, onBuffer, context) else {
            Unmanaged<Receiver>.fromOpaque(context).release()
            return nil
        }
        self.pad = pad
        OpenHandles.opened()
    }

    func requestKeyframe() { cgst_request_keyframe(pad) }

    deinit {
        // Waits for a packet that is being taken.
        gst_pad_set_active(pad, 0)
        if let peer = gst_pad_get_peer(pad) {
            gst_pad_unlink(peer, pad)
            cgst_unref(peer)
        }
        if let context = cgst_pad_context(pad) { Unmanaged<Receiver>.fromOpaque(context).release() }
        cgst_unref(pad)
        OpenHandles.closed()
    }
}

private final class Receiver {
    let body: (any PacketReceiver)?
    init(_ body: (any PacketReceiver)?) { self.body = body }
}

private let onBuffer: GstPadChainFunction = { pad, _, buffer in
    guard let pad, let buffer else { return GST_FLOW_OK }
    defer { cgst_buffer_unref(buffer) }
    guard let context = cgst_pad_context(pad),
        let receiver = Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().body
    else { return GST_FLOW_OK }
    let time = cgst_buffer_time(buffer)
    RTPPacket.read(buffer) { receiver.receive($0, at: time == cgst_no_time() ? nil : UInt64(time)) }
    return GST_FLOW_OK
}
