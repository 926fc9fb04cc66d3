internal import CGStreamer
internal import Dispatch
internal import Glibc
internal import Synchronization

/// DTLS: who the other side is, and goodbyes.
extension LinkSignals {
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

    func decryption() -> (UnsafeMutablePointer<GstElement>, String)? {
        state.withLock { state in
            guard let element = state.decryption?.handle, let expected = state.fingerprint else { return nil }
            _ = cgst_ref_object(element)
            return (element, expected)
        }
    }

    func encryptionChanged(_ element: UnsafeMutableRawPointer) {
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
}
