internal import EspeakWire
internal import Glibc
internal import Subprocess

/// The way in and the way out. Ends the process when the other side hangs up or talks nonsense.
final class Pipes {
    private let input: CInt = 0
    private let output: CInt
    private var frames = WireFrames(longest: EspeakWire.longestFrame)

    /// Takes the standard output for itself: what a library prints goes nowhere.
    init() {
        signal(SIGPIPE, SIG_IGN)
        output = dup(1)
        let nowhere = open("/dev/null", O_WRONLY)
        dup2(nowhere, 1)
        close(nowhere)
    }

    func send(_ reply: EspeakReply) {
        let frame = reply.frame
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes { write(output, $0.baseAddress! + sent, frame.count - sent) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { exit(0) }
            sent += count
        }
    }

    /// Nil at the end of the input.
    func waitForRequest() -> EspeakRequest? {
        while true {
            if let request = parsed() { return request }
            guard receive() else { return nil }
        }
    }

    /// True when the request is not wanted any more; looks without waiting.
    func isCancelled(_ id: UInt32) -> Bool {
        var event = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 0) > 0 {
            guard receive() else { exit(0) }
        }
        while let request = parsed() {
            // One request at a time is agreed; only a cancel may come now.
            guard case .cancel(let other) = request else { exit(65) }
            if other == id { return true }
        }
        return false
    }

    private func parsed() -> EspeakRequest? {
        do throws(WireError) {
            guard let frame = try frames.next() else { return nil }
            return try EspeakRequest(frame: frame)
        } catch {
            exit(65)
        }
    }

    /// False at the end of the input.
    private func receive() -> Bool {
        var portion = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(input, &portion, portion.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            frames.append(portion[..<count])
            return true
        }
    }
}
