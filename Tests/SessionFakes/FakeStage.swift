internal import Core
internal import Sessions
package import Speech
package import Stage
internal import Synchronization

/// A stage that shows nothing: tests say what happens on it, or it speaks by itself and at once.
package final class FakeStage: SessionStage {
    package let events: AsyncStream<StageEvent>
    private let event: AsyncStream<StageEvent>.Continuation
    /// What it was told, one consumer.
    package let calls: AsyncStream<Call>
    private let call: AsyncStream<Call>.Continuation
    private let speaksAtOnce: Bool
    private let speeches = Mutex<[Task<Void, Never>]>([])
    private let log = Mutex<[Call]>([])

    package enum Call: Equatable, Sendable {
        case start, interrupt, keyframe, stop
        case say(UtteranceID)
        case hold(Bool)
        case attend(Bool)
        case adapt(Int)
    }

    package init(speaksAtOnce: Bool = false) {
        (events, event) = AsyncStream.makeStream()
        (calls, call) = AsyncStream.makeStream()
        self.speaksAtOnce = speaksAtOnce
    }

    package var seen: [Call] { log.withLock { $0 } }
    package func happens(_ event: StageEvent) { self.event.yield(event) }

    private func note(_ next: Call) {
        log.withLock { $0.append(next) }
        call.yield(next)
    }

    package func start() { note(.start) }
    package func interrupt() { note(.interrupt) }
    package func hold(_ isHeld: Bool) { note(.hold(isHeld)) }
    package func attend(_ listening: Bool) { note(.attend(listening)) }
    package func requestKeyframe() { note(.keyframe) }
    package func adapt(bitsPerSecond: Int) { note(.adapt(bitsPerSecond)) }

    package func say(_ id: UtteranceID, _ speech: SpeechStream) {
        note(.say(id))
        guard speaksAtOnce else { return }
        let task = Task {
            var spoken = Duration.zero
            var reason = SpeechEnd.Reason.spoken
            do {
                for try await chunk in speech {
                    if spoken == .zero { event.yield(.speechStarted(id)) }
                    event.yield(.caption(id, text: chunk.text))
                    spoken += .seconds(chunk.audio.duration)
                }
            } catch {
                reason = .failed("\(error)")
            }
            event.yield(.speechEnded(id, SpeechEnd(reason: reason, spoken: spoken, words: [])))
        }
        speeches.withLock { $0.append(task) }
    }

    package func stop() {
        note(.stop)
        event.finish()
        call.finish()
        for task in speeches.withLock({ $0 }) { task.cancel() }
    }
}
