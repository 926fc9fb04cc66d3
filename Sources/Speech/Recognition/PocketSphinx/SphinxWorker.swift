internal import Core
internal import Dispatch

/// A decoder and its thread: a serial queue, on which alone the decoder is touched. It loads with its first utterance
/// and stays.
final class SphinxWorker: UtteranceWorker, @unchecked Sendable {
    private let queue = DispatchQueue(label: "visavis.recogniser", qos: .userInitiated)
    private let model: EnglishModel
    private let speakers: SpeakerMeans
    private var decoder: StreamingDecoder?
    private var current: BufferedTranscription<SphinxWorker>?

    init(_ model: EnglishModel, speakers: SpeakerMeans) {
        self.model = model
        self.speakers = speakers
    }

    func warm() async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            queue.async { done.resume(with: Result { _ = try self.loaded() }) }
        }
    }

    /// There is something to do for the utterance that this worker has.
    func wake(_ transcription: BufferedTranscription<SphinxWorker>) {
        queue.async { self.work(on: transcription) }
    }

    private func loaded() throws(AlignmentError) -> StreamingDecoder {
        if let decoder { return decoder }
        let fresh = try StreamingDecoder(model)
        decoder = fresh
        return fresh
    }

    private func work(on transcription: BufferedTranscription<SphinxWorker>) {
        do throws(AlignmentError) {
            let decoder = try loaded()
            while true {
                switch transcription.nextStep() {
                case .wait: return
                case .decode(let samples):
                    if current !== transcription {
                        let request = transcription.request
                        try decoder.begin(mean: speakers[request.speaker])
                        current = transcription
                    }
                    try decoder.take(samples)
                    transcription.heard(decoder.partial())
                case .end(let choices):
                    var text = RecognisedText(text: "", isFinal: true, covers: 0)
                    if current === transcription {
                        text = try decoder.end()
                        let request = transcription.request
                        if !text.text.isEmpty { speakers[request.speaker] = decoder.mean }
                        text.likelihoods = choices.isEmpty ? nil : decoder.likelihoods(among: choices)
                    }
                    current = nil
                    transcription.heard(text)
                    return transcription.leave()
                case .leave:
                    if current === transcription { decoder.abandon() }
                    current = nil
                    return transcription.leave()
                }
            }
        } catch {
            current = nil
            decoder = nil
            // The details say which file or option; they hold nothing of what was said.
            transcription.fail(
                ProviderError(.listening, PocketSphinxRecogniser.provider, .garbage(detail: error.description)))
            transcription.leave()
        }
    }
}
