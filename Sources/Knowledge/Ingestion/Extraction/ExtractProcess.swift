internal import ExtractWire
internal import Glibc
internal import Subprocess

/// Owns one process of `visavis-extract` and the socket to it; killed and reaped when the last reference goes. Its
/// methods block, and one thread at a time may call them.
///
/// After an error of ``extract(_:seconds:isCancelled:)`` that is not the document's the process is of no use any more.
final class ExtractProcess {
    let processID: pid_t
    private let socket: CInt
    private var isReaped = false
    private var status: CInt = 0
    private var frames = WireFrames(longest: ExtractWire.longestReply)
    private var isGreeted = false
    private var portion = [UInt8](repeating: 0, count: 262_144)

    init(_ executable: ExtractExecutable) throws(IngestionError) {
        var pair: [CInt] = [0, 0]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw .readerMissing(reason: String(cString: strerror(errno)))
        }
        socket = pair[0]
        // The helper alone keeps its end, so that its death is seen here.
        defer { Glibc.close(pair[1]) }
        do throws(IngestionError) {
            processID = try Self.spawn(executable.path, socket: pair[1])
        } catch {
            Glibc.close(pair[0])
            throw error
        }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    deinit {
        Glibc.close(socket)
        if !isReaped {
            kill(processID, SIGKILL)
            _ = reap()
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

    private static func spawn(_ path: String, socket: CInt) throws(IngestionError) -> pid_t {
        do throws(SpawnFailure) {
            return try Spawn.start(path, as: "visavis-extract", socket: socket)
        } catch {
            throw .readerMissing(reason: "visavis-extract cannot be started: \(error)")
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
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, frame.count - sent, CInt(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                try wait.until(socket, CInt(POLLOUT))
                continue
            }
            guard count > 0 else { throw death(wait) }
            sent += count
        }
    }

    private func receive(_ wait: Deadline) throws(IngestionError) -> ExtractReply {
        while true {
            do throws(WireError) {
                if let frame = try frames.next() { return try ExtractReply(frame: frame) }
            } catch {
                throw .unreadable(reason: "the reader's answer makes no sense: \(error)")
            }
            let count = recv(socket, &portion, portion.count, 0)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                try wait.until(socket, CInt(POLLIN))
                continue
            }
            guard count > 0 else { throw death(wait) }
            frames.append(portion[..<count])
        }
    }

    /// The socket is closed, so the process has ended or is about to.
    private func death(_ wait: Deadline) -> IngestionError {
        var attempts = 0
        while !reap(WNOHANG) && attempts < 200 {
            usleep(1_000)
            attempts += 1
        }
        if !isReaped {
            kill(processID, SIGKILL)
            _ = reap()
        }
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if !isGreeted {
            return .readerMissing(
                reason: code == 127
                    ? "visavis-extract lacks a library; install what scripts/packages.txt lists"
                    : "visavis-extract cannot be started")
        }
        switch signal {
        case SIGXCPU: return .timedOut(seconds: wait.seconds)
        case 0: return .unreadable(reason: "its reader gave up with status \(code)")
        default: return .unreadable(reason: "its reader was ended by signal \(signal)")
        }
    }

    /// True once the process is reaped.
    private func reap(_ options: CInt = 0) -> Bool {
        if isReaped { return true }
        while true {
            let result = waitpid(processID, &status, options)
            if result < 0 && errno == EINTR { continue }
            isReaped = result != 0
            return isReaped
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

    /// Returns when the socket is ready, or closed.
    func until(_ socket: CInt, _ what: CInt) throws(IngestionError) {
        while true {
            if isCancelled.isRaised { throw .cancelled }
            let left = end - Self.now()
            if left <= 0 { throw .timedOut(seconds: seconds) }
            var event = pollfd(fd: socket, events: Int16(what), revents: 0)
            if poll(&event, 1, CInt(min(max(left * 1000, 1), 50))) > 0 { return }
        }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
