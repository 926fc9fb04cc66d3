internal import CSoup

/// A source of the HTTP thread's loop that is detached when this is let go. Made, used and freed on that thread alone.
final class LoopSource {
    private let source: UnsafeMutablePointer<GSource>

    private init(_ source: UnsafeMutablePointer<GSource>) {
        self.source = source
        g_source_set_priority(source, G_PRIORITY_DEFAULT)
        GLibLoop.shared.attach(source)
    }

    deinit {
        g_source_destroy(source)
        g_source_unref(source)
    }

    /// Calls `body` once, after so long.
    static func timer(after time: Duration, _ body: @escaping @Sendable () -> Void) -> LoopSource {
        let milliseconds = min(max(0, (time / .milliseconds(1)).rounded(.up)), Double(Int32.max))
        let source = g_timeout_source_new(UInt32(milliseconds))!
        g_source_set_callback(
            source, { LoopSource.call($0) }, Unmanaged.passRetained(Body(call: { _ in body() })).toOpaque(),
            Body.release)
        return LoopSource(source)
    }

    /// Calls `body` whenever the descriptor is readable, writable (as wanted), or broken.
    static func descriptor(
        _ descriptor: Int32, read: Bool, write: Bool, _ body: @escaping @Sendable (Readiness) -> Void
    ) -> LoopSource {
        var condition: UInt32 = G_IO_ERR.rawValue | G_IO_HUP.rawValue
        if read { condition |= G_IO_IN.rawValue }
        if write { condition |= G_IO_OUT.rawValue }
        let source = csoup_watch_descriptor(
            descriptor, GIOCondition(condition),
            { _, condition, context in
                guard let context else { return 0 }
                let body = Unmanaged<Body>.fromOpaque(context).takeUnretainedValue()
                body.call(Readiness(rawValue: condition.rawValue))
                return 1
            }, Unmanaged.passRetained(Body(call: body)).toOpaque(), Body.release)!
        return LoopSource(source)
    }

    /// Calls `body` whenever a connection taken from libsoup can be read from, or written to.
    static func stream(
        _ stream: UnsafeMutablePointer<GIOStream>, writing: Bool, _ body: @escaping @Sendable () -> Void
    ) -> LoopSource {
        let source = csoup_watch_stream(
            stream, writing ? 1 : 0,
            { _, context in
                guard let context else { return 0 }
                Unmanaged<Body>.fromOpaque(context).takeUnretainedValue().call(Readiness(rawValue: 0))
                return 1
            }, Unmanaged.passRetained(Body(call: { _ in body() })).toOpaque(), Body.release)!
        return LoopSource(source)
    }

    struct Readiness: Sendable {
        let rawValue: UInt32
        var isReadable: Bool { rawValue & (G_IO_IN.rawValue | G_IO_HUP.rawValue) != 0 }
        var isWritable: Bool { rawValue & G_IO_OUT.rawValue != 0 }
        var isBroken: Bool { rawValue & G_IO_ERR.rawValue != 0 }
    }

    private static func call(_ context: UnsafeMutableRawPointer?) -> gboolean {
        if let context {
            Unmanaged<Body>.fromOpaque(context).takeUnretainedValue().call(Readiness(rawValue: 0))
        }
        return 0
    }

    private final class Body: Sendable {
        let call: @Sendable (Readiness) -> Void
        init(call: @escaping @Sendable (Readiness) -> Void) { self.call = call }
        static let release: GDestroyNotify = { context in
            if let context { Unmanaged<Body>.fromOpaque(context).release() }
        }
    }
}
