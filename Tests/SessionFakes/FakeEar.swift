package import Conversation
internal import Synchronization

/// An ear that hears what the test says.
package final class FakeEar: Listening {
    package let heard: AsyncStream<HeardEvent>
    private let event: AsyncStream<HeardEvent>.Continuation
    private let state = Mutex(State())

    package struct State: Sendable {
        package var samples = 0
        package var pushes = 0
        package var releases = 0
        package var said = ""
        package var isClosed = false
    }

    package init() { (heard, event) = AsyncStream.makeStream() }

    package var seen: State { state.withLock { $0 } }
    package func happens(_ event: HeardEvent) { self.event.yield(event) }

    /// A whole turn.
    package func hears(_ text: String, at time: Duration = .zero) {
        happens(.started)
        happens(.stopped)
        happens(.final(text, HeardTiming(spokeUntil: time, decided: time, transcribed: time)))
    }

    package func hear(_ samples: [Int16]) { state.withLock { $0.samples += samples.count } }
    package func avatarSpeaks(_ text: String?) { state.withLock { $0.said += text ?? "|" } }
    package func push() { state.withLock { $0.pushes += 1 } }
    package func release() { state.withLock { $0.releases += 1 } }
    package func discard() {}
    package func close() {
        state.withLock { $0.isClosed = true }
        event.finish()
    }
}
