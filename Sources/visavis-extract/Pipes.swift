internal import ExtractWire
internal import Glibc
internal import Subprocess

/// The way in and the way out. Ends the process when the other side hangs up or talks nonsense.
final class Pipes {
    private let input: CInt = 0
    private let output: CInt
    private var frames = WireFrames(longest: ExtractWire.longestDocument + 4096)
    private var portion = [UInt8](repeating: 0, count: 262_144)

    /// Takes the standard output for itself: what a library prints goes nowhere.
    init() {
        signal(SIGPIPE, SIG_IGN)
        output = dup(1)
        let nowhere = open("/dev/null", O_WRONLY)
        dup2(nowhere, 1)
        close(nowhere)
    }

    func send(_ reply: ExtractReply) {
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
    func waitForRequest() -> ExtractRequest? {
        while true {
            do throws(WireError) {
                if let frame = try frames.next() { return try ExtractRequest(frame: frame) }
            } catch {
                exit(65)
            }
            let count = read(input, &portion, portion.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            frames.append(portion[..<count])
        }
    }
}
