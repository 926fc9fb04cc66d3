internal import Core
internal import Synchronization

/// Recognition of English that is built in: pocketsphinx with Debian's model. Basic: it mishears more than the
/// recognisers one can connect, but needs no key, no network and no download.
///
/// Every decoder takes about 115 MB and hears one utterance at a time on a thread of its own. Utterances beyond wait,
/// their sound kept; when too many wait, the newest ends with `ProviderError.Fault.busy`.
package final class PocketSphinxRecogniser: SpeechRecogniser {
    static let provider = "pocketsphinx"

    package let name = "pocketsphinx (basic)"
    package let languages: Set<String>? = ["en"]

    private struct Pool {
        var idle: [SphinxWorker]
        var waiting: [BufferedTranscription<SphinxWorker>] = []
    }
    private let pool: Mutex<Pool>
    private let workers: [SphinxWorker]
    private let places: Int

    /// Looks for the model's files; loads nothing yet.
    ///
    /// - Parameters:
    ///   - decoders: Utterances that are decoded at the same time, 1…16.
    ///   - waiting: Utterances that may wait for a decoder; each keeps up to 60 s of sound (1.9 MB).
    /// - Throws: `AlignmentError.modelMissing`, which names the package to install.
    package init(decoders: Int = 1, waiting: Int = 8) throws(AlignmentError) {
        let model = try EnglishModel.installed()
        let voices = SpeakerMeans()
        workers = (0..<min(max(decoders, 1), 16)).map { _ in SphinxWorker(model, speakers: voices) }
        pool = Mutex(Pool(idle: workers))
        places = max(waiting, 0)
    }

    /// Loads all decoders (0.3 s each), so that the first visitor need not wait for it. Returns when they are ready.
    /// - Throws: `AlignmentError` when a model cannot be loaded.
    package func warm() async throws {
        for worker in workers { try await worker.warm() }
    }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        let transcription = BufferedTranscription<SphinxWorker>(request) { [weak self] transcription, worker in
            self?.left(transcription, worker)
        }
        let (worker, isFull) = pool.withLock { pool -> (SphinxWorker?, Bool) in
            if let worker = pool.idle.popLast() { return (worker, false) }
            guard pool.waiting.count < places else { return (nil, true) }
            pool.waiting.append(transcription)
            return (nil, false)
        }
        if isFull { transcription.fail(ProviderError(.listening, Self.provider, .busy)) }
        if let worker { transcription.begin(on: worker) }
        return transcription
    }

    /// The utterance is over: its worker takes the one that has waited longest.
    private func left(_ transcription: BufferedTranscription<SphinxWorker>, _ worker: SphinxWorker?) {
        let next = pool.withLock { pool -> BufferedTranscription<SphinxWorker>? in
            guard let worker else {
                pool.waiting.removeAll { $0 === transcription }
                return nil
            }
            guard !pool.waiting.isEmpty else {
                pool.idle.append(worker)
                return nil
            }
            return pool.waiting.removeFirst()
        }
        if let next, let worker { next.begin(on: worker) }
    }
}
