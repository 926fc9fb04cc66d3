internal import Glibc

/// A helper's way from and to the program that started it: its standard input and output. Ends the process when the other
/// side hangs up while something is being said, or talks nonsense.
package final class ParentChannel {
    private let input: CInt = 0
    private let output: CInt
    private var frames: WireFrames
    private var portion = [UInt8](repeating: 0, count: 262_144)

    /// Takes the standard output for itself: what a library prints goes nowhere.
    /// - Parameter longestFrame: Bytes of what may be asked, without the length.
    package init(longestFrame: Int) {
        frames = WireFrames(longest: longestFrame)
        signal(SIGPIPE, SIG_IGN)
        output = dup(1)
        let nowhere = open("/dev/null", O_WRONLY)
        dup2(nowhere, 1)
        close(nowhere)
    }

    package func send(_ frame: [UInt8]) {
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes { write(output, $0.baseAddress! + sent, frame.count - sent) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { exit(0) }
            sent += count
        }
    }

    /// The next message; nil at the end of the input.
    package func wait<Message>(for message: (ArraySlice<UInt8>) throws(WireError) -> Message) -> Message? {
        while true {
            if let next = parsed(message) { return next }
            guard receive() else { return nil }
        }
    }

    /// The next message if it has come already.
    package func look<Message>(for message: (ArraySlice<UInt8>) throws(WireError) -> Message) -> Message? {
        var event = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 0) > 0 {
            guard receive() else { exit(0) }
        }
        return parsed(message)
    }

    /// Ends the process: what was asked is against what is agreed.
    package static func refuse() -> Never { exit(EX_DATAERR) }

    private func parsed<Message>(_ message: (ArraySlice<UInt8>) throws(WireError) -> Message) -> Message? {
        do throws(WireError) {
            guard let frame = try frames.next() else { return nil }
            return try message(frame)
        } catch {
            Self.refuse()
        }
    }

    /// False at the end of the input.
    private func receive() -> Bool {
        while true {
            let count = read(input, &portion, portion.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            frames.append(portion[..<count])
            return true
        }
    }
}
