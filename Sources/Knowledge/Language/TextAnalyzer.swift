internal import Foundation

/// Turns text into the terms the index holds: words without case, diacritics and inflection, without function words.
///
/// The same for documents and questions. Remembers words it has seen, because a language has few of them. One thread
/// at a time.
final class TextAnalyzer {
    struct Term: Equatable {
        /// What the index holds.
        var term: String
        /// As it was written, without case and diacritics.
        var word: String
        /// In the text's UTF-8.
        var place: Range<Int>
    }

    let language: Language
    private let stemmer: Stemmer?
    private var known: [String: (word: String, term: String)] = [:]
    /// Words remembered at most, about 20 MB.
    private static let capacity = 200_000
    /// Longer words are no words: keys, encoded data. Their beginnings are kept.
    private static let longest = 64

    init(_ language: Language) {
        self.language = language
        stemmer = Stemmer(language: language.rawValue)
    }

    func terms(of text: String) -> [Term] {
        var terms: [Term] = []
        WordScanner.scan(text) { word, place, isPair in
            if isPair {
                terms.append(Term(term: word, word: word, place: place))
            } else if let (folded, term) = analysed(word) {
                terms.append(Term(term: term, word: folded, place: place))
            }
        }
        return terms
    }

    /// The terms parted by spaces, as the index takes them.
    /// - Parameter seen: Gets each word with its term.
    func indexText(of text: String, seen: (_ word: String, _ term: String) -> Void = { _, _ in }) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        WordScanner.scan(text) { word, _, isPair in
            guard let (folded, term) = isPair ? (word, word) : analysed(word) else { return }
            if !result.isEmpty { result.append(" ") }
            result.append(term)
            if !isPair { seen(folded, term) }
        }
        return result
    }

    /// The term of a folded word, function words included.
    func term(of word: String) -> String { stem(word) }

    /// nil for function words.
    private func analysed(_ word: String) -> (word: String, term: String)? {
        if let entry = known[word] { return entry.term.isEmpty ? nil : entry }
        let folded = Self.fold(String(word.prefix(Self.longest)))
        let isFunctionWord = language.functionWords.contains(folded)
        let term = isFunctionWord ? "" : Self.fold(stem(String(word.prefix(Self.longest))))
        if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
        known[word] = (folded, term)
        return isFunctionWord || term.isEmpty ? nil : (folded, term)
    }

    /// What holds a digit is no word of the language and stays as it is.
    private func stem(_ word: String) -> String {
        guard let stemmer, !word.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return word }
        return stemmer.stem(word)
    }

    /// Without diacritics of the Latin, Greek and Cyrillic scripts, and in compatible forms (full-width letters,
    /// ligatures).
    static func fold(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word }
        var folded = ""
        for scalar in word.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.value {
            // Combining diacritical marks, soft hyphen, zero-width joiners.
            case 0x300...0x36F, 0xAD, 0x200C, 0x200D: continue
            // Letters that have no decomposition (Unicode, UnicodeData.txt).
            case 0xDF: folded += "ss"
            case 0xE6: folded += "ae"
            case 0x153: folded += "oe"
            case 0xF8: folded += "o"
            case 0x142: folded += "l"
            case 0x111, 0xF0: folded += "d"
            case 0xFE: folded += "th"
            case 0x131: folded += "i"
            default: folded.unicodeScalars.append(scalar)
            }
        }
        return folded
    }
}
