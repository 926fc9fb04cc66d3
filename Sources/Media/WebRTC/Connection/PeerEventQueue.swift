internal import Synchronization

/// Events on their way to one consumer: at most 256. When full, the oldest microphone chunk goes first, then the
/// oldest message; states and keyframe requests are merged rather than lost.
final class PeerEventQueue: Sendable {
    private struct State {
        var events: [PeerEvent] = []
        var waiting: CheckedContinuation<PeerEvent?, Never>?
        var isFinished = false
    }

    static let limit = 256
    private let state = Mutex(State())

    var stream: AsyncStream<PeerEvent> {
        AsyncStream(unfolding: { await self.next() }, onCancel: { self.finish() })
    }

    func yield(_ event: PeerEvent) {
        let consumer = state.withLock { state -> CheckedContinuation<PeerEvent?, Never>? in
            guard !state.isFinished else { return nil }
            if let waiting = state.waiting {
                state.waiting = nil
                return waiting
            }
            if case .keyframeRequested = event, state.events.contains(where: \.isKeyframeRequest) { return nil }
            if state.events.count >= Self.limit {
                let victim =
                    state.events.firstIndex(where: \.isMicrophone) ?? state.events.firstIndex(where: \.isMessage) ?? 0
                state.events.remove(at: victim)
            }
            state.events.append(event)
            return nil
        }
        consumer?.resume(returning: event)
    }

    /// What is queued is still handed out; nothing can be added.
    func finish() {
        let consumer = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = nil }
            return state.waiting
        }
        consumer?.resume(returning: nil)
    }

    private func next() async -> PeerEvent? {
        await withCheckedContinuation { continuation in
            let (event, isOver) = state.withLock { state -> (PeerEvent?, Bool) in
                if !state.events.isEmpty { return (state.events.removeFirst(), true) }
                if state.isFinished { return (nil, true) }
                // One consumer: a second one would take the place of the first, which then ends.
                let former = state.waiting
                state.waiting = continuation
                former?.resume(returning: nil)
                return (nil, false)
            }
            if isOver { continuation.resume(returning: event) }
        }
    }
}

extension PeerEvent {
    fileprivate var isMicrophone: Bool { if case .microphone = self { true } else { false } }
    fileprivate var isMessage: Bool { if case .message = self { true } else { false } }
    fileprivate var isKeyframeRequest: Bool { if case .keyframeRequested = self { true } else { false } }
}
