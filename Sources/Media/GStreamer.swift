internal import CGStreamer
internal import CLibAV
internal import Synchronization

/// The process-wide state of GStreamer and FFmpeg's libraries.
package enum GStreamer {
    /// Initialises both once per process; later calls return at once. Any thread. Nothing is logged afterwards:
    /// what goes wrong is thrown by the call it concerns.
    package static func start() { started }

    private static let started: Void = {
        gst_init(nil, nil)
        cgst_silence()
        av_log_set_level(AV_LOG_QUIET)
    }()

    /// Whether the plugin that makes `element` is installed.
    package static func has(_ element: String) -> Bool {
        start()
        guard let factory = gst_element_factory_find(element) else { return false }
        cgst_unref(UnsafeMutableRawPointer(factory))
        return true
    }
}

/// How many owners of C handles and child processes are alive, so that tests can show that none is left behind.
package enum OpenHandles {
    package static var count: Int { counter.load(ordering: .relaxed) }
    private static let counter = Atomic<Int>(0)

    static func opened() { counter.add(1, ordering: .relaxed) }
    static func closed() { counter.subtract(1, ordering: .relaxed) }
}
