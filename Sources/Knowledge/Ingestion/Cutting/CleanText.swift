internal import Foundation

/// Text of strangers without what nobody sees: control characters, marks that turn the direction of writing, characters
/// without width or of private use, and tags (Unicode 15, sections 23.2–23.9), in which text can hide from people and
/// not from models.
package enum CleanText {
    /// One line: every run of spaces and line breaks is one space.
    package static func line(_ text: String) -> String { cleaned(text, keepsLines: false) }

    /// Lines stay, each without spaces around it; empty ones go.
    package static func lines(_ text: String) -> String { cleaned(text, keepsLines: true) }

    private static func cleaned(_ text: String, keepsLines: Bool) -> String {
        if let plain = plainASCII(text) { return plain }
        var result = String.UnicodeScalarView()
        var (hasGap, hasBreak, hasMarks) = (false, false, false)
        for scalar in text.unicodeScalars {
            switch kind(of: scalar) {
            case .space: hasGap = true
            case .lineBreak: (hasGap, hasBreak) = (true, true)
            case .hidden: continue
            case .joiner:
                // Between letters of Persian or Indic scripts, and between the parts of an emoji; else it hides.
                if let last = result.last, !hasGap, last.value >= 0x600, last.value != scalar.value {
                    result.append(scalar)
                }
            case .visible:
                if hasGap, !result.isEmpty { result.append(hasBreak && keepsLines ? "\n" : " ") }
                (hasGap, hasBreak) = (false, false)
                if (0x300...0x36F).contains(scalar.value) { hasMarks = true }
                if let ligature = ligature(scalar) {
                    result.append(contentsOf: ligature.unicodeScalars)
                } else {
                    result.append(scalar)
                }
            }
        }
        return hasMarks ? String(result).precomposedStringWithCanonicalMapping : String(result)
    }

    /// The text itself when nothing is to be done, which is the most frequent case by far.
    private static func plainASCII(_ text: String) -> String? {
        var last: UInt8 = 32
        for byte in text.utf8 {
            guard byte >= 32, byte < 127, byte != 32 || last != 32 else { return nil }
            last = byte
        }
        return last == 32 ? nil : text
    }

    private enum Kind { case visible, space, lineBreak, hidden, joiner }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: .lineBreak
        case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .space
        case 0..<0x20, 0x7F..<0xA0: .hidden
        case 0x20..<0x7F: .visible
        // Soft hyphens, fillers, marks of direction and invisible operators.
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B, 0x200E, 0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0E, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFD:
            .hidden
        case 0x200C, 0x200D: .joiner
        case 0xE000...0xF8FF, 0xFDD0...0xFDEF, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0x10FFFF: .hidden
        default: scalar.value & 0xFFFE == 0xFFFE ? .hidden : .visible
        }
    }

    /// What PDFs have instead of letters.
    private static func ligature(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xFB00: "ff"
        case 0xFB01: "fi"
        case 0xFB02: "fl"
        case 0xFB03: "ffi"
        case 0xFB04: "ffl"
        case 0xFB05, 0xFB06: "st"
        default: nil
        }
    }
}
