internal import CPocketSphinx
internal import Foundation
internal import Synchronization

/// How likely English sentences are, by the three-gram language model that pocketsphinx's package brings (27 MB).
/// Natural logarithms; any thread.
final class TrigramModel: @unchecked Sendable {
    /// Of a word that the model does not know: rarer than what it knows.
    private static let unknown = -14.0

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

    /// In lower case, without punctuation but apostrophes.
    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    /// Of a whole sentence.
    func logProbability(of words: [String]) -> Double {
        let said = ["<s>"] + words + ["</s>"]
        return turn.withLock { _ in
            (1..<said.count).reduce(0) { $0 + score(said[$1], behind: said[max($1 - 2, 0)..<$1]) }
        }
    }

    /// Of a word anywhere.
    func logProbability(of word: String) -> Double { turn.withLock { _ in score(word, behind: []) } }

    /// That nothing follows the last word; nil when that is unknown.
    func logEnd(after text: String) -> Double? {
        turn.withLock { _ in Self.logEnd(after: Self.words(of: text), by: model, logarithms) }
    }

    /// The same by a model that somebody else owns.
    static func logEnd(after words: [String], by model: OpaquePointer, _ logarithms: OpaquePointer?) -> Double? {
        guard let last = words.last, ngram_wid(model, last) != ngram_unknown_wid(model) else { return nil }
        return score("</s>", behind: (["<s>"] + words).suffix(2), by: model, logarithms)
    }

    private func score(_ word: String, behind before: ArraySlice<String>) -> Double {
        Self.score(word, behind: before, by: model, logarithms)
    }

    private static func score(
        _ word: String, behind before: ArraySlice<String>, by model: OpaquePointer, _ logarithms: OpaquePointer?
    ) -> Double {
        let number = ngram_wid(model, word)
        guard number != ngram_unknown_wid(model) else { return unknown }
        // Newest first; without the language weight, which a search applies.
        var history = before.reversed().map { ngram_wid(model, $0) }
        var used: Int32 = 0
        return logmath_log_to_ln(logarithms, ngram_ng_prob(model, number, &history, Int32(history.count), &used))
    }
}
