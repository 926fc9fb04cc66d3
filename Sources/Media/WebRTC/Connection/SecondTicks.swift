internal import Dispatch
internal import Synchronization

/// Something that wants to look after itself once a second.
protocol TicksEverySecond: AnyObject, Sendable {
    /// On ``WebRTC/workers``; must not block.
    func tick()
}

/// One timer for all peers of the process; it runs only while there are any.
final class SecondTicks: Sendable {
    static let shared = SecondTicks()

    private struct Member { weak var object: (any TicksEverySecond)? }
    private struct State {
        var members: [ObjectIdentifier: Member] = [:]
        var timer: (any DispatchSourceTimer)?
    }
    private let state = Mutex(State())

    /// Held weakly.
    func add(_ object: any TicksEverySecond) {
        state.withLock { state in
            state.members[ObjectIdentifier(object)] = Member(object: object)
            guard state.timer == nil else { return }
            let timer = DispatchSource.makeTimerSource(queue: WebRTC.workers)
            timer.setEventHandler { [weak self] in self?.tick() }
            timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(50))
            timer.resume()
            state.timer = timer
        }
    }

    func remove(_ object: any TicksEverySecond) {
        state.withLock { state in
            state.members[ObjectIdentifier(object)] = nil
            Self.stopWhenIdle(&state)
        }
    }

    private func tick() {
        let objects = state.withLock { state in
            state.members = state.members.filter { $0.value.object != nil }
            Self.stopWhenIdle(&state)
            return state.members.values.compactMap(\.object)
        }
        for object in objects { object.tick() }
    }

    private static func stopWhenIdle(_ state: inout State) {
        guard state.members.isEmpty else { return }
        state.timer?.cancel()
        state.timer = nil
    }
}
