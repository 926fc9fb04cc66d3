import Foundation
import Synchronization

/// A TCP connection to 127.0.0.1 that sends exactly the bytes it is given. Blocking; used from a thread of its own.
final class RawClient: @unchecked Sendable {
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// A guard against a test that hangs, not a figure.
    private static let patience: Int32 = 20_000

    struct ConnectionFailed: Error { let code: Int32 }

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw ConnectionFailed(code: errno) }
    }

    deinit { close(descriptor) }

    /// - Returns: false when the other side no longer takes anything.
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

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Everything until the other side closes; nil when it does not within 20 s.
    func bytesToEnd() -> [UInt8]? {
        while readMore() {}
        return isOver ? received : nil
    }

    /// Everything until the other side closes; nil when it does not within 20 s.
    func readToEnd() -> String? {
        while readMore() {}
        return isOver ? String(decoding: received, as: UTF8.self) : nil
    }

    /// The next response, by its Content-Length (none for `isHead`); nil when the connection ends before.
    func response(isHead: Bool = false) -> (head: String, body: String, status: Int)? {
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if let end = received.firstRange(of: mark) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let length = isHead ? 0 : Self.length(head)
                if received.count >= end.upperBound + length {
                    let body = String(decoding: received[end.upperBound..<end.upperBound + length], as: UTF8.self)
                    received.removeFirst(end.upperBound + length)
                    return (head, body, Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0)
                }
            }
            guard readMore() else { return nil }
        }
    }

    /// Blocks until `count` bytes came, and keeps them.
    func wait(forBytes count: Int) { while received.count < count, readMore() {} }

    private(set) var isOver = false

    private func readMore() -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Self.patience) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            isOver = true
            return false
        }
        received += buffer[..<count]
        return true
    }

    private static func length(_ head: String) -> Int {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.dropFirst(15).filter { $0 != " " }) ?? 0
        }
        return 0
    }
}

/// Runs blocking code on a thread of its own, so that it takes none of Swift's.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
