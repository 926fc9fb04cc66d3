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
    }

    /// Returns when the first picture has come.
    static func open(_ client: V1Client, _ wishes: Wishes) async throws -> Visit {
        let new = try await client.new(avatar: wishes.avatar, quality: wishes.quality)
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
        let reception = Reception(mouth: wishes.mouth)
        self.reception = reception
        var configuration = ReceivingConfiguration(codec: .h264)
        configuration.decodesVideo = wishes.mouth != nil
        configuration.decodesAudio = wishes.mouth != nil
        configuration.jitterDelay = wishes.jitterDelay
        let peer = try ReceivingPeer(configuration) { reception.take($0) }
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
        guard let message = try? JSONDecoder().decode(Message.self, from: Data(text.utf8)) else { return nil }
        return Reception.Event(time: now, type: message.type, task: message.task)
    }

    /// Before the request is written, after its answer is read.
    struct Call: Sendable {
        var task: String
        var began: Int64
        var answered: Int64
    }

    func say(_ text: String) async throws -> Call {
        let began = MonotonicClock.now
        let task = try await client.say(text, in: id)
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
