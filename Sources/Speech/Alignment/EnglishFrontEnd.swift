internal import CFlite
internal import Foundation

/// Turns English text into the words that are said and their pronunciations.
///
/// flite expands numbers, dates and abbreviations and spells unknown words by its letter-to-sound rules;
/// CMUdict adds the other ways a word may be said.
enum EnglishFrontEnd {
    /// - Throws: `emptyTranscript`, `transcriptTooLong`, `modelMissing`.
    static func transcript(of text: String, lexicon: URL) throws(AlignmentError) -> Transcript {
        let speakable: SpeakableText
        do {
            speakable = try SpeakableText(text)
        } catch .textTooLong(let characters, let limit) {
            throw .transcriptTooLong(characters: characters, limit: limit)
        } catch {
            throw .emptyTranscript
        }
        let analysed = analyse(speakable.map(\.spoken).joined(separator: " "))
        let candidates = Set(analysed.flatMap { [key($0.text)] + $0.words.map(\.name) })
        let dictionary = try PronouncingDictionary.entries(for: candidates, in: lexicon)

        var transcript = Transcript(tokens: [], words: [])
        for token in analysed where token.words.contains(where: { !$0.sounds.isEmpty }) {
            let said = token.words.filter { !$0.sounds.isEmpty }
            let index = transcript.tokens.count
            transcript.tokens.append(.init(text: token.text, endsPhrase: token.endsPhrase))
            // flite cuts "dog's" in two; CMUdict has it whole.
            if let whole = dictionary[key(token.text)] {
                let spelt = said.flatMap(\.sounds)
                transcript.words.append(.init(token: index, variants: merge(spelt, whole)))
            } else {
                for word in said {
                    transcript.words.append(
                        .init(token: index, variants: merge(word.sounds, dictionary[word.name] ?? [])))
                }
            }
        }
        guard !transcript.words.isEmpty else { throw .emptyTranscript }
        return transcript
    }

    private static func key(_ token: String) -> String { token.lowercased() }

    /// The front end's own pronunciation first, then the dictionary's others, with stress carried over.
    private static func merge(_ spelt: [Sound], _ listed: [[String]]) -> [[Sound]] {
        var variants: [[Sound]] = []
        for phones in listed {
            let sounds = stressed(phones, like: spelt)
            if !variants.contains(sounds) { variants.append(sounds) }
        }
        if !variants.contains(spelt) {
            if variants.isEmpty { variants.insert(spelt, at: 0) } else { variants.append(spelt) }
        }
        return variants
    }

    /// Debian's CMUdict carries no stress: the n-th vowel takes the stress of the front end's n-th vowel.
    private static func stressed(_ phones: [String], like spelt: [Sound]) -> [Sound] {
        let stresses = spelt.filter(\.isVowel).map(\.stress)
        var vowel = 0
        return phones.map { symbol in
            guard PhoneSet.vowels.contains(symbol) else { return Sound(symbol: symbol, stress: 0) }
            defer { vowel += 1 }
            let stress = vowel < stresses.count ? stresses[vowel] : 0
            return Sound(symbol: symbol == "ah" && stress == 0 ? "ax" : symbol, stress: stress)
        }
    }

    // MARK: - flite

    private struct AnalysedToken {
        var text: String
        var endsPhrase: Bool
        var words: [(name: String, sounds: [Sound])] = []
    }

    private static func analyse(_ text: String) -> [AnalysedToken] {
        guard let voice = FliteVoices.handle(for: "rms"), let utterance = new_utterance() else { return [] }
        defer { delete_utterance(utterance) }
        utt_set_input_text(utterance, text)
        utt_init(utterance, voice.pointer)
        default_tokenization(utterance)
        default_textanalysis(utterance)
        default_phrasing(utterance)
        default_pos_tagger(utterance)
        default_lexical_insertion(utterance)

        var tokens: [AnalysedToken] = []
        var token = relation_head(utt_relation(utterance, "Token"))
        while let current = token {
            let punctuation =
                item_feat_present(current, "punc") != 0 ? String(cString: item_feat_string(current, "punc")) : ""
            var analysed = AnalysedToken(
                text: String(cString: item_feat_string(current, "name")),
                endsPhrase: punctuation.contains { ",.;:!?".contains($0) })
            var word = item_daughter(current)
            while let spoken = word {
                analysed.words.append((String(cString: item_feat_string(spoken, "name")), sounds(of: spoken)))
                word = item_next(spoken)
            }
            tokens.append(analysed)
            token = item_next(current)
        }
        return tokens
    }

    private static func sounds(of word: UnsafeMutablePointer<cst_item>) -> [Sound] {
        var sounds: [Sound] = []
        var syllable = item_daughter(item_as(word, "SylStructure"))
        while let current = syllable {
            let stress = Int(String(cString: item_feat_string(current, "stress"))) ?? 0
            var segment = item_daughter(current)
            while let phone = segment {
                let symbol = String(cString: item_feat_string(phone, "name"))
                if PhoneSet.index[symbol] != nil, symbol != "sil" {
                    sounds.append(Sound(symbol: symbol, stress: PhoneSet.vowels.contains(symbol) ? stress : 0))
                }
                segment = item_next(phone)
            }
            syllable = item_next(current)
        }
        return sounds
    }
}
