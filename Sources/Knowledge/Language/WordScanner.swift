/// Finds the words of a text: runs of letters and digits. Everything else parts them, also apostrophes and hyphens.
///
/// Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are written without spaces, or with long suffixes: their runs
/// become overlapping pairs of characters, which need no dictionary.
enum WordScanner {
    /// - Parameter body: Gets each word in lower case, where it stands in the text's UTF-8, and whether it is a pair of
    ///   characters rather than a word. Pairs overlap.
    static func scan(_ text: String, _ body: (_ word: String, _ place: Range<Int>, _ isPair: Bool) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var start: Int?
            var isASCII = true
            var pairs: [Range<Int>] = []
            func endWord(_ end: Int) {
                guard let from = start else { return }
                start = nil
                body(word(bytes, from..<end, isASCII), from..<end, false)
                isASCII = true
            }
            func endPairs() {
                if pairs.count == 1 { body(word(bytes, pairs[0], false), pairs[0], true) }
                for (left, right) in zip(pairs, pairs.dropFirst()) {
                    let place = left.lowerBound..<right.upperBound
                    body(word(bytes, place, false), place, true)
                }
                pairs.removeAll(keepingCapacity: true)
            }
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x80 {
                    if !pairs.isEmpty { endPairs() }
                    if isAlphanumeric(byte) {
                        if start == nil { start = index }
                    } else {
                        endWord(index)
                    }
                    index += 1
                    continue
                }
                let (scalar, length) = decode(bytes, at: index)
                switch kind(scalar) {
                case .letter:
                    if !pairs.isEmpty { endPairs() }
                    if start == nil { start = index }
                    isASCII = false
                case .unspaced:
                    endWord(index)
                    pairs.append(index..<index + length)
                case .ignored: isASCII = false
                case .other:
                    endWord(index)
                    if !pairs.isEmpty { endPairs() }
                }
                index += length
            }
            endWord(bytes.count)
            if !pairs.isEmpty { endPairs() }
        }
    }

    private enum Kind { case letter, unspaced, ignored, other }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        // Unicode blocks: Thai, Lao; Burmese; Hangul jamo; Khmer; kana and Hangul jamo; CJK; Hangul; compatibility.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x3041...0x318F, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            return .unspaced
        // Soft hyphen, zero-width joiners.
        case 0xAD, 0x200C, 0x200D: return .ignored
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber:
            return .letter
        default: return .other
        }
    }

    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        // A Swift string's UTF-8 is always well-formed.
        let first = UInt32(bytes[index])
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = first & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? " ", length)
    }

    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Range<Int>, _ isASCII: Bool) -> String {
        guard isASCII else {
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[place]), as: UTF8.self).lowercased()
        }
        return String(unsafeUninitializedCapacity: place.count) { buffer in
            for (offset, index) in place.enumerated() {
                let byte = bytes[index]
                buffer[offset] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            return place.count
        }
    }
}
