internal import Core
internal import Speech
internal import Synchronization

/// One utterance that is sent while it is heard.
final class DeepgramTranscription: Transcription {
    let results: AsyncThrowingStream<RecognisedText, any Error>
    private let continuation: AsyncThrowingStream<RecognisedText, any Error>.Continuation
    private let utterance: StreamedUtterance
    private let task: Task<Void, Never>

    init(_ recogniser: DeepgramRecogniser, _ request: RecognitionRequest) {
        let utterance = StreamedUtterance(final: recogniser.settings.final)
        // Of partial texts only the newest count; a text and its final both fit.
        let (results, continuation) = AsyncThrowingStream.makeStream(
            of: RecognisedText.self, throwing: (any Error).self, bufferingPolicy: .bufferingNewest(16))
        let task = Task {
            do {
                let text = try await utterance.deadline.watch {
                    try await recogniser.text(of: utterance, request) { continuation.yield($0) }
                }
                continuation.yield(RecognisedText(text: text, isFinal: true))
                continuation.finish()
            } catch let passed as MovingDeadline.Passed {
                continuation.finish(
                    throwing: ProviderError(.listening, recogniser.name, .timedOut(passed.allowed)))
            } catch is CancellationError {
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { if case .cancelled = $0 { task.cancel() } }
        (self.results, self.continuation, self.utterance, self.task) = (results, continuation, utterance, task)
    }

    func feed(_ samples: [Int16]) { utterance.append(samples) }
    func finish(weighing choices: [[String]]) { utterance.finish() }

    func cancel() {
        continuation.finish()
        task.cancel()
    }

    deinit { task.cancel() }
}
