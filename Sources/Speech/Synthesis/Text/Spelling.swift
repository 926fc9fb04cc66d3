internal import Foundation

/// What of a written word an engine is given.
enum Spelling: Sendable, Equatable {
    /// ASCII letters, digits and plain punctuation alone. Other scripts are transliterated (ICU Any-Latin, then
    /// Latin-ASCII), symbols with an English name get it.
    case english
    /// Latin letters and those of one script; words with letters of any other are transliterated, because an engine
    /// would spell them out by the names of their code points.
    case native(Script)
    /// All that has a sound stays as it is written, for those who read by themselves.
    case written

    /// More marks than this on one letter are decoration.
    static let mostMarks = 4

    /// Text that is safe for the engine: one space where something has no sound, no control or invisible characters,
    /// no emoji.
    func plain(_ written: Substring) -> String {
        switch self {
        case .english: Self.ascii(written)
        case .native(let script): Self.native(written, script)
        case .written: Self.asWritten(written)
        }
    }

    private static func ascii(_ written: Substring) -> String {
        var plain = ""
        for scalar in written.unicodeScalars { plain += englishName(of: scalar) ?? shared(scalar) }
        if !plain.unicodeScalars.allSatisfy(\.isASCII) { plain = latin(limitingMarks(plain)) }
        return String(
            plain.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".,;:!?'-\"()$%".contains($0)) ? $0 : " " })
    }

    private static func asWritten(_ written: Substring) -> String {
        var plain = ""
        for scalar in written.unicodeScalars {
            let properties = scalar.properties
            switch properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                plain += " "
            case .otherSymbol where scalar != "°": plain += " "
            case _ where (0xFE00...0xFE0F).contains(scalar.value): continue
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return limitingMarks(plain)
    }

    private static func native(_ written: Substring, _ script: Script) -> String {
        if written.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isAlphabetic }) { return String(written) }
        var plain = ""
        var isForeign = false
        var hasForms = false
        for scalar in written.unicodeScalars {
            if scalar == "\u{200C}" || scalar == "\u{200D}" {
                if script.usesJoiners, let last = plain.unicodeScalars.last, Script.of(last) == script {
                    plain.unicodeScalars.append(scalar)
                }
                continue
            }
            if let letter = Script.of(scalar), letter != .latin, letter != script { isForeign = true }
            // Ligatures, Arabic presentation forms, full-width letters, circled numbers.
            switch scalar.value {
            case 0xFB00...0xFEFE, 0xFF01...0xFFEE, 0x2460...0x24FF, 0x1D400...0x1D7FF: hasForms = true
            default: break
            }
            plain += shared(scalar)
        }
        plain = limitingMarks(plain)
        plain = hasForms ? plain.precomposedStringWithCompatibilityMapping : plain.precomposedStringWithCanonicalMapping
        if isForeign && !(hasForms && isAllNative(plain, script)) { plain = latin(plain) }
        return plain
    }

    private static func isAllNative(_ text: String, _ script: Script) -> Bool {
        text.unicodeScalars.allSatisfy { Script.of($0).map { $0 == .latin || $0 == script } ?? true }
    }

    private static func latin(_ text: String) -> String {
        let latin = text.applyingTransform(.toLatin, reverse: false) ?? text
        let ascii = latin.applyingTransform(StringTransform("Latin-ASCII"), reverse: false) ?? latin
        return ascii.applyingTransform(.stripDiacritics, reverse: false) ?? ascii
    }

    private static func limitingMarks(_ text: String) -> String {
        var marks = 0
        var kept = ""
        for scalar in text.unicodeScalars {
            marks = scalar.properties.generalCategory == .nonspacingMark ? marks + 1 : 0
            if marks <= mostMarks { kept.unicodeScalars.append(scalar) }
        }
        return kept
    }

    /// Symbols whose English name an English engine does not know.
    private static func englishName(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "&": " and "
        case "@": " at "
        case "+": " plus "
        case "=": " equals "
        case "#": " number "
        case "€": " euro "
        case "£": " pound "
        case "°": " degrees "
        default: nil
        }
    }

    /// What holds for every engine: one form for each kind of quote, dash and full stop, nothing invisible.
    private static func shared(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{201B}", "`": return "'"
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}", "\u{300C}"..."\u{300F}": return "\""
        case "\u{2010}", "\u{2011}": return "-"
        case "\u{2012}"..."\u{2015}": return " , "
        case "\u{2026}": return "..."
        case "\u{3002}", "\u{FF0E}", "\u{FF61}": return ". "
        case "\u{3001}", "\u{FF0C}", "\u{FF64}": return ", "
        case "\u{FF01}": return "! "
        case "\u{FF1F}": return "? "
        case "\u{FF1B}": return "; "
        case "\u{FF1A}": return ": "
        case "\u{00A1}", "\u{00BF}": return ""
        // Zero-width space, joiners, directional marks and their like, soft hyphen, byte order mark.
        case "\u{200B}": return " "
        case "\u{00AD}", "\u{200C}"..."\u{200F}", "\u{202A}"..."\u{202E}", "\u{2060}"..."\u{2069}", "\u{FEFF}":
            return ""
        case "/", "_", "|", "\\", "*", "~", "^", "<", ">", "[", "]", "{", "}": return " "
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .otherSymbol, .modifierSymbol, .enclosingMark,
            .lineSeparator, .paragraphSeparator, .spaceSeparator:
            return scalar == "°" ? "°" : " "
        case .mathSymbol:
            return scalar.isASCII ? String(scalar) : " "
        case .decimalNumber where !scalar.isASCII:
            return properties.numericValue.map { String(Int($0)) } ?? " "
        case .nonspacingMark where (0xFE00...0xFE0F).contains(scalar.value):
            return ""
        default:
            return String(scalar)
        }
    }
}
