import Foundation
import Synchronization

/// A TCP server on 127.0.0.1 that answers each connection with exactly the bytes a test says.
final class RawServer: Sendable {
    let port: Int
    private let descriptor: Int32
    /// Connections so far.
    let accepted = Mutex(0)

    /// - Parameter answer: Called on a thread of its own per connection, which is closed when it returns.
    init(_ answer: @escaping @Sendable (RawConnection) -> Void) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw RawClient.ConnectionFailed(code: errno) }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            // Who accepts closes: otherwise the number might be somebody else's by the next call.
            defer { close(descriptor) }
            while true {
                let accepted = accept(descriptor, nil, nil)
                if accepted < 0, errno != EINVAL { continue }
                guard accepted >= 0 else { return }
                self?.accepted.withLock { $0 += 1 }
                var one: Int32 = 1
                setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
                let connection = RawConnection(accepted)
                Thread.detachNewThread {
                    answer(connection)
                    connection.close()
                }
            }
        }
    }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// One connection of a ``RawServer``. Blocking.
final class RawConnection: Sendable {
    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// A request's head and body, by its Content-Length; nil when the client is gone.
    func request() -> String? {
        let mark = Array("\r\n\r\n".utf8)
        while true {
            let found: String? = buffer.withLock { received in
                guard let end = received.firstRange(of: mark) else { return nil }
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                let length = line.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
                guard received.count >= end.upperBound + length else { return nil }
                let text = String(decoding: received[..<(end.upperBound + length)], as: UTF8.self)
                received.removeFirst(end.upperBound + length)
                return text
            }
            if let found { return found }
            guard let more = receive() else { return nil }
            buffer.withLock { $0 += more }
        }
    }

    /// nil when nothing more comes.
    func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    func chunk(_ text: String) { send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n") }

    /// Blocks until the client has gone.
    func waitForEnd() { while receive() != nil {} }

    func close() { Foundation.close(descriptor) }
}
