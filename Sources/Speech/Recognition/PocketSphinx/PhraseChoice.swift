internal import CPocketSphinx
internal import Foundation

/// Weighs a short utterance between groups of phrases: "stop" by itself is a word that a language model of whole
/// sentences does not expect, but grammars of a few phrases hear it. One decoder's; one thread at a time.
final class PhraseChoice {
    /// Longer utterances are left to the language model: 2.2 s, with what is heard before and after the words.
    static let longest = SphinxDecoder.sampleRate * 22 / 10
    /// Grammars that are kept.
    private static let capacity = 16
    /// The search keeps scores of base 1.0001 without their last 10 bits (pocketsphinx's SENSCR_SHIFT). Its frames are
    /// not independent, though it takes them so: "stop" of four English voices was likelier than any listener's word by
    /// 85 to 290, and hums were likelier a command by up to 90. 100 of it are one.
    private static let natural = 1024 * 0.0001 / 100

    private let decoder: SphinxDecoder
    private let standard: String
    private var names: [[String]: String] = [:]

    init(_ decoder: SphinxDecoder) {
        self.decoder = decoder
        standard = ps_get_search(decoder.handle).map { String(cString: $0) } ?? ""
    }

    /// Between utterances only; the cepstral mean goes on from the one before.
    ///
    /// - Returns: Of the best path through each group; `-infinity` for a group without one. See ``PhraseLikelihoods``.
    func likelihoods(of samples: [Int16], among groups: [[String]]) -> [Double] {
        defer { ps_set_search(decoder.handle, standard) }
        return groups.map { group in
            guard let name = grammar(of: group), ps_set_search(decoder.handle, name) == 0 else { return -.infinity }
            ps_start_stream(decoder.handle)
            guard ps_start_utt(decoder.handle) == 0 else { return -.infinity }
            let taken = samples.withUnsafeBufferPointer {
                ps_process_raw(decoder.handle, $0.baseAddress, $0.count, 0, 1)
            }
            ps_end_utt(decoder.handle)
            var score: Int32 = 0
            guard taken >= 0, ps_get_hyp(decoder.handle, &score) != nil else { return -.infinity }
            return Double(score) * Self.natural
        }
    }

    /// The name of the search; phrases with words that the lexicon does not have, or that are not of letters alone, are
    /// left out.
    private func grammar(of group: [String]) -> String? {
        if let name = names[group] { return name }
        let phrases = group.filter { phrase in phrase.split(separator: " ").allSatisfy { has(String($0)) } }
        guard names.count < Self.capacity, !phrases.isEmpty else { return nil }
        let name = "phrases\(names.count)"
        let text = "#JSGF V1.0; grammar \(name); public <phrase> = \(phrases.joined(separator: " | "));"
        guard ps_set_jsgf_string(decoder.handle, name, text) == 0 else { return nil }
        names[group] = name
        return name
    }

    private func has(_ word: String) -> Bool {
        guard !word.isEmpty, word.allSatisfy(\.isLetter) else { return false }
        guard let phones = ps_lookup_word(decoder.handle, word) else { return false }
        free(phones)
        return true
    }
}
