internal import Core
internal import Foundation
package import Speech
internal import Synchronization

/// Listens to one microphone: voice activity, echo, whose turn, and the recogniser. One per visitor who may speak; two
/// visitors of one session have two ears, and the session says which of them has the turn.
///
/// Any thread may call, chunks of one microphone in order. No call blocks or queues: 20 ms of sound take well under a
/// millisecond, and the decisions hang on the number of samples alone, never on a clock.
package final class Ear: Sendable {
    /// Of all sound here, in Hz.
    package static let sampleRate = 16_000

    /// One consumer. At most 256 wait; then the oldest go. Ends with ``close()``.
    package let events: AsyncStream<EarEvent>
    private let continuation: AsyncStream<EarEvent>.Continuation
    private let recogniser: any SpeechRecogniser
    private let request: RecognitionRequest
    private let state: Mutex<State>

    private struct State: ~Copyable {
        var hearing: Hearing
        var listener: Listener
        /// The last frames before speech, newest last.
        var past: [[Int16]] = []
        var current: Recognition?
        var number = 0
        var isClosed = false
        /// Tests and benchmarks that wait for the recogniser.
        var settling: [CheckedContinuation<Void, Never>] = []
        /// Utterances whose final text is under way, by their number.
        var endings: [Int: Ending] = [:]
        /// Of the last turn.
        var firstSpeech = 0
        var lastSpeech = 0
    }

    private struct Ending {
        let transcription: any Transcription
        var timing: HearingTiming
        /// Whether it is a turn is not known before its text.
        var isWeighed: Bool
    }

    private struct Recognition {
        let number: Int
        let transcription: any Transcription
        var fed = 0
        var covered = 0
        /// Up to which it was told that speech goes on.
        var spoken = 0
    }

    /// - Parameter request: Its language also chooses the words by which turns are judged.
    package init(
        _ settings: EarSettings = .init(), recogniser: any SpeechRecogniser, request: RecognitionRequest = .init()
    ) {
        self.recogniser = recogniser
        var request = request
        request.speaker = request.speaker ?? UInt64.random(in: 0 ... .max)
        self.request = request
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
        state = Mutex(State(hearing: Hearing(settings), listener: Listener(settings, language: request.language)))
    }

    deinit { close() }

    /// Microphone sound, mono at 16 kHz, in chunks of any length. After a gap just go on: only what is heard counts.
    package func hear(_ samples: [Int16]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.hearing.append(samples)
            while let (frame, sound) = state.hearing.next() {
                state.past.append(sound)
                if state.past.count > state.listener.preRoll + 10 { state.past.removeFirst() }
                feed(sound, &state)
                perform(state.listener.hear(frame), &state)
                noteSpeech(&state)
            }
        }
    }

    /// What the avatar says, mono at 16 kHz, when it is sent to the visitor and at the rate at which it is: so the ear
    /// knows that she speaks, and what of the microphone's sound is her own voice. Nothing while she is silent.
    package func avatarSpeaks(_ samples: [Int16]) {
        state.withLock { $0.hearing.avatarSpeaks(samples) }
    }

    /// The button goes down: a turn begins now, whatever is heard, and stops the avatar.
    package func push() { state.withLock { state in perform(state.listener.push(), &state) } }

    /// The button goes up: the turn is over.
    package func release() { state.withLock { state in perform(state.listener.release(), &state) } }

    /// Forgets what is under way; no event of it comes any more, but those already told stay told.
    package func discard() {
        state.withLock { state in
            perform(state.listener.discard(), &state)
            for ending in state.endings.values { ending.transcription.cancel() }
            state.endings = [:]
            wake(&state)
        }
    }

    /// Ends ``events``. Idempotent.
    package func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            perform(state.listener.discard(), &state)
            for ending in state.endings.values { ending.transcription.cancel() }
            state.endings = [:]
            state.isClosed = true
            wake(&state)
        }
        continuation.finish()
    }

    /// Returns when the recogniser has nothing to do before it is fed more, and when all final texts are there: so tests
    /// and benchmarks play faster than real time with the same result. Needs a recogniser that says what its texts
    /// cover.
    package func settle() async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let isDone = state.withLock { state in
                if isSettled(state) { return true }
                state.settling.append(done)
                return false
            }
            if isDone { done.resume() }
        }
    }

    // MARK: - Recogniser

    private func feed(_ sound: [Int16], _ state: inout State) {
        state.current?.transcription.feed(sound)
        state.current?.fed += sound.count
    }

    /// Tells the recogniser up to where speech was heard.
    private func noteSpeech(_ state: inout State) {
        guard let silence = state.listener.silence, let current = state.current else { return }
        let spoken = max(current.fed - silence * SoundFrame.length, 0)
        guard spoken != current.spoken else { return }
        state.current?.spoken = spoken
        current.transcription.speechHeard(until: spoken)
    }

    private func begin(_ frames: Int, _ state: inout State) {
        drop(&state)
        state.number += 1
        let number = state.number
        let transcription = recogniser.transcribe(request)
        Task { [weak self] in
            do {
                var final: RecognisedText?
                for try await text in transcription.results {
                    if text.isFinal { final = text } else { self?.read(text, of: number) }
                }
                self?.finished(number, with: final.map { .success($0) })
            } catch let error as ProviderError {
                self?.finished(number, with: .failure(error))
            } catch {
                self?.finished(number, with: .failure(ProviderError(.listening, "asr", .cut)))
            }
        }
        state.current = Recognition(number: number, transcription: transcription)
        for sound in state.past.suffix(frames) { feed(sound, &state) }
    }

    private func drop(_ state: inout State) {
        state.current?.transcription.cancel()
        state.current = nil
    }

    private func finish(_ state: inout State) {
        guard let current = state.current else { return }
        state.current = nil
        let now = ContinuousClock.now
        state.endings[current.number] = Ending(
            transcription: current.transcription,
            timing: HearingTiming(
                firstSpeech: state.firstSpeech, lastSpeech: state.lastSpeech,
                decided: state.listener.now * SoundFrame.length, decidedAt: now, recognisedAt: now),
            isWeighed: state.listener.isWeighing)
        current.transcription.finish(weighing: state.listener.isWeighing ? state.listener.interruption.choices : [])
    }

    private func read(_ text: RecognisedText, of number: Int) {
        state.withLock { state in
            guard state.current?.number == number else { return }
            state.current?.covered = text.covers ?? Int.max
            perform(state.listener.read(text), &state)
            wake(&state)
        }
    }

    /// - Parameter result: Nil when the recogniser ended without a final text.
    private func finished(_ number: Int, with result: Result<RecognisedText, ProviderError>?) {
        state.withLock { state in
            defer { wake(&state) }
            if state.current?.number == number, case .failure(let error) = result {
                // It failed in the middle of the turn.
                state.current = nil
                perform(state.listener.lose(error), &state)
                return
            }
            guard var ending = state.endings.removeValue(forKey: number), let result else { return }
            if ending.isWeighed {
                guard state.listener.isWeighing else { return }
                let (hasText, effects) = state.listener.weigh(
                    try? result.get().text, likelihoods: try? result.get().likelihoods)
                perform(effects, &state)
                guard hasText else { return }
                ending.timing.firstSpeech = state.firstSpeech
                ending.timing.lastSpeech = state.lastSpeech
            }
            ending.timing.recognisedAt = .now
            switch result {
            case .success(let text):
                let words = text.text.trimmingCharacters(in: .whitespacesAndNewlines)
                continuation.yield(words.isEmpty ? .noWords : .final(words, timing: ending.timing))
            case .failure(let error): continuation.yield(.failed(error))
            }
        }
    }

    // MARK: - Effects

    private func perform(_ effects: [Listener.Effect], _ state: inout State) {
        for effect in effects {
            switch effect {
            case .begin(let frames): begin(frames, &state)
            case .finish: finish(&state)
            case .cancel: drop(&state)
            case .adoptNoise(let level): state.hearing.adopt(noise: level)
            case .tell(let event):
                if case .speechStarted(let at, _) = event { state.firstSpeech = at }
                if case .speechStopped(let at, _) = event { state.lastSpeech = at }
                continuation.yield(event)
            }
        }
    }

    // MARK: - Settling

    private func isSettled(_ state: borrowing State) -> Bool {
        guard !state.isClosed, state.endings.isEmpty else { return state.isClosed }
        return state.current.map { $0.covered >= $0.transcription.due ?? 0 } ?? true
    }

    private func wake(_ state: inout State) {
        guard isSettled(state) else { return }
        for done in state.settling { done.resume() }
        state.settling = []
    }
}
