internal import CGStreamer
internal import Synchronization

/// Settings of the elements that webrtcbin makes for itself.
extension LinkSignals {
    /// webrtcbin makes its elements while it negotiates; these settings have no property of its own.
    func settle(_ element: UnsafeMutablePointer<GstElement>) {
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
            // They say when the media was, not when it leaves: that takes the pipeline's latency, which nobody sets for
            // pads of ours, and without it GStreamer 1.22 writes timestamps that run at twice the stream's rate.
            cgst_set(element, "rtcp-sync-send-time", "false")
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

    /// The first one counts: everything is bundled.
    private func keep(_ element: UnsafeMutablePointer<GstElement>, at place: WritableKeyPath<State, Element?>) {
        state.withLock { state in
            guard !state.isDetached, state[keyPath: place] == nil else { return }
            _ = cgst_ref_object(element)
            state[keyPath: place] = Element(handle: element)
        }
    }
}
