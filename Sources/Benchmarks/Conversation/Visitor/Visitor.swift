internal import Core
internal import Synchronization

/// A visit with a microphone: somebody who listens to the avatar and speaks to her.
final class Visitor: Sendable {
    let visit: Visit
    let microphone: Microphone
    /// Texts that something stopped before anybody spoke.
    let brokenOff = Atomic(0)
    var reception: Reception { visit.reception }

    /// The microphone exists before the visit that it is sent through, and hears what comes back.
    private final class Line: Sendable {
        private let microphone = Mutex<Microphone?>(nil)
        func attach(_ new: Microphone) { microphone.withLock { $0 = new } }
        func playBack(_ samples: [Int16]) { microphone.withLock { $0 }?.playBack(samples) }
    }

    static func open(
        _ client: V1Client, avatar: String, seed: UInt64, voice: String? = nil
    ) async throws -> Visitor {
        let line = Line()
        var wishes = Visit.Wishes(avatar: avatar)
        wishes.hears = true
        wishes.speaks = true
        wishes.voice = voice
        wishes.onSound = { line.playBack($0) }
        let visit = try await Visit.open(client, wishes)
        do {
            let microphone = try Microphone(seed: seed) { [weak visit] packet, time in visit?.send(packet, at: time) }
            line.attach(microphone)
            return Visitor(visit, microphone)
        } catch {
            await visit.close()
            throw error
        }
    }

    private init(_ visit: Visit, _ microphone: Microphone) {
        self.visit = visit
        self.microphone = microphone
    }

    func close() async {
        microphone.close()
        await visit.close()
    }

    /// When the voice of something that is said begins and ends.
    struct Span: Sendable {
        var begin: Int64
        var end: Int64
    }

    func speak(_ speech: VisitorSpeech) -> Span {
        let first = microphone.speak(speech.samples)
        return Span(
            begin: first + Microphone.nanoseconds(Int64(speech.voiced.lowerBound)),
            end: first + Microphone.nanoseconds(Int64(speech.voiced.upperBound)))
    }

    /// Breaks off what she says and waits until she has been silent for half a second.
    func hush() async throws {
        let began = MonotonicClock.now
        _ = try await visit.interrupt()
        _ = try await reception.until("silence") { state -> Bool? in
            let sounds = state.sounds.suffix(25)
            guard sounds.count == 25, (sounds.first?.decoded ?? 0) > began else { return nil }
            return sounds.allSatisfy { !$0.isVoiced } ? true : nil
        }
    }

    /// Returns in the midst of a word, as pauses would flatter; false when she has fallen silent.
    func isMidWord() async throws -> Bool {
        try await within(.seconds(3)) { state -> Bool? in
            state.sounds.count >= 3 && state.sounds.suffix(3).allSatisfy(\.isVoiced) ? true : nil
        } ?? false
    }

    /// What `body` gives within `limit`; nil when it gives nothing.
    ///
    /// - Throws: ``LiveBenchError/missed(_:)`` when the connection has ended.
    func within<Result: Sendable>(
        _ limit: Duration, _ body: @Sendable @escaping (inout Reception.State) -> Result?
    ) async throws -> Result? {
        let deadline = ContinuousClock.now + limit
        return try await reception.until("an event", within: limit + .seconds(1)) { state -> Result?? in
            if let result = body(&state) { return .some(result) }
            return ContinuousClock.now >= deadline ? .some(nil) : nil
        }
    }

    /// The first voiced sound decoded after `time`.
    func firstVoice(after time: Int64, within limit: Duration) async throws -> Reception.Sound? {
        try await within(limit) { $0.sounds(after: time).first(where: \.isVoiced) }
    }

    /// Events of a type since `time`, in order.
    func events(_ type: String, since time: Int64) -> [Reception.Event] {
        reception.read { state in state.events.filter { $0.time >= time && $0.type == type } }
    }
}

extension Reception.State {
    /// Decoded after `time`; found from the end, where they are.
    func sounds(after time: Int64) -> ArraySlice<Reception.Sound> {
        sounds[((sounds.lastIndex { $0.decoded <= time } ?? -1) + 1)...]
    }
}
