internal import CGStreamer
internal import Dispatch
internal import Synchronization

/// What GStreamer's promises are waited for with: the first answer counts, late ones are dropped.
final class Reply<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Result<Value, PeerError>, Never>?>

    private init(_ continuation: CheckedContinuation<Result<Value, PeerError>, Never>) { waiting = Mutex(continuation) }

    func resume(_ result: Result<Value, PeerError>) {
        waiting.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }?.resume(returning: result)
    }

    /// - Parameter start: Called on ``WebRTC/workers``; must see to it that somebody resumes the reply. Nobody may
    ///   notice when that never happens: after `limit` the result is `.failed`.
    static func wait(
        _ what: String, limit: Duration, start: @escaping @Sendable (Reply) -> Void
    ) async -> Result<Value, PeerError> {
        await withCheckedContinuation { continuation in
            let reply = Reply(continuation)
            WebRTC.workers.async { start(reply) }
            let (seconds, attoseconds) = limit.components
            let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
            WebRTC.workers.asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) {
                reply.resume(.failure(.failed(detail: "\(what) took longer than \(limit)")))
            }
        }
    }
}

/// A promise of GStreamer's whose answer is read once, on the thread that gives it.
///
/// - Parameter read: Gets the reply's structure, nil when there is none; runs exactly once.
/// - Returns: To be handed to the call that fulfils it, which takes it over.
func makePromise(
    _ read: @escaping @Sendable (Result<UnsafePointer<GstStructure>?, PeerError>) -> Void
) -> UnsafeMutablePointer<GstPromise>? {
    let box = Unmanaged.passRetained(PromiseReader(read))
    return gst_promise_new_with_change_func(
        { promise, context in
            guard let promise, let context else { return }
            let reader = Unmanaged<PromiseReader>.fromOpaque(context).takeUnretainedValue()
            reader.read(promise)
            gst_promise_unref(promise)
        }, box.toOpaque(), { Unmanaged<PromiseReader>.fromOpaque($0!).release() })
}

private final class PromiseReader {
    private let body: @Sendable (Result<UnsafePointer<GstStructure>?, PeerError>) -> Void

    init(_ body: @escaping @Sendable (Result<UnsafePointer<GstStructure>?, PeerError>) -> Void) { self.body = body }

    func read(_ promise: UnsafeMutablePointer<GstPromise>) {
        // The result is known when the change function runs: this does not wait.
        guard gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED else { return body(.failure(.closed)) }
        let reply = gst_promise_get_reply(promise)
        if let text = cgst_reply_error(reply) {
            defer { g_free(text) }
            return body(.failure(.failed(detail: String(cString: text))))
        }
        body(.success(reply))
    }
}
