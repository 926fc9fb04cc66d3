internal import Conversation
internal import Core
internal import Foundation
internal import HTTP
internal import Sessions
internal import Stage

/// One chat socket of a session: frames and messages in, events out, until either ends.
struct ChatSocket: Sendable {
    let session: Session
    let wish: ChatWish
    let isFirst: Bool
    let metrics: Metrics

    /// A frame of two seconds at 16 kHz; clients send 32 ms.
    static let limits = WebSocketLimits(message: 65_536, outgoing: 262_144)
    /// Messages that cannot be read before the socket is closed.
    private static let patience = 20

    func run(_ connection: WebSocketConnection) async {
        let speaker = await session.newSpeaker()
        let events = await session.listen()
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await event in events { await tell(event, on: connection) }
                await connection.close(WebSocketClosure(code: 1000, reason: "the session has ended"))
            }
            await greet(connection)
            await hear(connection, as: speaker)
            group.cancelAll()
        }
        await session.leave(speaker)
    }

    // MARK: Out

    private func tell(_ event: SessionEvent, on connection: WebSocketConnection) async {
        guard wish.events == .all || Self.isForAll(event) else { return }
        if await !connection.offer(text: Self.text(of: event)) {
            metrics.count("visavis_chat_events_dropped_total", "Events for chat sockets that take too few.")
        }
    }

    /// Whether a client with a data channel loses nothing by being told twice.
    private static func isForAll(_ event: SessionEvent) -> Bool {
        switch event {
        case .talkingStarted, .talking, .textEnded, .talkingStopped, .taskDropped, .userTalking, .userTurnEnded: false
        default: true
        }
    }

    /// The data channel's JSON, with its kind under `event_type`.
    static func text(of event: SessionEvent) -> String {
        let text = MessageWire.text(of: event)
        guard var object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] else {
            return text
        }
        object["event_type"] = object.removeValue(forKey: "type")
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    // MARK: In

    private func greet(_ connection: WebSocketConnection) async {
        do {
            if wish.answersSilence { try await session.change(.answersSilence(true)) }
            if let language = wish.language { try await session.change(.language(language)) }
            guard isFirst, let opening = wish.opening else { return }
            try await session.say(SpeechTask(id: .random(), text: opening, kind: .repeat))
        } catch {
            await tell(.error(error, task: nil), on: connection)
        }
    }

    private func hear(_ connection: WebSocketConnection, as speaker: Speaker) async {
        var ear = ChatEar(isOpen: !wish.pushToTalk)
        var unread = 0
        do {
            for try await message in connection.messages {
                do {
                    try await take(message, &ear, connection, speaker)
                } catch let error as SessionError {
                    await tell(.error(error, task: nil), on: connection)
                } catch {
                    metrics.count("visavis_chat_unread_total", "Messages of chat sockets that could not be read.")
                    await tell(.badMessage("\(error)"), on: connection)
                    unread += 1
                    guard unread < Self.patience else {
                        return await connection.close(WebSocketClosure(code: 1008, reason: "too much cannot be read"))
                    }
                }
            }
        } catch {
            metrics.count("visavis_chat_broken_total", "Chat sockets that ended without a close.")
        }
    }

    private func take(
        _ message: WebSocketMessage, _ ear: inout ChatEar, _ connection: WebSocketConnection, _ speaker: Speaker
    ) async throws {
        switch message {
        case .binary(let bytes):
            switch try ChatFrame(bytes) {
            case .audio(let audio):
                let samples = try ear.hear(audio, at: .now)
                if !samples.isEmpty { await session.hear(samples, from: speaker) }
            case .text(let text): try await say(SpeechTask(id: .random(), text: text, kind: .talk), &ear)
            }
        case .text(let text):
            switch try Self.message(text) {
            case .ping(let id): await tell(.pong(id: id), on: connection)
            case .interrupt: try await session.interrupt()
            case .listening(let isListening): try await session.attend(isListening)
            case .keepAlive: try await session.keepAlive()
            case .task(let task): try await say(task, &ear)
            case .pushToTalk(let isPushed): try await push(isPushed, &ear, connection, speaker)
            }
        }
    }

    /// In a session that is no push-to-talk session the socket alone holds the microphone back, and the silence that
    /// ends the turn is made here.
    private func push(
        _ isPushed: Bool, _ ear: inout ChatEar, _ connection: WebSocketConnection, _ speaker: Speaker
    ) async throws {
        let wasOpen = ear.isOpen
        ear.isOpen = isPushed || !wish.pushToTalk
        guard wish.pushToTalk, !session.card.conversation.isPushToTalk else {
            return try await session.pushToTalk(isPushed, by: speaker)
        }
        if wasOpen && !isPushed { await session.hear([Int16](repeating: 0, count: Self.pause), from: speaker) }
        let answer: PushToTalk = isPushed ? .started : wasOpen ? .stopped : .stopFailed
        await tell(.pushToTalk(answer), on: connection)
    }

    /// Two seconds at 16 kHz: longer than any silence inside a turn.
    private static let pause = 2 * ChatSound.rate

    private func say(_ task: SpeechTask, _ ear: inout ChatEar) async throws {
        if let wait = ear.texts.take(at: .now - ear.began) { throw RequestError.tooManyRequests(retryAfter: wait) }
        try await session.say(task)
    }

    private static func message(_ text: String) throws -> ViewerMessage {
        do {
            return try MessageWire.message(text)
        } catch {
            throw RequestError.unsupported(error.reason)
        }
    }
}

/// The sound of one socket, not more of it than a person can make.
private struct ChatEar: ~Copyable {
    /// What comes is heard.
    var isOpen: Bool
    let began = ContinuousClock.now
    /// Questions: five at once, one a second.
    var texts = TokenBucket(capacity: 5, perSecond: 1, now: .zero)
    /// Seconds of sound: ten at once, twice as fast as it plays.
    private var seconds = TokenBucket(capacity: 10, perSecond: 2, now: .zero)
    private var sound = ChatSound()

    init(isOpen: Bool) { self.isOpen = isOpen }

    /// Empty while it is closed, or when more comes than a microphone gives: that is dropped.
    mutating func hear(_ audio: ChatAudio, at now: ContinuousClock.Instant) throws(ChatFrameError) -> [Int16] {
        let samples = try sound.samples(of: audio)
        guard isOpen, seconds.take(Double(samples.count) / Double(ChatSound.rate), at: now - began) == nil else {
            return []
        }
        return samples
    }
}
