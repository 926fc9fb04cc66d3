internal import CWslay

/// Messages to frames and back (RFC 6455 §5) by wslay, over a transport. Used on the HTTP thread alone.
///
/// Pings are answered, closes are answered, text is checked, and a frame that breaks the rules makes wslay queue the
/// close that says so.
final class WebSocketFrames {
    enum Role { case server, client }

    private let transport: any WebSocketTransport
    private var context: OpaquePointer?
    private let limits: WebSocketLimits
    /// Received before the frames began to be looked at.
    private var early: ArraySlice<UInt8>

    private(set) var messages: [WebSocketMessage] = []
    private(set) var waitingBytes = 0
    private(set) var closure: WebSocketClosure?
    /// The transport has ended.
    private(set) var isCut = false
    /// The head of a frame broke the rules.
    private(set) var isBroken = false
    private(set) var lastReceived = ContinuousClock.now
    private(set) var lastSent = ContinuousClock.now
    /// Bytes ``receive()`` may still take in this turn of the loop.
    private var budget = 0

    init(_ transport: any WebSocketTransport, role: Role, limits: WebSocketLimits, early: [UInt8]) {
        self.transport = transport
        self.limits = limits
        self.early = early[...]
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, bytes, count, _, own in
            WebSocketFrames.from(own).read(context, UnsafeMutableRawBufferPointer(start: bytes, count: count))
        }
        callbacks.send_callback = { context, bytes, count, _, own in
            WebSocketFrames.from(own).write(context, UnsafeRawBufferPointer(start: bytes, count: count))
        }
        callbacks.genmask_callback = { _, bytes, count, _ in
            var random = SystemRandomNumberGenerator()
            for index in 0..<count { bytes?[index] = .random(in: 0...255, using: &random) }
            return 0
        }
        callbacks.on_msg_recv_callback = { _, message, own in
            if let message { WebSocketFrames.from(own).got(message.pointee) }
        }
        let own = Unmanaged.passUnretained(self).toOpaque()
        switch role {
        case .server: wslay_event_context_server_init(&context, &callbacks, own)
        case .client: wslay_event_context_client_init(&context, &callbacks, own)
        }
        wslay_event_config_set_max_recv_msg_length(context, UInt64(limits.message))
    }

    deinit { wslay_event_context_free(context) }

    private static func from(_ own: UnsafeMutableRawPointer?) -> WebSocketFrames {
        Unmanaged<WebSocketFrames>.fromOpaque(own!).takeUnretainedValue()
    }

    // MARK: In

    /// As many messages wait as may: nothing is read until some are taken.
    var isFull: Bool { waitingBytes >= limits.message || messages.count >= Self.maximumWaiting }
    private static let maximumWaiting = 256

    /// Reads what is there, up to 256 KiB in one go so that others have their turn.
    /// - Returns: Whether there may be more at once.
    func receive() -> Bool {
        budget = 262_144
        // Answers to a flood of pings must not pile up.
        guard wantsRead, queuedBytes <= limits.outgoing else { return false }
        // wslay gives up here, beside for the transport, for frames whose very head is wrong; it says so without a code.
        if wslay_event_recv(context) != 0 && !isCut { isBroken = true }
        return budget <= 0 || !early.isEmpty && !isFull
    }

    var isEmpty: Bool { messages.isEmpty }

    func takeMessage() -> WebSocketMessage? {
        guard !messages.isEmpty else { return nil }
        let message = messages.removeFirst()
        waitingBytes -= Self.size(message)
        return message
    }

    private func read(_ context: OpaquePointer?, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard !isFull, budget > 0 else {
            wslay_event_set_error(context, Int32(WSLAY_ERR_WOULDBLOCK.rawValue))
            return -1
        }
        if !early.isEmpty {
            let count = min(buffer.count, early.count)
            buffer.copyBytes(from: early.prefix(count))
            early = early.dropFirst(count)
            return count
        }
        switch transport.receive(buffer) {
        case .bytes(let count):
            budget -= count
            lastReceived = .now
            return count
        case .wouldBlock: wslay_event_set_error(context, Int32(WSLAY_ERR_WOULDBLOCK.rawValue))
        case .end:
            isCut = true
            wslay_event_set_error(context, Int32(WSLAY_ERR_CALLBACK_FAILURE.rawValue))
        }
        return -1
    }

    private func got(_ message: wslay_event_on_msg_recv_arg) {
        let bytes = UnsafeBufferPointer(start: message.msg, count: message.msg_length)
        let received: WebSocketMessage
        switch UInt32(message.opcode) {
        case WSLAY_TEXT_FRAME.rawValue: received = .text(String(decoding: bytes, as: UTF8.self))
        case WSLAY_BINARY_FRAME.rawValue: received = .binary(Array(bytes))
        case WSLAY_CONNECTION_CLOSE.rawValue:
            closure = WebSocketClosure(
                code: message.status_code == 0 ? 1005 : message.status_code,
                reason: String(decoding: bytes.dropFirst(2), as: UTF8.self))
            return
        default: return
        }
        messages.append(received)
        waitingBytes += Self.size(received)
    }

    /// With something for each message itself, so that empty ones count.
    private static func size(_ message: WebSocketMessage) -> Int {
        switch message {
        case .text(let text): text.utf8.count + 64
        case .binary(let bytes): bytes.count + 64
        }
    }

    // MARK: Out

    /// - Returns: false when it is being closed.
    func queue(_ message: WebSocketMessage) -> Bool {
        if queuedBytes == 0 { lastSent = .now }
        switch message {
        case .text(let text): return queue(WSLAY_TEXT_FRAME, Array(text.utf8))
        case .binary(let bytes): return queue(WSLAY_BINARY_FRAME, bytes)
        }
    }

    func ping() { _ = queue(WSLAY_PING, []) }

    private func queue(_ opcode: wslay_opcode, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            var message = wslay_event_msg(
                opcode: UInt8(opcode.rawValue), msg: buffer.baseAddress, msg_length: buffer.count)
            return wslay_event_queue_msg(context, &message) == 0
        }
    }

    /// - Parameter reason: Cut to what a control frame holds.
    func close(_ closure: WebSocketClosure) {
        var reason = Array(closure.reason.utf8.prefix(123))
        while String(validating: reason, as: UTF8.self) == nil { reason.removeLast() }
        if queuedBytes == 0 { lastSent = .now }
        wslay_event_queue_close(context, closure.code, reason, reason.count)
    }

    func send() {
        if wslay_event_send(context) != 0 { isCut = true }
    }

    private func write(_ context: OpaquePointer?, _ bytes: UnsafeRawBufferPointer) -> Int {
        switch transport.send(bytes) {
        case .bytes(let count) where count > 0:
            lastSent = .now
            return count
        case .bytes, .wouldBlock: wslay_event_set_error(context, Int32(WSLAY_ERR_WOULDBLOCK.rawValue))
        case .end:
            isCut = true
            wslay_event_set_error(context, Int32(WSLAY_ERR_CALLBACK_FAILURE.rawValue))
        }
        return -1
    }

    // MARK: State

    var queuedBytes: Int {
        Int(wslay_event_get_queued_msg_length(context)) + 16 * Int(wslay_event_get_queued_msg_count(context))
    }
    var wantsRead: Bool { wslay_event_want_read(context) != 0 }
    var wantsWrite: Bool { wslay_event_want_write(context) != 0 }
    /// 0 until a close is on its way; 1006 is wslay's word for that.
    var closeSent: UInt16 {
        wslay_event_get_close_sent(context) != 0 ? wslay_event_get_status_code_sent(context) : 0
    }
    var isCloseReceived: Bool { wslay_event_get_close_received(context) != 0 }
}
