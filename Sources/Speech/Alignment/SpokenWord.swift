/// A speech sound as a lexicon gives it, before it has a time.
struct Sound: Equatable, Hashable, Sendable {
    /// CMU symbol in lower case; an unstressed "ah" is "ax", as flite writes it.
    var symbol: String
    /// 0 none, 1 primary, 2 secondary.
    var stress: Int

    var isVowel: Bool { PhoneSet.vowels.contains(symbol) }
}

/// One word as it is said, with every way the lexica know to say it.
struct SpokenWord: Equatable, Sendable {
    /// Index of the written token it belongs to ("$5" is written once and said as two words).
    var token: Int
    /// At least one, each with at least one sound; the first is the most usual.
    var variants: [[Sound]]
}

/// A text, ready to be looked for in audio.
struct Transcript: Equatable, Sendable {
    struct Token: Equatable, Sendable {
        /// As written, without surrounding punctuation.
        var text: String
        /// True when punctuation that ends a phrase follows.
        var endsPhrase: Bool
    }
    var tokens: [Token]
    var words: [SpokenWord]
}
