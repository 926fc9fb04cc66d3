internal import Foundation

/// From the International Phonetic Alphabet, as espeak-ng names phonemes in all its languages, to the CMU symbols that
/// `Phone` has.
///
/// What counts is what the mouth shows: lips first (closed, on the teeth, rounded), then jaw, then tongue. Sounds that
/// English lacks get the symbol of the nearest place of articulation (IPA chart, 2020 revision).
enum IPAPhones {
    /// The sounds of one phoneme in order: several for diphthongs and affricates, none for a pause or a mere mark.
    static func symbols(of phoneme: String) -> [String] {
        // "(en)": from here on another language's rules.
        if phoneme.hasPrefix("(") { return [] }
        var symbols: [String] = []
        for scalar in phoneme.unicodeScalars {
            guard let symbol = symbol(of: scalar) else { continue }
            if let last = symbols.last, let joined = joined[last + " " + symbol] {
                symbols[symbols.count - 1] = joined
            } else {
                symbols.append(symbol)
            }
        }
        // Marks that espeak-ng gives times of their own.
        if symbols.isEmpty, phoneme.contains("ʲ") { return ["y"] }
        if symbols.isEmpty, phoneme.contains("ʷ") { return ["w"] }
        if symbols.isEmpty, phoneme.contains("ʰ") { return ["hh"] }
        return symbols
    }

    static func isVowel(_ symbol: String) -> Bool { symbol.first.map { "aeiou".contains($0) } ?? false }

    private static func symbol(of scalar: Unicode.Scalar) -> String? {
        if let known = table[scalar] { return known }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .modifierLetter, .modifierSymbol, .decimalNumber, .otherNumber: return nil
        default: break
        }
        // An accented letter counts as its base, any other letter as a neutral vowel.
        if let base = Character(scalar).decomposed, base != scalar { return symbol(of: base) }
        return scalar.properties.isAlphabetic ? "ax" : nil
    }

    /// Two sounds that have one symbol.
    private static let joined: [String: String] = [
        "t sh": "ch", "d zh": "jh", "aa ih": "ay", "aa iy": "ay", "ae ih": "ay", "ah ih": "ay", "aa y": "ay",
        "aa uh": "aw", "aa uw": "aw", "ae uh": "aw", "ah uh": "aw", "eh ih": "ey", "eh iy": "ey", "ow uh": "ow",
        "ow uw": "ow", "ax uh": "ow", "ao ih": "oy", "ao iy": "oy", "ow ih": "oy", "ow iy": "oy",
    ]

    private static let table: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("p", "pʘ"), ("b", "bɓʙ"), ("m", "m"),
            // Between the lips or on the teeth: the mouth nearly closes.
            ("f", "fɸ"), ("v", "vβʋⱱɱ"),
            ("th", "θT"), ("dh", "ðD"),
            ("t", "tʈ"), ("d", "dɖɗ"), ("dx", "rɾɽ"),
            ("k", "kqcxχK"), ("g", "gɡɢɠʛɟʄɣʁʀɰʟ"), ("hh", "hɦħʕʔʜʢ?H"),
            ("s", "s"), ("z", "z"), ("sh", "ʃʂɕS"), ("zh", "ʒʐʑZ"),
            ("n", "nɳɲ"), ("ng", "ŋɴN"), ("l", "lɫɭʎɬɮɺL"), ("r", "ɹɻR"), ("y", "jʝçC"), ("w", "wʍɥ"),
            ("iy", "i"), ("ih", "ɪI"), ("ix", "ɨɯ"), ("uw", "uyʉ"), ("uh", "ʊʏøɵU"),
            ("eh", "eɛεE"), ("ax", "əɘ@"), ("er", "ɚɝ"), ("ah", "ʌɜɐɤV"), ("ae", "æ"), ("aa", "aɑA"),
            ("ow", "o"), ("ao", "ɔɒœɞɶO"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (symbol, letters) in rows {
            for letter in letters.unicodeScalars { table[letter] = symbol }
        }
        return table
    }()
}

extension Character {
    /// The base letter under its accents.
    fileprivate var decomposed: Unicode.Scalar? {
        String(self).decomposedStringWithCanonicalMapping.unicodeScalars.first
    }
}
