internal import Foundation
internal import Glibc
internal import Synchronization

/// Which program decodes: one that hands `__decode` to ``FootageDecoding/runChild(arguments:)``.
package struct DecoderExecutable: Equatable, Sendable {
    package var path: String
    package init(path: String) { self.path = path }

    /// The program that is running.
    package static let running = DecoderExecutable(path: "/proc/self/exe")
}

/// Owns one decoding process and its pipes; killed and reaped when the last reference goes.
///
/// One thread reads; ``cancel()`` may come from any.
final class DecoderProcess: Sendable {
    private let records: Int32
    private let lifeline: Int32
    private let state: Mutex<State>

    private struct State {
        /// Nil once reaped.
        var process: pid_t?
        var isCancelled = false
    }

    init(_ request: DecodeRequest, executable: DecoderExecutable) throws(MediaError) {
        let (output, input) = (try Pipe(), try Pipe())
        let arguments = ["visavis", FootageDecoding.subcommand, String(decoding: toJSON(request), as: UTF8.self)]
        let process = try Self.spawn(executable.path, arguments, input: input.readEnd, output: output.writeEnd)
        close(input.readEnd)
        close(output.writeEnd)
        (records, lifeline) = (output.readEnd, input.writeEnd)
        state = Mutex(State(process: process))
        OpenHandles.opened()
    }

    deinit {
        close(lifeline)
        close(records)
        _ = reap(killing: true)
        OpenHandles.closed()
    }

    /// Ends the process at once; a waiting ``next(timeout:)`` throws `cancelled`.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            if let process = state.process { kill(process, SIGKILL) }
        }
    }

    /// Waits for the next record, nil after the last. Also stops when the surrounding task is cancelled.
    /// - Parameter timeout: Seconds without a byte until the process is killed and `stalled` thrown.
    func next(timeout: Double) throws(MediaError) -> DecodeRecord? {
        let header = try read(DecodeRecord.headerSize, timeout)
        let length = (4..<8).reduce(0) { $0 | Int(header[$1]) << (8 * ($1 - 4)) }
        guard let kind = DecodeRecord.Kind(rawValue: header[0]), length <= DecodeRecord.maximumLength else {
            cancel()
            throw .damaged(detail: "the decoder's output makes no sense")
        }
        let payload = try read(length, timeout)
        switch kind {
        case .json: return .json(payload)
        case .frame: return .frame(payload)
        case .samples: return .samples(payload)
        case .end: return nil
        case .error: throw (try? fromJSON(MediaError.self, payload)) ?? .damaged(detail: "unknown error")
        }
    }

    private func read(_ count: Int, _ timeout: Double) throws(MediaError) -> [UInt8] {
        var failure: MediaError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            filled = 0
            do throws(MediaError) {
                while filled < count {
                    try waitForBytes(timeout)
                    let got = Glibc.read(records, target.baseAddress! + filled, count - filled)
                    if got < 0 && errno == EINTR { continue }
                    guard got > 0 else { throw ending() }
                    filled += got
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Returns when there is something to read, which may be the end.
    private func waitForBytes(_ timeout: Double) throws(MediaError) {
        let deadline = monotonicSeconds() + timeout
        var event = pollfd(fd: records, events: Int16(POLLIN), revents: 0)
        // Short waits, because a task's cancellation wakes nobody.
        while poll(&event, 1, 100) <= 0 {
            if Task.isCancelled { cancel() }
            if monotonicSeconds() > deadline {
                cancel()
                throw .stalled(seconds: timeout)
            }
        }
        if state.withLock({ $0.isCancelled }) { throw .cancelled }
    }

    /// Why the output ended before the end record.
    private func ending() -> MediaError {
        let status = reap(killing: false)
        if state.withLock({ $0.isCancelled }) { return .cancelled }
        let signal = Int(status & 0x7F)  // WTERMSIG
        return signal == 0
            ? .decoderNotStarted(reason: "exit status \(status >> 8 & 0xFF)") : .decoderDied(signal: signal)
    }

    private func reap(killing: Bool) -> Int32 {
        state.withLock { state in
            guard let process = state.process else { return 0 }
            state.process = nil
            var status: Int32 = 0
            // Its output is closed, so it is about to exit; should it not, it is made to.
            let deadline = monotonicSeconds() + (killing ? 0 : 2)
            while waitpid(process, &status, WNOHANG) == 0 {
                if monotonicSeconds() >= deadline {
                    kill(process, SIGKILL)
                    waitpid(process, &status, 0)
                    break
                }
                usleep(1000)
            }
            return status
        }
    }

    private static func spawn(
        _ path: String, _ arguments: [String], input: Int32, output: Int32
    ) throws(MediaError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        let argv = arguments.map { strdup($0) } + [nil]
        let environment = self.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + environment { free(text) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, path, &actions, nil, argv, environment)
        guard status == 0 else {
            for descriptor in [input, output] { close(descriptor) }
            throw .decoderNotStarted(reason: String(cString: strerror(status)))
        }
        return process
    }

    /// What finds libraries and plugins, and nothing else: no key or token reaches a process that reads hostile data.
    private static var environment: [String: String] {
        let wanted = ["PATH", "HOME", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "TMPDIR"]
        return ProcessInfo.processInfo.environment.filter {
            wanted.contains($0.key) || $0.key.hasPrefix("GST_PLUGIN") || $0.key.hasPrefix("GST_REGISTRY")
        }
    }
}

/// Two connected descriptors, closed in other programs.
private struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws(MediaError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .decoderNotStarted(reason: lastReason()) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }
}
