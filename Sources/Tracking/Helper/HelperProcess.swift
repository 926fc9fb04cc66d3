internal import Foundation
internal import Glibc

/// One running tracker helper: bytes in, bytes out, and its complaints.
///
/// Both directions share one socket, and one `poll` serves them, so neither side can wait for the other for ever:
/// while a request is being written, finished records are taken in. Not thread-safe: one caller at a time. The process
/// is killed and reaped when the value goes.
final class HelperProcess {
    /// Seconds without any byte in either direction after which the helper counts as dead. Loading the models takes
    /// 0.5–5 s and a picture 10 ms; the rest is for busy machines.
    static let patience = 60

    private let pid: pid_t
    private let socket: CInt
    private let complaints: CInt
    private var complaint = [UInt8]()
    private var received = [UInt8]()
    private var taken = 0
    private var inputEnded = false
    private var complaintsEnded = false
    private var exitStatus: CInt?

    init(_ installation: TrackerInstallation) throws(TrackerError) {
        var pair: [CInt] = [0, 0]
        var errors: [CInt] = [0, 0]
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
            throw .startFailed(reason: String(cString: strerror(errno)))
        }
        guard socketpair(AF_UNIX, kind, 0, &errors) == 0 else {
            let reason = String(cString: strerror(errno))
            for end in pair { close(end) }
            throw .startFailed(reason: reason)
        }
        defer {
            close(pair[1])
            close(errors[1])
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pair[1], 0)
        posix_spawn_file_actions_adddup2(&actions, pair[1], 1)
        posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
        // -s and -E: the user's own site-packages and PYTHON variables must not mix with the locked packages.
        let arguments = [installation.python.path, "-s", "-E", installation.script.path]
        var argv = arguments.map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, installation.python.path, &actions, nil, &argv, environ)
        guard code == 0 else {
            close(pair[0])
            close(errors[0])
            throw .startFailed(reason: String(cString: strerror(code)))
        }
        (pid, socket, complaints) = (child, pair[0], errors[0])
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        _ = fcntl(complaints, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if exitStatus == nil {
            kill(pid, SIGKILL)
            _ = reap()
        }
        close(socket)
        close(complaints)
    }

    /// Writes all of `bytes`, taking in what the helper answers meanwhile.
    func write(_ bytes: some ContiguousBytes) throws(TrackerError) {
        let failure: TrackerError? = bytes.withUnsafeBytes { buffer in
            var sent = 0
            do throws(TrackerError) {
                while sent < buffer.count {
                    let count = send(socket, buffer.baseAddress! + sent, buffer.count - sent, CInt(MSG_NOSIGNAL))
                    if count > 0 {
                        sent += count
                        try receive()
                    } else if errno == EAGAIN || errno == EINTR {
                        try wait(for: POLLIN | POLLOUT)
                    } else {
                        throw death()
                    }
                }
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    /// Tells the helper that no further request comes.
    func endInput() { shutdown(socket, CInt(SHUT_WR)) }

    /// The next `count` bytes if they are here already.
    func takeIfReady(_ count: Int) throws(TrackerError) -> ArraySlice<UInt8>? {
        try receive()
        guard received.count - taken >= count else { return nil }
        defer { taken += count }
        return received[taken..<(taken + count)]
    }

    /// Waits for the next `count` bytes.
    func take(_ count: Int) throws(TrackerError) -> ArraySlice<UInt8> {
        while true {
            if let bytes = try takeIfReady(count) { return bytes }
            if inputEnded { throw death() }
            try wait(for: POLLIN)
        }
    }

    /// Waits for the next line (at most 64 KiB), without its end.
    func takeLine() throws(TrackerError) -> String {
        while true {
            try receive()
            if let end = received[taken...].firstIndex(of: 10) {
                defer { taken = end + 1 }
                return String(decoding: received[taken..<end], as: UTF8.self)
            }
            if inputEnded { throw death() }
            guard received.count < 65_536 else { throw .protocolMismatch(detail: "no line in 64 KiB") }
            try wait(for: POLLIN)
        }
    }

    /// Moves everything that has arrived into `received`, without waiting.
    private func receive() throws(TrackerError) {
        if Task.isCancelled { throw .cancelled }
        if taken > 0 {
            received.removeFirst(taken)
            taken = 0
        }
        inputEnded = drain(socket) { received.append(contentsOf: $0) } || inputEnded
        hearComplaints()
    }

    private func hearComplaints() {
        complaintsEnded = drain(complaints) { complaint = Array((complaint + $0).suffix(4096)) } || complaintsEnded
    }

    /// Reads what is there without waiting; true at the end of the stream.
    private func drain(_ file: CInt, _ consume: (ArraySlice<UInt8>) -> Void) -> Bool {
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &block, block.count)
            if count > 0 {
                consume(block[..<count])
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                return true
            } else if errno == EAGAIN {
                return false
            }
        }
    }

    /// Waits until the socket is ready or the helper complains; looks for cancellation ten times a second.
    private func wait(for events: CInt) throws(TrackerError) {
        for _ in 0..<(Self.patience * 10) {
            if Task.isCancelled { throw .cancelled }
            var files = [
                pollfd(fd: socket, events: Int16(events), revents: 0),
                pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
            ]
            // A closed error pipe would be "ready" for ever.
            guard poll(&files, complaintsEnded ? 1 : 2, 100) > 0 else { continue }
            if files[0].revents != 0 { return }
            try receive()
        }
        throw .stalled(seconds: Self.patience)
    }

    /// Reaps the helper and says why it ended: its own last line, or the signal that killed it.
    private func death() -> TrackerError {
        // The socket is closed, so the helper is ending by itself; a straggler is not waited for.
        var attempts = 0
        while !reap(WNOHANG), attempts < 100 {
            usleep(10_000)
            attempts += 1
        }
        if exitStatus == nil {
            kill(pid, SIGKILL)
            _ = reap()
        }
        hearComplaints()
        let lines = String(decoding: complaint, as: UTF8.self).split(separator: "\n")
        if let last = lines.last(where: { $0.hasPrefix("tracker: ") }) {
            return .helperFailed(detail: String(last.dropFirst(9)))
        }
        let status = exitStatus ?? 0
        let how = status & 0x7f == 0 ? "exit status \((status >> 8) & 0xff)" : "killed by signal \(status & 0x7f)"
        return .helperFailed(detail: lines.last.map { "\($0) (\(how))" } ?? how)
    }

    /// True once the process is reaped.
    private func reap(_ options: CInt = 0) -> Bool {
        if exitStatus != nil { return true }
        var status: CInt = 0
        guard waitpid(pid, &status, options) == pid else { return false }
        exitStatus = status
        return true
    }
}
