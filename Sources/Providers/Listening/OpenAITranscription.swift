internal import Core
internal import Speech
internal import Synchronization

/// One utterance that is sent when it is complete.
final class OpenAITranscription: Transcription {
    private enum State {
        case hearing(UtteranceSound)
        case asking(Task<Void, Never>)
        case over
    }

    let results: AsyncThrowingStream<RecognisedText, any Error>
    private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
    private let transcriber: OpenAITranscriber
    private let request: RecognitionRequest
    private let state = Mutex(State.hearing(UtteranceSound()))

    init(_ transcriber: OpenAITranscriber, _ request: RecognitionRequest) {
        self.transcriber = transcriber
        self.request = request
        // Of partial texts only the newest count; a text and its final both fit.
        (results, continuation) = AsyncThrowingStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        continuation.onTermination = { [weak self] reason in
            if case .cancelled = reason { self?.cancel() }
        }
    }

    func feed(_ samples: [Int16]) {
        state.withLock { state in
            guard case .hearing(var sound) = state else { return }
            state = .over
            sound.append(samples)
            state = .hearing(sound)
        }
    }

    func finish(weighing choices: [[String]]) {
        state.withLock { state in
            guard case .hearing(let sound) = state else { return }
            // Holds nothing of this object: letting go of it must not wait for the provider.
            state = .asking(
                Task { [continuation, transcriber, request] in
                    do {
                        let text = try await transcriber.text(of: sound.samples, request) { continuation.yield($0) }
                        continuation.yield(RecognisedText(text: text, isFinal: true))
                        continuation.finish()
                    } catch is CancellationError {
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                })
        }
    }

    func cancel() {
        let task = state.withLock { state in
            defer { state = .over }
            if case .asking(let task) = state { return task as Task<Void, Never>? }
            return nil
        }
        task?.cancel()
        continuation.finish()
    }

    deinit { if case .asking(let task) = state.withLock({ $0 }) { task.cancel() } }
}
