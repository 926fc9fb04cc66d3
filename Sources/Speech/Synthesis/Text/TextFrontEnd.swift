/// What a text is expected to sound like: words in speaking order with their phones, before any voice spoke it.
///
/// Flite's English front end: numbers, dates and abbreviations become words, the CMU lexicon gives the phones,
/// letter-to-sound rules those of unknown words.
package enum TextFrontEnd {
    package struct SpokenWord: Equatable, Sendable {
        /// As flite says it, lower case: "forty", "two".
        package var word: String
        /// Lower-case CMU symbols, without silences; stress 0…2 on vowels, 0 on consonants.
        package var phones: [PhoneSymbol]
        /// A pause is likely after this word.
        package var endsPhrase: Bool
    }
    package struct PhoneSymbol: Equatable, Sendable {
        package var symbol: String
        package var stress: Int
    }

    /// - Throws: `SpeechError.nothingSpeakable`, `.textTooLong` or `.synthesisFailed`.
    /// - Complexity: About 12 ms per second of speech.
    package static func words(of text: String) throws(SpeechError) -> [SpokenWord] {
        let text = try SpeakableText(text)
        var words: [SpokenWord] = []
        for clause in Clauses(text: text) {
            guard let voice = FliteVoices.handle(for: FliteVoices.catalogue[0].id),
                let spoken = FliteUtterance(clause.spoken, voice: voice)
            else { throw .synthesisFailed(text: clause.spoken) }
            let segments = spoken.relations.segments()
            for word in spoken.relations.words() {
                let next = word.segments.upperBound
                words.append(
                    SpokenWord(
                        word: word.name,
                        phones: segments[word.segments].filter { !$0.isPause }.map {
                            PhoneSymbol(symbol: $0.symbol, stress: $0.isVowel ? $0.stress : 0)
                        },
                        endsPhrase: next >= segments.count || segments[next].isPause))
            }
        }
        return words
    }
}
