internal import CGStreamer
internal import Cryptography
internal import Dispatch
internal import Synchronization

/// What a link tells its owner, on GStreamer's threads; none of it may block.
protocol PeerLinkDelegate: AnyObject, Sendable {
    func linkChanged(_ state: PeerState)
    func linkOpenedChannel()
    func linkReceived(_ message: String)
    /// A stream of the other side begins on `pad`, which is borrowed; `caps` as `application/x-rtp`.
    func linkReceives(_ pad: UnsafeMutablePointer<GstPad>, caps: UnsafeMutablePointer<GstCaps>)
    /// The other side has closed the connection in order.
    func linkEnded()
    func linkFailed(_ detail: String)
}

/// Owns one webrtcbin in its pipeline: transport, negotiation, data channel. Knows nothing of codecs.
///
/// Any thread may call; what may take longer runs on ``WebRTC/workers``. GStreamer's signals reach ``LinkSignals``,
/// which outlives the handles.
final class PeerLink: @unchecked Sendable {
    /// Longest message either way, in bytes of UTF-8.
    static let messageLimit = 65536
    /// What may wait to be sent on the data channel, in bytes.
    static let backlogLimit = 1 << 20

    // The pointers never change; GStreamer's objects lock themselves. Freed on the teardown queue only.
    let pipeline: UnsafeMutablePointer<GstElement>
    let webrtc: UnsafeMutablePointer<GstElement>
    let signals: LinkSignals
    private let isClosed = Atomic(false)

    /// - Parameter receivingDelay: Of the jitter buffers, in milliseconds.
    init(_ configuration: PeerConfiguration, receivingDelay: Int) throws(PeerError) {
        GStreamer.start()
        let identity = try WebRTC.identity.get()
        guard let pipeline = gst_pipeline_new(nil), let webrtc = gst_element_factory_make("webrtcbin", nil) else {
            throw .failed(detail: "webrtcbin is missing (Debian: gstreamer1.0-plugins-bad, gstreamer1.0-nice)")
        }
        self.pipeline = pipeline
        self.webrtc = webrtc
        signals = LinkSignals(pem: identity.certificate + identity.privateKey)
        _ = gst_object_ref_sink(pipeline)
        _ = cgst_bin_add(pipeline, webrtc)
        OpenHandles.opened()

        cgst_set(webrtc, "bundle-policy", "max-bundle")
        cgst_set(webrtc, "latency", String(receivingDelay))
        signals.observe(pipeline: pipeline, webrtc: webrtc)
        configureICE(configuration)
    }

    deinit { close(releasing: []) }

    private func configureICE(_ configuration: PeerConfiguration) {
        if let ice = cgst_get_object(webrtc, "ice-agent") {
            if let ports = configuration.udpPorts {
                cgst_set(ice, "min-rtp-port", String(ports.lowerBound))
                cgst_set(ice, "max-rtp-port", String(ports.upperBound))
            }
            if let agent = cgst_get_object(ice, "agent") {
                // Port mapping by UPnP costs eleven descriptors a peer and asks the local network for openings.
                cgst_set(agent, "upnp", "false")
                // The agent gives up when no pair is chosen for so long, in ms. Chromium takes more than the default
                // of 5 s to choose one after a restart.
                cgst_set(agent, "idle-timeout", "20000")
                cgst_set(agent, "ice-tcp", configuration.allowsTCP ? "true" : "false")
                cgst_release(agent)
            }
            cgst_release(ice)
        }
        for server in configuration.iceServers {
            for url in server.urls { add(url, server) }
        }
    }

    /// webrtcbin writes `stun://host:port` where browsers write `stun:host:port` (RFC 7064).
    private func add(_ url: String, _ server: ICEServer) {
        let parts = url.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return }
        let rest = parts[1].hasPrefix("//") ? String(parts[1].dropFirst(2)) : parts[1]
        if parts[0] == "stun" {
            cgst_set_text(webrtc, "stun-server", "stun://\(rest)")
        } else if parts[0] == "turn" || parts[0] == "turns" {
            let user = escaped(server.username ?? "")
            let password = escaped(server.credential ?? "")
            _ = cgst_add_turn_server(webrtc, "\(parts[0])://\(user):\(password)@\(rest)")
        }
    }

    private func escaped(_ text: String) -> String {
        guard let escaped = g_uri_escape_string(text, nil, 0) else { return "" }
        defer { g_free(escaped) }
        return String(cString: escaped)
    }

    /// An element inside the pipeline, in the pipeline's state. Borrowed.
    func addElement(_ factory: String, in package: String) throws(PeerError) -> UnsafeMutablePointer<GstElement> {
        guard let element = gst_element_factory_make(factory, nil) else {
            throw .failed(detail: "\(factory) is missing (Debian: \(package))")
        }
        _ = cgst_bin_add(pipeline, element)
        return element
    }

    func play() throws(PeerError) {
        guard gst_element_set_state(pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE else {
            throw .failed(detail: signals.failure ?? "the pipeline does not start")
        }
    }

    func ready() throws(PeerError) {
        guard gst_element_set_state(pipeline, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE else {
            throw .failed(detail: signals.failure ?? "the pipeline does not start")
        }
    }

    /// Nanoseconds since the pipeline plays; nil before.
    var runningTime: Int64? {
        let time = gst_element_get_current_running_time(pipeline)
        return time == cgst_no_time() ? nil : Int64(time)
    }

    func createChannel(_ label: String) {
        guard let channel = cgst_create_data_channel(webrtc, label) else { return }
        signals.adopt(channel)
        cgst_release(channel)
    }

    func send(_ message: String) -> Bool {
        guard message.utf8.count <= Self.messageLimit, let channel = signals.openChannel() else { return false }
        defer { cgst_release(channel) }
        guard Int(cgst_channel_buffered(channel)) + message.utf8.count <= Self.backlogLimit else { return false }
        return cgst_channel_send(channel, message) != 0
    }

    var closed: Bool { isClosed.load(ordering: .acquiring) }

    /// Idempotent; returns at once.
    ///
    /// - Parameter pads: Owners of pads at the pipeline's ends: their last references go when it stands still, because
    ///   freeing a pad waits for what is under way on it.
    func close(releasing pads: [any Sendable]) {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        signals.detach()
        let handles = LinkHandles(pipeline: pipeline, signals: signals, pads: pads)
        LinkTeardown.run { handles.free() }
    }
}

/// What is left to free of a closed link.
private struct LinkHandles: @unchecked Sendable {
    let pipeline: UnsafeMutablePointer<GstElement>
    let signals: LinkSignals
    let pads: [any Sendable]

    func free() {
        signals.sayGoodbye()
        gst_element_set_state(pipeline, GST_STATE_NULL)
        signals.dropHandles()
        cgst_unref(pipeline)
        OpenHandles.closed()
    }
}
