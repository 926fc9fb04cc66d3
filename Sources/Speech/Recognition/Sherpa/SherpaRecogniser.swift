internal import Core
internal import Synchronization

/// Recognition by sherpa-onnx, a library and a streaming model that the operator installed: any language there is a
/// model for. One model for all; each utterance is a stream of its own on one of a few threads.
///
/// Beyond 16 utterances at the same time per thread the newest ends with `ProviderError.Fault.busy`; each keeps up to
/// 60 s of sound that was not decoded yet (1.9 MB). It ignores keywords, and does not say how much a text covers.
package final class SherpaRecogniser: SpeechRecogniser {
    static let provider = "sherpa-onnx"
    private static let utterancesPerWorker = 16

    package let name: String
    /// What the model understands stands nowhere in it.
    package let languages: Set<String>? = nil

    private let workers: [SherpaWorker]
    /// Utterances of each worker.
    private let loads: Mutex<[Int]>

    /// Loads the library and the model: takes seconds, and a model's size of memory.
    ///
    /// - Parameters:
    ///   - library: Path of libsherpa-onnx-c-api.so.
    ///   - modelFolder: With tokens.txt and a transducer (encoder, decoder, joiner) or one model with CTC.
    ///   - decoders: Threads, 1…64.
    package init(library: String, modelFolder: String, decoders: Int = 1) throws(SherpaError) {
        let library = try SherpaLibrary(path: library)
        let engine = try SherpaEngine(library: library, model: SherpaModel(folder: modelFolder))
        name = "sherpa-onnx \(library.version)"
        workers = (0..<min(max(decoders, 1), 64)).map { _ in SherpaWorker(engine) }
        loads = Mutex([Int](repeating: 0, count: workers.count))
    }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        let place = loads.withLock { loads -> Int? in
            guard let place = loads.indices.min(by: { loads[$0] < loads[$1] }),
                loads[place] < Self.utterancesPerWorker
            else { return nil }
            loads[place] += 1
            return place
        }
        let transcription = BufferedTranscription<SherpaWorker>(request) { [weak self] _, _ in
            if let place { self?.loads.withLock { $0[place] -= 1 } }
        }
        if let place {
            transcription.begin(on: workers[place])
        } else {
            transcription.fail(ProviderError(.listening, Self.provider, .busy))
        }
        return transcription
    }
}
