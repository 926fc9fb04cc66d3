/// One speech sound with its place on the utterance's clock (seconds from the first audio sample).
package struct Phone: Equatable, Codable, Sendable {
    /// CMU/ARPAbet symbol in lower case without stress digit: "aa" … "zh"; "sil" for silence.
    package var symbol: String
    package var start: Double
    package var end: Double
    /// Lexical stress of a vowel: 0 none, 1 primary, 2 secondary. 0 for consonants.
    package var stress: Int
    /// 0…1: how sure the source is of this phone and its times; 1 for a synthesiser's own.
    package var confidence: Float

    package init(symbol: String, start: Double, end: Double, stress: Int = 0, confidence: Float = 1) {
        self.symbol = symbol
        self.start = start
        self.end = end
        self.stress = stress
        self.confidence = confidence
    }

    /// Seconds.
    package var duration: Double { end - start }
    package var isSilence: Bool { symbol == "sil" }
}

/// One written word with its time, for captions and phrase ends.
package struct Word: Equatable, Codable, Sendable {
    package var text: String
    /// Seconds on the utterance's clock.
    package var start: Double
    package var end: Double
    /// True when a phrase ends after this word (punctuation in the text, or a pause in the audio).
    package var endsPhrase: Bool

    package init(text: String, start: Double, end: Double, endsPhrase: Bool = false) {
        self.text = text
        self.start = start
        self.end = end
        self.endsPhrase = endsPhrase
    }
}

/// An utterance's sounds and words on one clock. Phones are contiguous and sorted; silences are phones too.
package struct Pronunciation: Equatable, Codable, Sendable {
    package var phones: [Phone]
    package var words: [Word]

    package init(phones: [Phone], words: [Word]) {
        self.phones = phones
        self.words = words
    }
}
