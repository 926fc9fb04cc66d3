package import Core
package import Speech

/// One utterance out of text that is still being written: clauses go to the voice as soon as they can be told, one is
/// synthesised ahead of what is being taken, and everything lies on one clock at one sample rate.
///
/// Begins with the first `next()`. When the text breaks off, what came is spoken, then `onFault` is told, and the
/// apology is spoken if nothing else was. When the voice fails, `onFault` is told and the rest, from the word where it
/// stopped, is spoken in the fallback voice. Dropping the iterator, or cancelling who waits in `next()` (which then
/// returns nil), ends the text's stream and the voice's. Throws only when neither voice can speak.
package struct SpokenAnswer: AsyncSequence, Sendable {
    package typealias Element = SpeechChunk
    package typealias Failure = any Error

    /// What whoever measures latency waits for; each once, in this order.
    package enum Milestone: Equatable, Sendable {
        /// The first fragment of text came.
        case text
        /// The first clause went to the voice.
        case clause
        /// The first sound came from it.
        case sound
    }

    package struct Settings: Sendable {
        package var lengths = ClauseCutter.Lengths()
        /// The writer is slow when nothing came for so long: what is there is spoken.
        package var pause: Duration = .milliseconds(300)
        /// Characters; the rest of a longer answer is left out.
        package var longest = 20_000
        /// How the pause is waited for.
        package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

        package init() {}
    }

    let text: AsyncThrowingStream<String, any Error>
    let voice: VoiceChoice
    let fallback: VoiceChoice?
    let speech: any SpeechSource
    let apology: @Sendable (ProviderError) -> String?
    let onFault: @Sendable (ProviderError) -> Void
    let onMilestone: @Sendable (Milestone) -> Void
    let settings: Settings

    /// - Parameters:
    ///   - text: Fragments concatenate; Markdown and emoji may be in it. Iterated once.
    ///   - fallback: Speaks when `voice` cannot; nil leaves out what the voice cannot speak.
    ///   - apology: What is said when there is no answer; nil says nothing.
    ///   - onFault: Any thread.
    package init(
        text: AsyncThrowingStream<String, any Error>, voice: VoiceChoice, fallback: VoiceChoice?,
        speech: any SpeechSource, apology: @escaping @Sendable (ProviderError) -> String?,
        onFault: @escaping @Sendable (ProviderError) -> Void,
        onMilestone: @escaping @Sendable (Milestone) -> Void = { _ in }, settings: Settings = .init()
    ) {
        self.text = text
        self.voice = voice
        self.fallback = fallback
        self.speech = speech
        self.apology = apology
        self.onFault = onFault
        self.onMilestone = onMilestone
        self.settings = settings
    }

    /// Of a text that is there already.
    package init(
        _ text: String, voice: VoiceChoice, fallback: VoiceChoice?, speech: any SpeechSource,
        onFault: @escaping @Sendable (ProviderError) -> Void, settings: Settings = .init()
    ) {
        let whole = AsyncThrowingStream<String, any Error> { continuation in
            continuation.yield(text)
            continuation.finish()
        }
        self.init(
            text: whole, voice: voice, fallback: fallback, speech: speech, apology: { _ in nil }, onFault: onFault,
            settings: settings)
    }

    package func makeAsyncIterator() -> Iterator { Iterator(Performance(self)) }

    /// The same, under way: its first clause is synthesised as soon as its text is there, before anybody asks for it.
    package func begun() -> BegunAnswer { BegunAnswer(self) }

    package struct Iterator: AsyncIteratorProtocol {
        private let performance: Performance

        fileprivate init(_ performance: Performance) { self.performance = performance }

        package mutating func next() async throws -> SpeechChunk? { try await performance.next() }
    }
}

/// A ``SpokenAnswer`` that did not wait for its first `next()`. Iterated once; ends when it is dropped.
package struct BegunAnswer: AsyncSequence, Sendable {
    package typealias Element = SpeechChunk
    package typealias Failure = any Error

    private let performance: Performance

    fileprivate init(_ answer: SpokenAnswer) {
        performance = Performance(answer)
        performance.start()
    }

    package func makeAsyncIterator() -> SpokenAnswer.Iterator { SpokenAnswer.Iterator(performance) }
}

/// The two tasks of one utterance, from text to clauses and from clauses to sound; they end with it.
private final class Performance: Sendable {
    private let relay = Relay<SpeechChunk>()
    private let begin: @Sendable () -> [Task<Void, Never>]
    private let tasks = TaskBag()

    init(_ answer: SpokenAnswer) {
        begin = { [relay] in
            let (items, continuation) = AsyncStream.makeStream(of: AnswerReader.Item.self)
            let reading = Task(priority: .userInitiated) {
                await AnswerReader(answer, into: continuation).read()
            }
            let speaking = Task(priority: .userInitiated) {
                var speaker = AnswerSpeaker(answer, into: relay)
                await speaker.speak(items)
            }
            return [reading, speaking]
        }
    }

    deinit { stop() }

    private func stop() {
        tasks.cancel()
        relay.cancel()
    }

    func start() { tasks.fill(begin) }

    func next() async throws -> SpeechChunk? {
        start()
        return try await withTaskCancellationHandler {
            try await relay.next()
        } onCancel: {
            stop()
        }
    }
}
