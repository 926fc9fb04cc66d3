internal import Dispatch
internal import Glibc
internal import Synchronization

/// The one helper process of a server, and the queue before it.
///
/// espeak-ng speaks one text at a time, within milliseconds; requests wait in order of arrival, at most
/// ``mostWaiting``. The helper starts with the first request and again after it ended; the request it ended over is
/// tried once more.
actor EspeakProcess {
    static let mostWaiting = 64

    private let executable: EspeakExecutable
    private var helper: EspeakHelper?
    private var isClosed = false
    private nonisolated let waiting = Atomic(0)
    private nonisolated let executor = BlockingExecutor(label: "espeak")

    init(_ executable: EspeakExecutable) { self.executable = executable }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter voice: With its variant: "de+f2".
    /// - Returns: Nil when espeak-ng refuses.
    /// - Throws: `SpeechError.engineBusy`, `.engineMissing`, `.engineFailed`, or `CancellationError`.
    nonisolated func speak(
        _ text: String, voice: String, wordsPerMinute: UInt16, pitch: UInt8
    ) async throws -> EspeakSound? {
        let before = waiting.add(1, ordering: .relaxed).oldValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard before < Self.mostWaiting else { throw SpeechError.engineBusy(waiting: Self.mostWaiting) }
        let isCancelled = Flag()
        let sound = try await withTaskCancellationHandler {
            try await run { helper throws(HelperDeath) -> EspeakSound? in
                if isCancelled.isRaised { return nil }
                return try helper.speak(
                    text, voice: voice, wordsPerMinute: wordsPerMinute, pitch: pitch, isCancelled: isCancelled)
            }
        } onCancel: {
            isCancelled.raise()
        }
        try Task.checkCancellation()
        return sound
    }

    /// What a text sounds like, in IPA; marks of other languages' rules are left out.
    /// - Throws: `SpeechError`; `.synthesisFailed` when espeak-ng refuses.
    func phonemes(of text: String, voice: String) throws(SpeechError) -> String {
        let found = try run { helper throws(HelperDeath) in try helper.phonemes(of: text, voice: voice) }
        guard let found else { throw .synthesisFailed(text: text) }
        var (phonemes, depth) = ("", 0)
        for character in found {
            if character == "(" { depth += 1 }
            if depth == 0 { phonemes.append(character) }
            if character == ")" { depth = max(depth - 1, 0) }
        }
        return phonemes
    }

    /// What speaks, such as "espeak-ng 1.51"; starts the helper when it does not run.
    /// - Throws: `SpeechError.engineMissing` or `.engineFailed`.
    func engine() throws(SpeechError) -> String { try run { helper in helper.engine } }

    /// Nil while none runs.
    var processID: pid_t? { helper?.processID }

    /// Ends the helper for good.
    func close() {
        isClosed = true
        helper = nil
    }

    private func run<Result>(
        _ request: (EspeakHelper) throws(HelperDeath) -> Result
    ) throws(SpeechError) -> Result {
        var attempts = 0
        while true {
            do throws(HelperDeath) {
                if isClosed { throw HelperDeath(reason: "the server is ending") }
                let running = if let helper { helper } else { try EspeakHelper(executable) }
                helper = running
                return try request(running)
            } catch {
                helper = nil
                attempts += 1
                if attempts == 2 || isClosed || error.isStillborn {
                    throw error.isStillborn
                        ? .engineMissing(reason: error.reason) : .engineFailed(reason: error.reason)
                }
            }
        }
    }
}

/// A thread of its own for an actor whose methods block, so that they hold up no other task.
final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
