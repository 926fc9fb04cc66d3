internal import Foundation

/// One accepted TCP connection, read and written by one thread; any thread may shut it down. Closed when it goes.
final class LoopbackConnection: @unchecked Sendable {
    let descriptor: Int32
    /// Read but not taken yet; of the serving thread alone, which is why this class is not checked.
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Everything up to and with `mark`; nil when the connection ends before, or more than 64 KiB come.
    func read(through mark: [UInt8]) -> [UInt8]? {
        while true {
            if let range = buffer.firstRange(of: mark) {
                defer { buffer.removeSubrange(..<range.upperBound) }
                return Array(buffer[..<range.upperBound])
            }
            guard buffer.count < 65_536, fill() else { return nil }
        }
    }

    /// Exactly so many bytes; nil when the connection ends before.
    func read(_ count: Int) -> [UInt8]? {
        while buffer.count < count { guard fill() else { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// False when nobody takes it.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// POLLRDHUP of poll(2), which glibc shows only with its extensions.
    private static let hangUp: Int16 = 0x2000

    /// Waits, unless the other side goes away meanwhile.
    /// - Parameter time: nil waits until it does.
    /// - Returns: False when it did.
    func wait(_ time: Duration?) -> Bool {
        if let time, time <= .zero { return true }
        var entry = pollfd(fd: descriptor, events: Self.hangUp, revents: 0)
        let milliseconds = time.map { Int32(clamping: Int(($0 / .milliseconds(1)).rounded(.up))) } ?? -1
        return poll(&entry, 1, milliseconds) == 0
    }

    /// Says nothing more, and takes what still comes until the other side ends it too or is silent for two seconds: closed
    /// with something unread, a connection takes from the other side what was said before (RFC 1122, 4.2.2.13).
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        buffer = []
        while poll(&entry, 1, 2000) > 0, fill() { buffer = [] }
    }

    /// Ends it so that the other side gets a reset instead of an orderly end.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutDown()
    }

    /// Whether anything can be read at once.
    var hasInput: Bool {
        if !buffer.isEmpty { return true }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}
