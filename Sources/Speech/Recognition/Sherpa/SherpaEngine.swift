internal import CSherpa
internal import Foundation
internal import Glibc

/// A loaded model. Any thread; every stream of it on one thread at a time.
final class SherpaEngine: @unchecked Sendable {
    static let sampleRate: Int32 = 16_000

    let library: SherpaLibrary
    let model: SherpaModel
    fileprivate let handle: UnsafeRawPointer

    /// Loads the model and lets it hear silence once, so that a model that does not fit shows now. Takes seconds.
    ///
    /// The library before 2.0 ends the process for a file that is an ONNX model but damaged inside, and every version
    /// does for some that are no speech models; what can be seen from outside was seen by ``SherpaModel``.
    init(library: SherpaLibrary, model: SherpaModel) throws(SherpaError) {
        self.library = library
        self.model = model
        var texts = CTexts()
        var configuration = CSherpaConfiguration()
        configuration.features = CSherpaFeatures(sample_rate: Self.sampleRate, feature_dim: 80)
        configuration.model.tokens = texts[model.tokens]
        configuration.model.threads = 1
        configuration.model.provider = texts["cpu"]
        configuration.decoding_method = texts["greedy_search"]
        switch model.network {
        case .transducer(let encoder, let decoder, let joiner):
            configuration.model.transducer_encoder = texts[encoder]
            configuration.model.transducer_decoder = texts[decoder]
            configuration.model.transducer_joiner = texts[joiner]
        case .zipformerCTC(let file): configuration.model.zipformer2_ctc = texts[file]
        case .nemoCTC(let file): configuration.model.nemo_ctc = texts[file]
        }
        let created = library.createRecogniser(&configuration)
        texts.free()
        guard let created else { throw .modelRefused(folder: model.folder) }
        handle = created
        guard let trial = SherpaStream(self) else { throw .modelRefused(folder: model.folder) }
        trial.end()
    }

    deinit { library.destroyRecogniser(handle) }
}

/// What the library has heard of one utterance. One thread at a time.
final class SherpaStream {
    private let engine: SherpaEngine
    private let handle: UnsafeRawPointer

    /// Nil when the library gives none.
    init?(_ engine: SherpaEngine) {
        guard let handle = engine.library.createStream(engine.handle) else { return nil }
        self.engine = engine
        self.handle = handle
    }

    deinit { engine.library.destroyStream(handle) }

    /// - Returns: Whether the model went on; it does so by steps of some hundred milliseconds.
    @discardableResult func take(_ samples: [Int16]) -> Bool {
        let scaled = samples.map { Float($0) / 32_768 }
        engine.library.accept(handle, SherpaEngine.sampleRate, scaled, Int32(scaled.count))
        return decode()
    }

    /// Nothing may follow.
    func end() {
        take([Int16](repeating: 0, count: engine.model.tail))
        engine.library.finish(handle)
        _ = decode()
    }

    var text: String {
        guard let result = engine.library.result(engine.handle, handle) else { return "" }
        defer { engine.library.destroyResult(result) }
        let text = result.pointee.text.map { String(cString: $0) } ?? ""
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return engine.model.shouts ? trimmed.lowercased() : trimmed
    }

    private func decode() -> Bool {
        var wentOn = false
        while engine.library.isReady(engine.handle, handle) != 0 {
            engine.library.decode(engine.handle, handle)
            wentOn = true
        }
        return wentOn
    }
}

/// Texts for C that live as long as a call.
private struct CTexts {
    private var copies: [UnsafeMutablePointer<CChar>] = []

    subscript(text: String) -> UnsafePointer<CChar>? {
        mutating get {
            guard let copy = strdup(text) else { return nil }
            copies.append(copy)
            return UnsafePointer(copy)
        }
    }

    func free() { for copy in copies { Glibc.free(copy) } }
}
