internal import ExtractWire
internal import Glibc
internal import Subprocess

/// One process of `visavis-extract`; ended when the last reference goes. Its methods block, and one thread at a time may
/// call them.
///
/// After an error of ``extract(_:seconds:isCancelled:)`` that is not the document's the process is of no use any more.
final class ExtractProcess {
    private let process: ChildProcess
    private var isGreeted = false

    var processID: pid_t { process.processID }

    init(_ executable: ExtractExecutable) throws(IngestionError) {
        do throws(SpawnFailure) {
            process = try ChildProcess(
                executable.path, as: "visavis-extract", longestFrame: ExtractWire.longestReply)
        } catch {
            throw .readerMissing(reason: "visavis-extract cannot be started: \(error)")
        }
    }

    /// Reads one document to its end.
    /// - Parameter seconds: On the clock, from now.
    func extract(
        _ request: ExtractRequest, seconds: Double, isCancelled: CancelFlag
    ) throws(IngestionError) -> ExtractedText {
        let wait = Deadline(seconds: seconds, isCancelled: isCancelled)
        if !isGreeted {
            guard case .ready(ExtractWire.version) = try receive(wait) else {
                throw .readerMissing(reason: "visavis-extract is of another version of Visavis; build it again")
            }
            isGreeted = true
        }
        try send(request.frame, wait)
        var (blocks, size) = ([DocumentBlock](), 0)
        while true {
            switch try receive(wait) {
            case .blocks(let more):
                blocks += more
                size += more.reduce(0) { $0 + $1.size }
                guard size <= ExtractWire.mostText, blocks.count <= ExtractWire.mostBlocks else {
                    throw .tooMuch(detail: "it holds more text than is read at once")
                }
            case .done(let format, let title): return ExtractedText(format: format, title: title, blocks: blocks)
            case .refused(let refusal, let format): throw Self.error(refusal, format)
            case .ready: throw .unreadable(reason: "the reader answered what nobody asked")
            }
        }
    }

    private static func error(_ refusal: ExtractRefusal, _ format: DocumentFormat?) -> IngestionError {
        switch refusal {
        case .encrypted: .encrypted
        case .noText(let pages): .noText(format: format, scannedPages: Int(pages))
        case .damaged(let detail): .damaged(format: format, detail: CleanText.line(detail))
        case .unsupported(let found): .unsupported(found: CleanText.line(found))
        case .tooMuch(let detail): .tooMuch(detail: CleanText.line(detail))
        }
    }

    private func send(_ frame: [UInt8], _ wait: Deadline) throws(IngestionError) {
        var rest = frame[...]
        while !rest.isEmpty {
            guard let count = process.send(rest) else { throw death(wait) }
            rest = rest.dropFirst(count)
            if count == 0 { try wait.until(process, .output) }
        }
    }

    private func receive(_ wait: Deadline) throws(IngestionError) -> ExtractReply {
        while true {
            let received: ChildProcess.Received
            do throws(WireError) {
                received = try process.receive()
                if case .frame(let frame) = received { return try ExtractReply(frame: frame) }
            } catch {
                throw .unreadable(reason: "the reader's answer makes no sense: \(error)")
            }
            if case .closed = received { throw death(wait) }
            try wait.until(process, .input)
        }
    }

    private func death(_ wait: Deadline) -> IngestionError {
        let end = process.end()
        if !isGreeted {
            return .readerMissing(
                reason: end == .status(127)
                    ? "visavis-extract lacks a library; install what scripts/packages.txt lists"
                    : "visavis-extract cannot be started")
        }
        return switch end {
        case .signal(SIGXCPU): .timedOut(seconds: wait.seconds)
        case .status(let code): .unreadable(reason: "its reader gave up with status \(code)")
        case .signal(let signal): .unreadable(reason: "its reader was ended by signal \(signal)")
        }
    }
}

/// An end of patience, and somebody who may end it sooner.
private struct Deadline {
    let seconds: Int
    private let end: Double
    private let isCancelled: CancelFlag

    init(seconds: Double, isCancelled: CancelFlag) {
        self.seconds = Int(seconds.rounded(.up))
        self.isCancelled = isCancelled
        end = Self.now() + seconds
    }

    /// Returns when there is something to read, room to write, or nobody at the other end.
    func until(_ process: ChildProcess, _ direction: ChildProcess.Direction) throws(IngestionError) {
        while true {
            if isCancelled.isRaised { throw .cancelled }
            let left = end - Self.now()
            if left <= 0 { throw .timedOut(seconds: seconds) }
            if process.wait(for: direction, atMost: min(left, 0.05)) { return }
        }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
