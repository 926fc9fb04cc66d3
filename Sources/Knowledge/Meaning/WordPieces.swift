internal import Foundation

/// Cuts texts into the pieces of words that models of the BERT family know, "uncased": without case and accents. Words
/// the model does not know become several pieces, the longest first (J. Devlin et al., "BERT", 2019, and M. Schuster &
/// K. Nakajima, "Japanese and Korean voice search", 2012). A pure value; the marks of the model's own, such as "[SEP]",
/// are plain text where they stand in a text.
struct WordPieces: Sendable {
    /// No two pieces are canonically equivalent, so that Swift's equality tells them apart.
    private let numbers: [String: Int64]
    private let first: Int64
    private let last: Int64
    private let unknown: Int64

    /// Scalars of a word that is looked at; longer ones are unknown, as the model learnt it.
    private static let longestWord = 100
    private static let continued = "##"

    /// - Parameter json: A `tokenizer.json` as Hugging Face's tokenizers write it, of the kind WordPiece.
    /// - Returns: Nil for what is no such file.
    init?(json: Data) {
        struct File: Decodable {
            struct Model: Decodable {
                var type: String
                var vocab: [String: Int64]
            }
            var model: Model
        }
        guard let model = try? JSONDecoder().decode(File.self, from: json).model, model.type == "WordPiece",
            let first = model.vocab["[CLS]"], let last = model.vocab["[SEP]"], let unknown = model.vocab["[UNK]"]
        else { return nil }
        numbers = model.vocab
        (self.first, self.last, self.unknown) = (first, last, unknown)
    }

    /// - Parameter limit: Most numbers, with the marks at the beginning and the end; at least 2. The rest of the text is
    ///   left out.
    /// - Returns: The numbers of the pieces.
    func numbers(of text: String, limit: Int) -> [Int64] {
        var result = [first]
        words: for word in Self.words(of: text) {
            for number in pieces(of: word) {
                guard result.count < limit - 1 else { break words }
                result.append(number)
            }
        }
        return result + [last]
    }

    private func pieces(of word: String) -> [Int64] {
        let scalars = Array(word.unicodeScalars)
        guard scalars.count <= Self.longestWord else { return [unknown] }
        var found: [Int64] = []
        var start = 0
        while start < scalars.count {
            var end = scalars.count
            var number: Int64?
            while start < end {
                var piece = String.UnicodeScalarView(start > 0 ? Self.continued.unicodeScalars : "".unicodeScalars)
                piece.append(contentsOf: scalars[start..<end])
                number = numbers[String(piece)]
                if number != nil { break }
                end -= 1
            }
            guard let number else { return [unknown] }
            found.append(number)
            start = end
        }
        return found
    }

    /// Runs between spaces, in lower case; punctuation and Chinese characters are words of their own.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func endWord() {
            if !word.isEmpty { words.append(String(word)) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch kind(of: scalar) {
            case .ignored: break
            case .space: endWord()
            case .alone:
                endWord()
                words.append(String(scalar))
            case .letter: word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        endWord()
        return words
    }

    private enum Kind { case ignored, space, alone, letter }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII {
            switch scalar.value {
            case 0x09, 0x0a, 0x0d, 0x20: return .space
            case 0..<0x20, 0x7f: return .ignored
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: return .letter
            default: return .alone
            }
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .control, .format, .privateUse, .surrogate, .unassigned: return .ignored
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return .alone
        default: return scalar == "\u{fffd}" ? .ignored : isChinese(scalar) ? .alone : .letter
        }
    }

    /// The blocks of unified and compatibility ideographs that BERT parts.
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x2a6df, 0x2a700...0x2ceaf, 0x2f800...0x2fa1f:
            true
        default: false
        }
    }
}
