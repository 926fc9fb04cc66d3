internal import Core
internal import Dispatch
internal import Onnx
internal import Synchronization

/// Recognition of English that is built in, where `scripts/models` was run: a small network that hears words in voices,
/// rooms and accents it never met. Needs no key and no network connection.
///
/// All utterances share one model (45 MB) and a few threads; of those that are due, one whose speaker pauses goes first.
/// Beyond 16 utterances per thread the newest ends with `ProviderError.Fault.busy`; each keeps up to 60 s of sound
/// (1.9 MB).
package final class MoonshineRecogniser: SpeechRecogniser {
    static let provider = "moonshine"
    private static let utterancesPerThread = 16
    private static let biasesKept = 64

    package let name = "moonshine tiny"
    package let languages: Set<String>? = ["en"]

    private let files: MoonshineFiles
    private let places: UtterancePlaces

    private struct State {
        /// Utterances at which a thread has to look, in the order they asked.
        var asking: [MoonshineTranscription] = []
        /// Those that a thread looks at.
        var held: Set<ObjectIdentifier> = []
        var idle: [DispatchQueue]
    }
    private let state: Mutex<State>
    private let model = Mutex<MoonshineModel?>(nil)
    private let sentences = TrigramModel()
    /// By the keywords they were made of.
    private let biases = Mutex<[[String]: WordBias]>([:])

    /// Loads the language model (27 MB); the network with the first utterance.
    ///
    /// - Parameter threads: Utterances that are heard at the same time, 1…16.
    package init(_ files: MoonshineFiles, threads: Int = 1) {
        self.files = files
        let threads = (0..<min(max(threads, 1), 16)).map {
            DispatchQueue(label: "visavis.recogniser.\($0)", qos: .userInitiated)
        }
        state = Mutex(State(idle: threads))
        places = UtterancePlaces(threads.count * Self.utterancesPerThread)
    }

    /// Loads the model and hears a second of silence, so that the first visitor need not wait for it (0.2 s).
    ///
    /// - Throws: `ProviderError` when the model cannot be used.
    package func warm() async throws {
        let transcription = transcribe(RecognitionRequest())
        transcription.feed([Int16](repeating: 0, count: SphinxDecoder.sampleRate))
        transcription.finish()
        for try await _ in transcription.results {}
    }

    package func transcribe(_ request: RecognitionRequest) -> any Transcription {
        let place = places.take()
        let transcription = MoonshineTranscription(bias(towards: request.keywords), place) { [weak self] in
            self?.look(at: $0)
        }
        if place == nil { transcription.fail(ProviderError(.listening, Self.provider, .busy)) }
        return transcription
    }

    private func bias(towards keywords: [String]) -> WordBias {
        biases.withLock { biases in
            if let bias = biases[keywords] { return bias }
            if biases.count >= Self.biasesKept { biases = [:] }
            let bias = WordBias(keywords, sentences: sentences)
            biases[keywords] = bias
            return bias
        }
    }

    // MARK: - Threads

    private func look(at transcription: MoonshineTranscription) {
        let thread = state.withLock { state -> DispatchQueue? in
            if !state.asking.contains(where: { $0 === transcription }) { state.asking.append(transcription) }
            return state.idle.popLast()
        }
        thread?.async { [weak self] in self?.work(on: thread) }
    }

    /// On the thread: one pass after the other until there is none.
    private func work(on thread: DispatchQueue?) {
        while let transcription = choose(orRest: thread) {
            hear(transcription)
            state.withLock { state in
                state.held.remove(ObjectIdentifier(transcription))
                // Others may be more urgent than its next pass.
                let isAsking = state.asking.contains { $0 === transcription }
                if transcription.hasPass, !isAsking { state.asking.append(transcription) }
            }
        }
    }

    private func choose(orRest thread: DispatchQueue?) -> MoonshineTranscription? {
        state.withLock { state in
            let free = state.asking.filter { !state.held.contains(ObjectIdentifier($0)) }
            guard let chosen = free.first(where: \.isUrgent) ?? free.first else {
                if let thread { state.idle.append(thread) }
                return nil
            }
            state.asking.removeAll { $0 === chosen }
            state.held.insert(ObjectIdentifier(chosen))
            return chosen
        }
    }

    private func hear(_ transcription: MoonshineTranscription) {
        do throws(OnnxError) {
            guard let pass = transcription.next() else { return }
            let model = try loaded()
            let heard = try model.hear(pass.sound)
            let isWanted = { !transcription.isOver }
            var found: [Int]?
            var confidence: Double?
            switch pass.kind {
            case .partial:
                found = try GreedySearch(model: model).tokens(in: heard, draft: pass.draft, isWanted: isWanted)
            case .settling:
                let result = try BeamSearch(model: model, bias: transcription.bias, sentences: sentences)
                    .result(in: heard, isWanted: isWanted)
                (found, confidence) = (result?.tokens, result?.confidence)
            case .weighing(let choices, let text):
                return transcription.take(try PhraseWeighing(model: model).weigh(choices, against: text, in: heard))
            }
            if let found { transcription.take(found, confidence, of: pass, by: model.tokens, sentences) }
        } catch {
            // The details say which file or why; they hold nothing of what was said.
            transcription.fail(ProviderError(.listening, Self.provider, .garbage(detail: error.description)))
        }
    }

    private func loaded() throws(OnnxError) -> MoonshineModel {
        try model.withLock { (model) throws(OnnxError) in
            if let model { return model }
            let fresh = try MoonshineModel(files)
            model = fresh
            return fresh
        }
    }
}
