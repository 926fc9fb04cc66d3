internal import CPocketSphinx
internal import Foundation
internal import Synchronization

/// How likely an English sentence ends behind its last word, by the three-gram language model that pocketsphinx's package
/// brings (27 MB). Any thread.
final class SentenceEnds: @unchecked Sendable {
    private let logarithms: OpaquePointer
    private let model: OpaquePointer
    /// A query moves the model's cache.
    private let turn = Mutex(())

    /// Nil where the model is not installed.
    init?() {
        guard let file = try? EnglishModel.installed().language.path else { return nil }
        err_set_logfp(nil)
        // The base that pocketsphinx itself counts with.
        guard let logarithms = logmath_init(1.0001, 0, 0) else { return nil }
        guard let model = ngram_model_read(nil, file, NGRAM_AUTO, logarithms) else {
            logmath_free(logarithms)
            return nil
        }
        (self.logarithms, self.model) = (logarithms, model)
    }

    deinit {
        ngram_model_free(model)
        logmath_free(logarithms)
    }

    /// log P(</s> | the last two words), natural; nil when the last one is unknown.
    func logEnd(after text: String) -> Double? {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.suffix(2).map(String.init)
        guard let last = words.last else { return nil }
        return turn.withLock { _ in
            let (newest, unknown) = (ngram_wid(model, last), ngram_unknown_wid(model))
            guard newest != unknown else { return nil }
            var history = [newest, ngram_wid(model, words.count > 1 ? words[0] : "<s>")]
            var used: Int32 = 0
            let score = ngram_ng_prob(model, ngram_wid(model, "</s>"), &history, 2, &used)
            return logmath_log_to_ln(logarithms, score)
        }
    }
}
