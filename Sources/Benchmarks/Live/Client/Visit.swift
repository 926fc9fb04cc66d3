internal import Core
internal import Foundation
internal import Media

/// One v1 session with one receiving client.
final class Visit: Sendable {
    let id: String
    let reception: Reception
    private let client: V1Client
    private let peer: ReceivingPeer
    private let listening: Task<Void, Never>

    /// What a visit receives.
    struct Wishes: Sendable {
        var avatar: String
        var quality = "high"
        /// Where the mouth is; nil only counts what comes.
        var mouth: MouthPatch.Area?
        /// Of the receiver's jitter buffer, milliseconds. On the loopback interface nothing comes out of order.
        var jitterDelay = 0
        /// Decodes and keeps sounds even without a mouth to look at.
        var hears = false
        /// Brings a microphone; see ``Visit/send(_:at:)``.
        var speaks = false
        /// Id of a voice; nil for the avatar's own.
        var voice: String?
        /// Called with decoded sound, mono at 48 kHz, on a streaming thread.
        var onSound: (@Sendable ([Int16]) -> Void)?
    }

    /// Returns when the first picture has come.
    static func open(_ client: V1Client, _ wishes: Wishes) async throws -> Visit {
        let new = try await client.new(avatar: wishes.avatar, quality: wishes.quality, voice: wishes.voice)
        do {
            let visit = try Visit(client, new.sessionId, wishes)
            do {
                let answer = try await visit.peer.answer(offer: new.sdp.sdp)
                try await client.start(new.sessionId, answer: answer)
                _ = try await visit.reception.until("the first picture") { $0.pictureCount > 0 ? true : nil }
                return visit
            } catch {
                visit.abandon()
                throw error
            }
        } catch {
            try? await client.stop(new.sessionId)
            throw error
        }
    }

    private init(_ client: V1Client, _ id: String, _ wishes: Wishes) throws {
        self.client = client
        self.id = id
        let hears = wishes.hears || wishes.mouth != nil
        let reception = Reception(mouth: wishes.mouth, keepsSounds: hears)
        self.reception = reception
        var configuration = ReceivingConfiguration(codec: .h264)
        configuration.decodesVideo = wishes.mouth != nil
        configuration.decodesAudio = hears
        configuration.speaks = wishes.speaks
        configuration.jitterDelay = wishes.jitterDelay
        let peer = try ReceivingPeer(configuration) { [onSound = wishes.onSound] media in
            reception.take(media)
            if case .sound(let samples, _) = media { onSound?(samples) }
        }
        self.peer = peer
        let events = peer.events
        listening = Task {
            for await event in events {
                switch event {
                case .state(let state): reception.changed(state)
                case .message(let text): Self.read(text).map(reception.told)
                default: break
                }
            }
        }
    }

    private static func read(_ text: String) -> Reception.Event? {
        struct Message: Decodable {
            var type: String
            var task: String?
            private enum CodingKeys: String, CodingKey {
                case type
                case task = "task_id"
            }
        }
        let now = MonotonicClock.now
        let data = Data(text.utf8)
        guard let message = try? JSONDecoder().decode(Message.self, from: data) else { return nil }
        let content = try? JSONDecoder().decode(Reception.Event.Content.self, from: data)
        return Reception.Event(
            time: now, type: message.type, task: message.task, content: content ?? Reception.Event.Content())
    }

    /// 20 ms of the visitor's voice; `time` counts from the first one.
    func send(_ packet: OpusPacket, at time: MediaTime) { peer.send(packet, at: time) }

    /// Before the request is written, after its answer is read.
    struct Call: Sendable {
        var task: String
        var began: Int64
        var answered: Int64
    }

    func say(_ text: String) async throws -> Call { try await task(text, type: "repeat") }

    /// Asks in writing.
    func ask(_ text: String) async throws -> Call { try await task(text, type: "talk") }

    private func task(_ text: String, type: String) async throws -> Call {
        let began = MonotonicClock.now
        let task = try await client.task(text, type: type, in: id)
        return Call(task: task.taskId, began: began, answered: MonotonicClock.now)
    }

    func interrupt() async throws -> Call {
        let began = MonotonicClock.now
        try await client.interrupt(id)
        return Call(task: "", began: began, answered: MonotonicClock.now)
    }

    /// Ends the session, then the connection.
    func close() async {
        try? await client.stop(id)
        abandon()
    }

    /// Ends the connection alone.
    private func abandon() {
        peer.close()
        listening.cancel()
    }
}
