internal import Core
internal import HTTP

/// One connection to ElevenLabs, on which several texts are spoken side by side and one after the other.
///
/// A context begins with ``begin()`` and ends with its last reply, a fault, or ``end(_:throwing:)``. When the connection
/// ends, so do all of them. Nobody's any more, it closes the connection.
actor ElevenLabsLine {
    typealias Replies = AsyncThrowingStream<ElevenLabsWire.Reply, any Error>

    /// Of one connection (ElevenLabs, "Multi-context WebSocket": five at a time).
    private static let mostContexts = 5
    /// Replies of one context that wait; each has a tenth of a second or more.
    private static let mostReplies = 2_000

    private let socket: WebSocketConnection
    private var contexts: [String: Replies.Continuation] = [:]
    private var begun = 0
    private(set) var isOver = false

    init(_ socket: WebSocketConnection) { self.socket = socket }

    deinit { Task { [socket] in await socket.close() } }

    /// To be called once: hands on what comes, until the connection ends.
    nonisolated func listen() {
        Task(priority: .userInitiated) { [socket, weak self] in
            var fault: ProviderError.Fault?
            do {
                for try await message in socket.messages {
                    guard let self, await self.hand(message) else { break }
                }
                fault = await Self.fault(closed: socket.closure)
            } catch let error as WebSocketError {
                fault = Self.fault(of: error)
            } catch {
                fault = .cut
            }
            await socket.close()
            await self?.finish(SoundFault(fault ?? .cut))
        }
    }

    /// Contexts under way.
    var count: Int { contexts.count }

    /// Texts that were spoken on it.
    var texts: Int { begun }

    /// - Returns: Nil when it takes no further one.
    func begin() -> (id: String, replies: Replies)? {
        guard !isOver, contexts.count < Self.mostContexts else { return nil }
        begun += 1
        let id = "clause-\(begun)"
        let (replies, continuation) = Replies.makeStream(bufferingPolicy: .bufferingOldest(Self.mostReplies))
        contexts[id] = continuation
        return (id, replies)
    }

    func send(_ message: String) async throws { try await socket.send(text: message) }

    /// Nobody wants more of it.
    func end(_ id: String, throwing fault: SoundFault? = nil) {
        contexts.removeValue(forKey: id)?.finish(throwing: fault)
    }

    /// Says goodbye, unless somebody speaks.
    func closeIfIdle() async {
        guard contexts.isEmpty else { return }
        isOver = true
        await socket.close()
    }

    /// - Returns: False when nothing after it can be understood.
    private func hand(_ message: WebSocketMessage) -> Bool {
        guard case .text(let text) = message else {
            finish(SoundFault(.garbage(detail: "a binary message")))
            return false
        }
        let reply: ElevenLabsWire.Reply
        do throws(SoundFault) {
            reply = try ElevenLabsWire.Reply(text)
        } catch {
            finish(error)
            return false
        }
        guard let id = reply.context ?? (contexts.count == 1 ? contexts.keys.first : nil) else {
            // Of nobody in particular.
            if let fault = reply.fault { finish(SoundFault(fault)) }
            return !isOver
        }
        if case .dropped? = contexts[id]?.yield(reply) { end(id, throwing: SoundFault(.tooLarge)) }
        if reply.isFinal { contexts.removeValue(forKey: id)?.finish() }
        return true
    }

    private func finish(_ fault: SoundFault) {
        isOver = true
        for context in contexts.values { context.finish(throwing: fault) }
        contexts = [:]
    }

    /// It ends without last messages when the key or a text is refused.
    private static func fault(closed closure: WebSocketClosure?) -> ProviderError.Fault {
        guard let closure else { return .cut }
        let reason = closure.reason.lowercased()
        if reason.contains("auth") || reason.contains("key") { return .unauthorized }
        if reason.contains("rate") || reason.contains("quota") { return .rateLimited(retryAfter: nil) }
        if closure.code == 1011 { return .serverFailed(status: 500) }
        return closure.code == 1008 ? .rejected(status: 1008) : .cut
    }

    static func fault(of error: WebSocketError) -> ProviderError.Fault {
        switch error {
        case .tooLarge: .tooLarge
        case .badFrame: .garbage(detail: "a message that is not of the WebSocket protocol")
        default: .cut
        }
    }
}

/// The connections of one account, by what they are for. They stay for the next clause, and for the next answer when it
/// comes soon.
actor ElevenLabsLines {
    /// The service closes a connection by itself after 20 s without a word.
    private static let idle: Duration = .seconds(15)

    private var lines: [String: [ElevenLabsLine]] = [:]

    /// One on which something is being spoken already, or was a moment ago; nil when there is none.
    func kept(for address: String) async -> (line: ElevenLabsLine, id: String, replies: ElevenLabsLine.Replies)? {
        for line in lines[address] ?? [] {
            if let context = await line.begin() { return (line, context.id, context.replies) }
            if await line.isOver { remove(line, of: address) }
        }
        return nil
    }

    func keep(_ line: ElevenLabsLine, for address: String) { lines[address, default: []].append(line) }

    /// Closes it when it was not used for a while.
    nonisolated func rest(_ line: ElevenLabsLine, of address: String) {
        Task { [weak self] in
            let texts = await line.texts
            try? await Task.sleep(for: Self.idle)
            guard await line.texts == texts else { return }
            await line.closeIfIdle()
            if await line.isOver { await self?.remove(line, of: address) }
        }
    }

    private func remove(_ line: ElevenLabsLine, of address: String) {
        lines[address]?.removeAll { $0 === line }
        if lines[address]?.isEmpty == true { lines[address] = nil }
    }
}
