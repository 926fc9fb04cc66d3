internal import CSoup
internal import Foundation

/// The one thread on which libsoup lives, as the executor of the actors that call it.
///
/// It starts on first use and never ends. Nothing on it may wait: handlers run on Swift's own threads. The main actor is
/// no place for GLib, because a running GLib loop would never let Swift's tasks have that thread.
final class GLibLoop: SerialExecutor, @unchecked Sendable {
    static let shared = GLibLoop()

    /// A GMainContext is safe to attach sources to from any thread; that is all others do with it.
    private let context: OpaquePointer
    /// Written once, by the thread itself, before `init` returns.
    private var thread = pthread_t()

    private init() {
        context = g_main_context_new()
        let started = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            Thread.current.name = "http"
            thread = pthread_self()
            g_main_context_push_thread_default(context)
            let loop = g_main_loop_new(context, 0)
            started.signal()
            g_main_loop_run(loop)
        }
        started.wait()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        attach(
            g_idle_source_new(),
            Work { [job = UnownedJob(job), self] in
                job.runSynchronously(on: asUnownedSerialExecutor())
                return false
            })
    }

    func checkIsolated() { precondition(pthread_equal(thread, pthread_self()) != 0, "not on the HTTP thread") }

    func isSameExclusiveExecutionContext(other: GLibLoop) -> Bool { self === other }

    /// Calls `body` on the thread every `milliseconds`, until it returns false.
    func every(milliseconds: UInt32, _ body: @escaping @Sendable () -> Bool) {
        attach(g_timeout_source_new(milliseconds), Work(body))
    }

    /// Calls `body` on the thread once, in order with other such calls.
    func run(_ body: @escaping @Sendable () -> Void) {
        attach(
            g_idle_source_new(),
            Work {
                body()
                return false
            })
    }

    /// Calls `body` on the thread whenever `source` fires, until it returns false. Takes the source over.
    func attach(_ source: UnsafeMutablePointer<GSource>?, _ work: Work) {
        // Some sources call with an argument before the context pointer; those have a callback type of their own.
        g_source_set_priority(source, G_PRIORITY_DEFAULT)
        g_source_set_callback(
            source,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body() ? 1 : 0
            }, Unmanaged.passRetained(work).toOpaque(),
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).release() }
            })
        g_source_attach(source, context)
        g_source_unref(source)
    }

    /// Attaches a source whose callback is set already.
    func attach(_ source: UnsafeMutablePointer<GSource>) { g_source_attach(source, context) }

    final class Work: Sendable {
        let body: @Sendable () -> Bool
        init(_ body: @escaping @Sendable () -> Bool) { self.body = body }
    }
}
