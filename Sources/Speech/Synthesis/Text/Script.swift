/// The writing systems that a built-in voice has letters for, by Unicode block.
enum Script: Sendable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu
    case kannada, malayalam, sinhala, thai, myanmar, georgian, ethiopic, hangul
    /// Letters of any other system: Han, kana, Khmer and so on.
    case other

    /// Nil for what belongs to no script: digits, punctuation, combining marks of general use.
    static func of(_ scalar: Unicode.Scalar) -> Script? {
        let value = scalar.value
        if value < 0x300 { return scalar.properties.isAlphabetic ? .latin : nil }
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].range.upperBound < value { low = middle + 1 } else { high = middle }
        }
        if low < blocks.count, blocks[low].range.contains(value) { return blocks[low].script }
        return scalar.properties.isAlphabetic ? .other : nil
    }

    /// Scripts whose letters change their form by invisible joiners, which therefore stay in the text.
    var usesJoiners: Bool {
        switch self {
        case .arabic, .devanagari, .bengali, .gurmukhi, .gujarati, .odia, .tamil, .telugu, .kannada, .malayalam,
            .sinhala:
            true
        default: false
        }
    }

    /// Sorted (The Unicode Standard 15, Blocks.txt).
    private static let blocks: [(range: ClosedRange<UInt32>, script: Script)] = [
        (0x370...0x3FF, .greek), (0x400...0x52F, .cyrillic), (0x530...0x58F, .armenian), (0x590...0x5FF, .hebrew),
        (0x600...0x6FF, .arabic), (0x750...0x77F, .arabic), (0x8A0...0x8FF, .arabic), (0x900...0x97F, .devanagari),
        (0x980...0x9FF, .bengali), (0xA00...0xA7F, .gurmukhi), (0xA80...0xAFF, .gujarati), (0xB00...0xB7F, .odia),
        (0xB80...0xBFF, .tamil), (0xC00...0xC7F, .telugu), (0xC80...0xCFF, .kannada), (0xD00...0xD7F, .malayalam),
        (0xD80...0xDFF, .sinhala), (0xE00...0xE7F, .thai), (0x1000...0x109F, .myanmar), (0x10A0...0x10FF, .georgian),
        (0x1100...0x11FF, .hangul), (0x1200...0x139F, .ethiopic), (0x1C80...0x1C8F, .cyrillic),
        (0x1C90...0x1CBF, .georgian), (0x1E00...0x1EFF, .latin), (0x1F00...0x1FFF, .greek), (0x2C60...0x2C7F, .latin),
        (0x2D00...0x2D2F, .georgian), (0x2D80...0x2DDF, .ethiopic), (0x2DE0...0x2DFF, .cyrillic),
        (0x3130...0x318F, .hangul), (0xA640...0xA69F, .cyrillic), (0xA720...0xA7FF, .latin),
        (0xA8E0...0xA8FF, .devanagari),
        (0xA960...0xA97F, .hangul), (0xAB30...0xAB6F, .latin), (0xAC00...0xD7FF, .hangul),
    ]
}
