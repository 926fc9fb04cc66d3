internal import Dispatch
internal import ExtractWire
internal import Synchronization

/// What the helper made of one document.
struct ExtractedText: Equatable, Sendable {
    var format: DocumentFormat
    var title: String?
    var blocks: [DocumentBlock]
}

/// One helper process and the documents that wait for it, in order of arrival.
///
/// A process goes on to the next document only after text, Markdown and tables, which Swift and cmark read; what may have
/// fooled poppler or libxml2 never sees another document.
actor ExtractLane {
    private let configured: String?
    /// Seconds after which a process without work ends.
    private let idleTime: Double
    private var process: ExtractProcess?
    /// Counts documents, so that an idle timer knows whether one came meanwhile.
    private var documents = 0
    private nonisolated let pending = Atomic(0)
    private nonisolated let closed = CancelFlag()
    private nonisolated let current = Mutex<CancelFlag?>(nil)
    private nonisolated let executor = LaneExecutor()

    init(configured: String?, idleTime: Double) {
        self.configured = configured
        self.idleTime = idleTime
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    nonisolated var load: Int { pending.load(ordering: .relaxed) }
    /// Nil while none runs.
    var processID: Int32? { process?.processID }

    nonisolated func extract(_ request: ExtractRequest, seconds: Double) async throws(IngestionError) -> ExtractedText {
        pending.add(1, ordering: .relaxed)
        defer { pending.subtract(1, ordering: .relaxed) }
        let flag = CancelFlag()
        let result = await withTaskCancellationHandler {
            await run(request, seconds: seconds, flag)
        } onCancel: {
            flag.raise()
        }
        return try result.get()
    }

    /// Ends what is read at the moment and refuses what waits; any thread.
    nonisolated func interrupt() {
        closed.raise()
        current.withLock { $0?.raise() }
    }

    /// Returns when the process has ended; after ``interrupt()``.
    func close() { process = nil }

    private func run(
        _ request: ExtractRequest, seconds: Double, _ flag: CancelFlag
    ) -> Result<ExtractedText, IngestionError> {
        current.withLock { $0 = flag }
        defer { current.withLock { $0 = nil } }
        if closed.isRaised || flag.isRaised { return .failure(.cancelled) }
        documents += 1
        return Result { () throws(IngestionError) in
            if let reused = process {
                process = nil
                do throws(IngestionError) {
                    return try extract(request, by: reused, seconds, flag)
                } catch {
                    // It may have died before this document came.
                    guard case .unreadable = error else { throw error }
                }
            }
            let fresh = try ExtractProcess(ExtractExecutable.find(configured: configured))
            return try extract(request, by: fresh, seconds, flag)
        }
    }

    private func extract(
        _ request: ExtractRequest, by running: ExtractProcess, _ seconds: Double, _ flag: CancelFlag
    ) throws(IngestionError) -> ExtractedText {
        let text = try running.extract(request, seconds: seconds, isCancelled: flag)
        if [.text, .markdown, .csv].contains(text.format) { keep(running) }
        return text
    }

    private func keep(_ running: ExtractProcess) {
        process = running
        let last = documents
        executor.queue.asyncAfter(deadline: .now() + idleTime) { [weak self] in
            self?.assumeIsolated { lane in
                if lane.documents == last { lane.process = nil }
            }
        }
    }
}

/// Raised once, from any thread.
final class CancelFlag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
}

/// A thread of its own for an actor whose methods block, so that they hold up no other task.
private final class LaneExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "documents")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
