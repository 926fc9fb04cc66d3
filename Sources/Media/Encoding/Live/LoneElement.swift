internal import CGStreamer

/// One GStreamer element without a pipeline: what is pushed in comes out before `push` returns, on the caller's
/// thread. Used by one thread at a time.
///
/// For encoders that hold nothing back. Without queues, sinks and their threads an encoded picture costs what the
/// codec costs.
final class LoneElement {
    private let element: UnsafeMutablePointer<GstElement>
    private let entry: UnsafeMutablePointer<GstPad>
    private let exit: UnsafeMutablePointer<GstPad>
    private let collected = Collected()

    /// What the element has given since it was last asked.
    private final class Collected {
        var buffers: [UnsafeMutablePointer<GstBuffer>] = []
        deinit { for buffer in buffers { gst_buffer_unref(buffer) } }
    }

    /// - Parameters:
    ///   - properties: Names and values as `gst-launch-1.0` takes them.
    ///   - input, output: The caps on either side; the input's are fixed.
    /// - Returns: Nil when the element is not installed or refuses the caps.
    init?(_ factory: String, properties: [(String, String)], input: String, output: String) {
        GStreamer.start()
        guard GStreamer.has(factory), let element = gst_element_factory_make(factory, nil) else { return nil }
        cgst_ref_sink(element)
        for (name, value) in properties { cgst_set_property(element, name, value) }
        guard let entry = cgst_lone_pad("entry", GST_PAD_SRC, input) else {
            cgst_unref(element)
            return nil
        }
        guard let exit = cgst_lone_pad("exit", GST_PAD_SINK, output) else {
            cgst_unref(entry)
            cgst_unref(element)
            return nil
        }
        (self.element, self.entry, self.exit) = (element, entry, exit)
        OpenHandles.opened()
        cgst_set_chain(
            exit,
            { pad, _, buffer in
                guard let pad, let buffer, let context = gst_pad_get_element_private(pad) else {
                    if let buffer { gst_buffer_unref(buffer) }
                    return GST_FLOW_ERROR
                }
                Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue().buffers.append(buffer)
                return GST_FLOW_OK
            }, Unmanaged.passUnretained(collected).toOpaque())
        gst_pad_set_active(entry, 1)
        gst_pad_set_active(exit, 1)
        guard cgst_link_lone(entry, element, "sink") != 0, cgst_link_lone(exit, element, "src") != 0,
            gst_element_set_state(element, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE,
            cgst_open_lone(entry, input) != 0
        else { return nil }
    }

    deinit {
        gst_element_set_state(element, GST_STATE_NULL)
        gst_pad_set_active(entry, 0)
        gst_pad_set_active(exit, 0)
        cgst_unref(entry)
        cgst_unref(exit)
        cgst_unref(element)
        OpenHandles.closed()
    }

    func set(_ property: String, _ value: String) { cgst_set_property(element, property, value) }

    func askForKeyframe() { _ = cgst_ask_for_keyframe(entry) }

    /// Takes over `buffer`. Gives what the element made of it, or nil when it refused.
    func push<Result>(
        _ buffer: UnsafeMutablePointer<GstBuffer>, _ read: ([UnsafeMutablePointer<GstBuffer>]) -> Result
    ) -> Result? {
        let flow = gst_pad_push(entry, buffer)
        defer {
            for made in collected.buffers { gst_buffer_unref(made) }
            collected.buffers.removeAll(keepingCapacity: true)
        }
        return flow == GST_FLOW_OK ? read(collected.buffers) : nil
    }
}
