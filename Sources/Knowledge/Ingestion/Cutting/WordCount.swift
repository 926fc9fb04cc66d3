/// How long a text is to a listener: words where a script has spaces, and their equal elsewhere.
enum WordCount {
    /// 1.7 characters of Chinese or Japanese count as a word, and 4 of Thai, Lao, Burmese or Khmer: rough means, for
    /// lengths that need no better.
    static func of(_ text: some StringProtocol) -> Int {
        var (words, wide, dense) = (0, 0, 0)
        var isInWord = false
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if value < 0x80 {
                let isSpace = value <= 32
                if !isSpace && !isInWord { words += 1 }
                isInWord = !isSpace
            } else if isWide(value) {
                wide += 1
                isInWord = false
            } else if isDense(value) {
                dense += 1
                isInWord = false
            } else {
                let isSpace = scalar.properties.isWhitespace
                if !isSpace && !isInWord { words += 1 }
                isInWord = !isSpace
            }
        }
        return words + (wide * 10 + 16) / 17 + (dense + 3) / 4
    }

    /// Chinese characters and Japanese letters.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// Thai, Lao, Burmese, Khmer.
    private static func isDense(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
        default: false
        }
    }
}
