internal import Core
internal import Dispatch

/// One thread that decodes the utterances given to it, block by block in turn, so that a long one holds nobody up.
final class SherpaWorker: UtteranceWorker, @unchecked Sendable {
    private let queue = DispatchQueue(label: "visavis.sherpa", qos: .userInitiated)
    private let engine: SherpaEngine
    /// Only on the queue.
    private var streams: [ObjectIdentifier: Heard] = [:]

    private struct Heard {
        /// Kept, so that its address stays its own.
        let transcription: BufferedTranscription<SherpaWorker>
        let stream: SherpaStream
        var text = ""
    }

    init(_ engine: SherpaEngine) { self.engine = engine }

    func wake(_ transcription: BufferedTranscription<SherpaWorker>) {
        queue.async { self.step(transcription) }
    }

    private func step(_ transcription: BufferedTranscription<SherpaWorker>) {
        let key = ObjectIdentifier(transcription)
        switch transcription.nextStep() {
        case .wait: return
        case .decode(let samples):
            guard
                var heard = streams[key]
                    ?? SherpaStream(engine).map({ Heard(transcription: transcription, stream: $0) })
            else {
                transcription.fail(
                    ProviderError(
                        .listening, SherpaRecogniser.provider, .garbage(detail: "no stream could be created")))
                return transcription.leave()
            }
            if heard.stream.take(samples) {
                let text = heard.stream.text
                if text != heard.text { transcription.heard(RecognisedText(text: text, isFinal: false)) }
                heard.text = text
            }
            streams[key] = heard
            wake(transcription)
        case .end(_):
            let stream = streams.removeValue(forKey: key)?.stream
            stream?.end()
            transcription.heard(RecognisedText(text: stream?.text ?? "", isFinal: true))
            transcription.leave()
        case .leave:
            streams[key] = nil
            transcription.leave()
        }
    }
}
