package import Glibc

/// Owns one program of ours beside this one and the socket to it; killed and reaped when the last reference goes. One
/// thread at a time may use it.
package final class ChildProcess {
    package enum End: Equatable, Sendable {
        case status(CInt)
        case signal(CInt)
    }

    package enum Received {
        /// Without its length.
        case frame(ArraySlice<UInt8>)
        /// No whole frame has come yet.
        case nothing
        /// The program has hung up: it has ended or is about to.
        case closed
    }

    package enum Direction { case input, output }

    package let processID: pid_t
    private let socket: CInt
    private var frames: WireFrames
    private var portion = [UInt8](repeating: 0, count: 262_144)
    private var status: CInt = 0
    private var isReaped = false

    /// - Parameters:
    ///   - name: What it is called as.
    ///   - environment: The variables it gets of ours.
    ///   - longestFrame: Bytes of what it may answer, without the length.
    package init(
        _ path: String, as name: String, environment: [String] = ["PATH", "LD_LIBRARY_PATH", "LANG"], longestFrame: Int
    ) throws(SpawnFailure) {
        var pair: [CInt] = [0, 0]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw SpawnFailure(description: String(cString: strerror(errno)))
        }
        (socket, frames) = (pair[0], WireFrames(longest: longestFrame))
        // The program alone keeps its end, so that its death is seen here.
        defer { close(pair[1]) }
        do throws(SpawnFailure) {
            processID = try Spawn.start(path, as: name, socket: pair[1], environment: environment)
        } catch {
            close(pair[0])
            throw error
        }
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(socket)
        kill()
    }

    /// How many of the bytes were taken: 0 when none can be now, nil when the program has hung up.
    package func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        while true {
            let count = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count >= 0 { return count }
            if errno == EAGAIN { return 0 }
            if errno != EINTR { return nil }
        }
    }

    /// The next whole frame, without waiting for it.
    /// - Throws: When what came is no frame; nothing of use comes after it.
    package func receive() throws(WireError) -> Received {
        while true {
            if let frame = try frames.next() { return .frame(frame) }
            let count = recv(socket, &portion, portion.count, 0)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { return .nothing }
            guard count > 0 else { return .closed }
            frames.append(portion[..<count])
        }
    }

    /// True as soon as there is something to read, room to write, or nobody at the other end.
    package func wait(for direction: Direction, atMost seconds: Double) -> Bool {
        var event = pollfd(fd: socket, events: Int16(direction == .input ? POLLIN : POLLOUT), revents: 0)
        return poll(&event, 1, CInt(max(1, seconds * 1000))) > 0
    }

    /// Ends it at once, if it has not ended.
    package func kill() {
        guard !isReaped else { return }
        Glibc.kill(processID, SIGKILL)
        _ = reap()
    }

    /// How it ended, once it has hung up. One that lives on is killed after 0.2 s.
    package func end() -> End {
        var attempts = 0
        while !reap(WNOHANG) && attempts < 200 {
            usleep(1_000)
            attempts += 1
        }
        kill()
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        return signal == 0 ? .status(code) : .signal(signal)
    }

    /// True once the process is reaped.
    private func reap(_ options: CInt = 0) -> Bool {
        while !isReaped {
            let result = waitpid(processID, &status, options)
            if result < 0 && errno == EINTR { continue }
            isReaped = result != 0
            break
        }
        return isReaped
    }
}
