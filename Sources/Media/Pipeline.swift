internal import CGStreamer

/// Owns one GStreamer pipeline: stopped and freed when the last reference goes.
///
/// The pipeline's own threads are GStreamer's business; the methods here are called by one thread at a time.
final class Pipeline {
    let handle: UnsafeMutablePointer<GstElement>
    private let bus: UnsafeMutablePointer<GstBus>
    private var elements: [String: UnsafeMutablePointer<GstElement>] = [:]

    /// Something the pipeline says on its bus.
    enum Message {
        case prerolled
        case ended
        case failed(Failure)
    }

    struct Failure: Error, Equatable {
        enum Domain {
            /// About the data: its type, codec, container.
            case stream
            case core
            /// Files, libraries, settings.
            case other
        }
        var domain: Domain
        /// GStreamer's number for the error within its domain.
        var code: Int
        var text: String
    }

    /// - Parameter description: As for `gst-launch-1.0`. Never put a file's path into it: see ``set(_:_:_:)``.
    init(_ description: String) throws(Failure) {
        GStreamer.start()
        var error: UnsafeMutablePointer<GError>?
        let parsed = gst_parse_launch(description, &error)
        if let error {
            let failure = Failure(error)
            g_error_free(error)
            if let parsed { cgst_unref(parsed) }
            throw failure
        }
        guard let parsed, let bus = gst_element_get_bus(parsed) else {
            throw Failure("no pipeline")
        }
        handle = parsed
        self.bus = bus
        OpenHandles.opened()
    }

    deinit {
        gst_element_set_state(handle, GST_STATE_NULL)
        for element in elements.values { cgst_unref(element) }
        cgst_unref(bus)
        cgst_unref(handle)
        OpenHandles.closed()
    }

    /// The element called `name` in the description, which must be there. Borrowed: lives as long as the pipeline.
    func element(_ name: String) -> UnsafeMutablePointer<GstElement> {
        if let known = elements[name] { return known }
        guard let found = cgst_bin_get(handle, name) else { preconditionFailure("no element \(name)") }
        elements[name] = found
        return found
    }

    /// Sets a property that is a string, taken literally.
    func set(_ name: String, _ property: String, _ value: String) {
        cgst_set_string(element(name), property, value)
    }

    func pause() { gst_element_set_state(handle, GST_STATE_PAUSED) }
    func play() { gst_element_set_state(handle, GST_STATE_PLAYING) }
    func stop() { gst_element_set_state(handle, GST_STATE_NULL) }

    /// The next message that matters, or nil after `milliseconds`.
    func nextMessage(within milliseconds: Int) -> Message? {
        let interesting = GstMessageType(
            rawValue: GST_MESSAGE_ERROR.rawValue | GST_MESSAGE_EOS.rawValue | GST_MESSAGE_ASYNC_DONE.rawValue)
        guard let message = gst_bus_timed_pop_filtered(bus, UInt(milliseconds) * 1_000_000, interesting) else {
            return nil
        }
        defer { gst_message_unref(message) }
        switch cgst_message_type(message) {
        case GST_MESSAGE_EOS: return .ended
        case GST_MESSAGE_ASYNC_DONE: return .prerolled
        default:
            var error: UnsafeMutablePointer<GError>?
            gst_message_parse_error(message, &error, nil)
            guard let error else { return .failed(Failure("unknown error")) }
            defer { g_error_free(error) }
            return .failed(Failure(error))
        }
    }

    /// The error waiting on the bus, if any. Drops other messages; never waits.
    func pendingFailure() -> Failure? {
        while let message = nextMessage(within: 0) {
            if case .failed(let failure) = message { return failure }
        }
        return nil
    }
}

extension Pipeline.Failure {
    init(_ text: String) { self.init(domain: .other, code: 0, text: text) }

    init(_ error: UnsafeMutablePointer<GError>) {
        domain =
            switch error.pointee.domain {
            case cgst_stream_errors(): .stream
            case cgst_core_errors(): .core
            default: .other
            }
        code = Int(error.pointee.code)
        text = error.pointee.message.map { String(cString: $0) } ?? "unknown error"
    }
}
