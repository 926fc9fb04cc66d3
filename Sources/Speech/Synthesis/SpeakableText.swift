internal import Foundation

/// A text made safe for an English engine: ASCII letters, digits and plain punctuation, token by token.
///
/// Foreign scripts are transliterated (ICU Any-Latin, then Latin-ASCII); emoji, symbols without a name and
/// control characters are dropped. Tokens remember how they were written, for captions.
struct SpeakableText: Equatable {
    /// One run of the written text between white space, and what is given to the engine for it.
    struct Token: Equatable {
        var written: String
        /// Without white space, never empty, at least one letter or digit.
        var spoken: String
    }
    var tokens: [Token]

    /// More than an hour of speech.
    static let limit = 50_000
    /// The engine's letter-to-sound search grows with the token's length; no word is longer.
    static let longestToken = 40

    init(_ text: String) throws(SpeechError) {
        let count = text.unicodeScalars.count
        guard count <= Self.limit else { throw .textTooLong(characters: count, limit: Self.limit) }
        tokens = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).flatMap(Self.tokens)
        guard !tokens.isEmpty else { throw .nothingSpeakable }
    }

    private static func tokens(of written: Substring) -> [Token] {
        let plain = ascii(String(written))
        var words: [String] = []
        for piece in plain.split(separator: " ") {
            var rest = piece
            while rest.count > longestToken {
                words.append(String(rest.prefix(longestToken)))
                rest = rest.dropFirst(longestToken)
            }
            words.append(String(rest))
        }
        // A lone dash or quote has no sound; its pause joins the word before it.
        var tokens: [Token] = []
        for word in words {
            if word.contains(where: { $0.isLetter || $0.isNumber }) {
                tokens.append(Token(written: words.count == 1 ? String(written) : word, spoken: word))
            } else if !tokens.isEmpty, let mark = word.first(where: { ",.;:!?".contains($0) }) {
                tokens[tokens.count - 1].spoken.append(mark)
            }
        }
        return tokens
    }

    /// ASCII text; spaces where a character has no sound.
    private static func ascii(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars { plain += replacement(scalar) }
        if !plain.allSatisfy(\.isASCII) {
            plain = plain.applyingTransform(.toLatin, reverse: false) ?? plain
            plain = plain.applyingTransform(StringTransform("Latin-ASCII"), reverse: false) ?? plain
            plain = plain.applyingTransform(.stripDiacritics, reverse: false) ?? plain
        }
        return String(
            plain.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".,;:!?'-\"()$%".contains($0)) ? $0 : " " })
    }

    /// What the engine should read for one scalar; symbols with an English name get it.
    private static func replacement(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{201B}", "`": "'"
        case "\u{201C}", "\u{201D}", "\u{00AB}", "\u{00BB}": "\""
        case "\u{2012}"..."\u{2015}": " , "
        case "\u{2026}": "..."
        case "\u{3002}", "\u{FF0E}": ". "
        case "\u{3001}", "\u{FF0C}": ", "
        case "\u{FF01}": "! "
        case "\u{FF1F}": "? "
        case "&": " and "
        case "@": " at "
        case "+": " plus "
        case "=": " equals "
        case "#": " number "
        case "€": " euro "
        case "£": " pound "
        case "°": " degrees "
        case "/", "_", "|", "\\", "*", "~", "^", "<", ">", "[", "]", "{", "}": " "
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .otherSymbol, .modifierSymbol, .mathSymbol:
                " "
            default: String(scalar)
            }
        }
    }
}
