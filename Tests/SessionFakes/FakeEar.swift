package import Conversation
internal import Synchronization

/// An ear that hears what the test says.
package final class FakeEar: Listening {
    package let events: AsyncStream<EarEvent>
    private let event: AsyncStream<EarEvent>.Continuation
    private let state = Mutex(State())

    package struct State: Sendable {
        package var samples = 0
        package var pushes = 0
        package var releases = 0
        /// Samples of her own voice.
        package var voice = 0
        package var isClosed = false
    }

    package init() { (events, event) = AsyncStream.makeStream() }

    package var seen: State { state.withLock { $0 } }
    package func happens(_ event: EarEvent) { self.event.yield(event) }

    /// A whole turn.
    package func hears(_ text: String) {
        happens(.speechStarted(at: 0, decided: 0))
        ends(text)
    }

    /// The end of one.
    package func ends(_ text: String) {
        happens(.speechStopped(at: 0, decided: 0))
        let timing = HearingTiming(firstSpeech: 0, lastSpeech: 0, decided: 0, decidedAt: .now, recognisedAt: .now)
        happens(.final(text, timing: timing))
    }

    package func hear(_ samples: [Int16]) { state.withLock { $0.samples += samples.count } }
    package func avatarSpeaks(_ samples: [Int16]) { state.withLock { $0.voice += samples.count } }
    package func push() { state.withLock { $0.pushes += 1 } }
    package func release() { state.withLock { $0.releases += 1 } }
    package func discard() {}
    package func close() {
        state.withLock { $0.isClosed = true }
        event.finish()
    }
}
