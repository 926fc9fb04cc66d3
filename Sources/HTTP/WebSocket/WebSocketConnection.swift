internal import Foundation

/// One WebSocket (RFC 6455), ours or a client's: messages both ways, bounded, kept alive by pings, without compression.
///
/// Any number of tasks may send, one reads. It lives on the HTTP thread; letting go of it closes the connection.
package actor WebSocketConnection {
    private let transport: any WebSocketTransport
    private nonisolated(unsafe) let frames: WebSocketFrames
    private let limits: WebSocketLimits

    /// How it ended: nil while it is open; a failure is thrown to the reader behind the last message.
    private var ending: Result<WebSocketMessage?, WebSocketError>?
    private var reader: CheckedContinuation<Result<WebSocketMessage?, WebSocketError>, Never>?
    private var senders: [CheckedContinuation<Void, Never>] = []
    private var onEnd: [@Sendable () -> Void] = []

    private var clock: LoopSource?
    private var closingSince: ContinuousClock.Instant?
    /// When reading went on after the reader had been too slow.
    private var resumed = ContinuousClock.now
    private var pinged: ContinuousClock.Instant?
    /// What is still sent to a connection that broke the rules is thrown away for a while: closing at once would reset
    /// it, and the reason might never arrive.
    private var lingering: ContinuousClock.Instant?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { GLibLoop.shared.asUnownedSerialExecutor() }

    init(_ transport: any WebSocketTransport, role: WebSocketFrames.Role, limits: WebSocketLimits, early: [UInt8] = [])
    {
        self.transport = transport
        self.limits = limits
        frames = WebSocketFrames(transport, role: role, limits: limits, early: early)
    }

    deinit {
        nonisolated(unsafe) let frames = frames
        GLibLoop.shared.run { [transport] in
            transport.close()
            _ = frames
        }
    }

    /// To be called once, on the HTTP thread.
    func start() {
        tick()
        pump()
    }

    // MARK: Sending

    /// Returns when the message is in the queue to be sent; waits for room while it is full.
    ///
    /// - Throws: ``WebSocketError/closed``, ``WebSocketError/cancelled``, or why the connection ended.
    package func send(text: String) async throws(WebSocketError) { try await send(.text(text)) }

    /// The same, of bytes.
    package func send(binary: [UInt8]) async throws(WebSocketError) { try await send(.binary(binary)) }

    /// The message without waiting.
    /// - Returns: false, and nothing is sent, when the queue is full or the connection is not open.
    package func offer(text: String) -> Bool { offer(.text(text)) }

    /// The same, of bytes.
    package func offer(binary: [UInt8]) -> Bool { offer(.binary(binary)) }

    /// Bytes that wait to be sent, framing included.
    package var queuedBytes: Int { frames.queuedBytes }

    private func send(_ message: WebSocketMessage) async throws(WebSocketError) {
        while !hasRoom(for: message) {
            if let ending { throw Self.error(of: ending) }
            if Task.isCancelled { throw .cancelled }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // Others may have had the thread since the last look.
                    if hasRoom(for: message) || ending != nil || Task.isCancelled {
                        continuation.resume()
                    } else {
                        senders.append(continuation)
                    }
                }
            } onCancel: {
                onThread { $0.wakeSenders() }
            }
        }
        if let ending { throw Self.error(of: ending) }
        guard closingSince == nil, frames.queue(message) else { throw .closed }
        flush()
    }

    private func offer(_ message: WebSocketMessage) -> Bool {
        guard ending == nil, closingSince == nil, hasRoom(for: message), frames.queue(message) else { return false }
        flush()
        return true
    }

    /// One message is taken whatever its size.
    private func hasRoom(for message: WebSocketMessage) -> Bool {
        guard ending == nil else { return false }
        let queued = frames.queuedBytes
        let size =
            switch message {
            case .text(let text): text.utf8.count
            case .binary(let bytes): bytes.count
            }
        return queued == 0 || queued + size <= limits.outgoing
    }

    private func wakeSenders() {
        let waiting = senders
        senders = []
        for sender in waiting { sender.resume() }
    }

    /// Says goodbye; what was queued before is sent first. The reader's sequence ends when the other side has answered.
    /// Idempotent.
    package func close(_ closure: WebSocketClosure = .normal) {
        guard ending == nil, closingSince == nil else { return }
        closingSince = .now
        frames.close(closure)
        flush()
    }

    // MARK: Receiving

    /// What comes, for one reader. It ends when either side closed in order, and throws when the connection ended
    /// otherwise. A reader that is slow makes the other side wait.
    package nonisolated var messages: Messages { Messages(connection: self) }

    /// How the other side closed; nil when it did not.
    package var closure: WebSocketClosure? { frames.closure }

    package struct Messages: AsyncSequence, Sendable {
        package typealias Element = WebSocketMessage
        package typealias Failure = WebSocketError
        let connection: WebSocketConnection

        package func makeAsyncIterator() -> Iterator { Iterator(connection: connection) }

        package struct Iterator: AsyncIteratorProtocol {
            let connection: WebSocketConnection

            package func next() async throws(WebSocketError) -> WebSocketMessage? { try await connection.next().get() }

            package func next(
                isolation: isolated (any Actor)?
            ) async throws(WebSocketError) -> WebSocketMessage? { try await connection.next().get() }
        }
    }

    private func next() async -> Result<WebSocketMessage?, WebSocketError> {
        if let ready { return ready }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Others may have had the thread since the last look.
                if let ready { continuation.resume(returning: ready) } else { reader = continuation }
            }
        } onCancel: {
            onThread { $0.answerReader(.failure(.cancelled)) }
        }
    }

    /// What a reader gets without waiting; nil when it has to wait.
    private var ready: Result<WebSocketMessage?, WebSocketError>? {
        let wasFull = frames.isFull
        if let message = frames.takeMessage() {
            if wasFull {
                resumed = .now
                onThread { $0.pump() }
            }
            return .success(message)
        }
        if let ending { return ending }
        return reader == nil && !Task.isCancelled ? nil : .failure(.cancelled)
    }

    private func answerReader(_ answer: Result<WebSocketMessage?, WebSocketError>) {
        reader?.resume(returning: answer)
        reader = nil
    }

    private nonisolated func onThread(_ body: @escaping @Sendable (isolated WebSocketConnection) -> Void) {
        GLibLoop.shared.run { [weak self] in self?.assumeIsolated { body($0) } }
    }

    // MARK: The turning wheel

    private func pump() {
        guard ending == nil else { return linger() }
        if frames.receive() { onThread { $0.pump() } }
        if reader != nil, let message = frames.takeMessage() { answerReader(.success(message)) }
        flush()
    }

    private func flush() {
        frames.send()
        settle()
        if !senders.isEmpty, frames.queuedBytes <= limits.outgoing / 2 || ending != nil { wakeSenders() }
    }

    /// Ends what is over, and waits for what may come next.
    private func settle() {
        guard ending == nil else { return }
        if frames.isCut {
            end(frames.closure != nil || closingSince != nil ? .success(nil) : .failure(.cut))
        } else if !frames.wantsRead && !frames.wantsWrite {
            if frames.isCloseReceived && !frames.isBroken {
                end(.success(nil))
            } else {
                end(.failure(frames.closeSent == 1009 ? .tooLarge : .badFrame), lingers: true)
            }
        } else {
            let reads = frames.wantsRead && !frames.isFull && frames.queuedBytes <= limits.outgoing
            watch(read: reads, write: frames.wantsWrite)
        }
    }

    private func watch(read: Bool, write: Bool) {
        transport.watch(read: read, write: write) { [weak self] in self?.assumeIsolated { $0.pump() } }
    }

    private func end(_ ending: Result<WebSocketMessage?, WebSocketError>, lingers: Bool = false) {
        self.ending = ending
        if lingers {
            lingering = .now + .seconds(2)
            transport.finishSending()
            watch(read: true, write: false)
        } else {
            clock = nil
            transport.close()
        }
        if frames.isEmpty { answerReader(ending) }
        wakeSenders()
        for call in onEnd { call() }
        onEnd = []
    }

    private func linger() {
        guard lingering != nil else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<16 {
            switch buffer.withUnsafeMutableBytes({ transport.receive($0) }) {
            case .bytes: continue
            case .wouldBlock: return
            case .end:
                lingering = nil
                clock = nil
                return transport.close()
            }
        }
    }

    private static func error(of ending: Result<WebSocketMessage?, WebSocketError>) -> WebSocketError {
        if case .failure(let error) = ending { error } else { .closed }
    }

    // MARK: Time

    private func tick() {
        let now = ContinuousClock.now
        if let lingering {
            guard now < lingering else {
                self.lingering = nil
                clock = nil
                return transport.close()
            }
        } else if ending == nil {
            check(now)
        }
        guard ending == nil || lingering != nil else { return }
        let wait = min(limits.pingInterval / 4, limits.patience / 4, .seconds(2))
        clock = .timer(after: wait) { [weak self] in self?.assumeIsolated { $0.tick() } }
    }

    private func check(_ now: ContinuousClock.Instant) {
        if let closingSince, now - closingSince > limits.patience { return end(.success(nil)) }
        if frames.wantsWrite && now - frames.lastSent > limits.patience { return end(.failure(.stalled)) }
        guard !frames.isFull else {
            resumed = now
            return
        }
        let heard = max(frames.lastReceived, resumed)
        if now - heard > limits.pingInterval * 2 { return end(.failure(.silent)) }
        if now - heard > limits.pingInterval, pinged.map({ $0 < heard }) ?? true {
            pinged = now
            frames.ping()
            flush()
        }
    }

    // MARK: Its owner

    /// Cuts the line.
    func abort() {
        if ending == nil { end(.failure(.cut)) }
        lingering = nil
        clock = nil
        transport.close()
    }

    /// Calls `call` on the HTTP thread once it is over.
    func whenOver(_ call: @escaping @Sendable () -> Void) {
        if ending == nil { onEnd.append(call) } else { call() }
    }

    /// Returns once it is over.
    func over() async {
        guard ending == nil else { return }
        await withCheckedContinuation { continuation in onEnd.append { continuation.resume() } }
    }
}
