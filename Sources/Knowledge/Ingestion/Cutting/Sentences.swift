/// Where sentences end, in any script. It rather joins two sentences than cuts one in half.
package enum Sentences {
    /// The sentences in order, without the spaces between them; line breaks end sentences.
    package static func split(_ text: String) -> [Substring] {
        var sentences: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var index = start
        func close(at end: String.Index) {
            let sentence = trimmed(text[start..<end])
            if !sentence.isEmpty { sentences.append(sentence) }
            start = end
        }
        while index < scalars.endIndex {
            let scalar = scalars[index]
            var next = scalars.index(after: index)
            if scalar == "\n" {
                close(at: next)
            } else if isTerminator(scalar) {
                // More terminators and closing quotes belong to the sentence.
                while next < scalars.endIndex, isTerminator(scalars[next]) || isClosing(scalars[next]) {
                    next = scalars.index(after: next)
                }
                if endsHere(scalar, scalars[start..<index], before: scalars[next...]) { close(at: next) }
            }
            index = next
        }
        close(at: scalars.endIndex)
        return sentences
    }

    /// Whether a question mark of any script ends the text.
    package static func isQuestion(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.last { !isClosing($0) && $0 != " " }.map { "?？؟⁇".unicodeScalars.contains($0) } ?? false
    }

    private static func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21, 0x2E, 0x3F, 0x2026, 0x203C...0x203D, 0x2047...0x2049: true
        default: isWideTerminator(scalar)
        }
    }

    /// Those after which no space is needed, or that mean nothing else: of Chinese, Japanese, Arabic, Indic, Armenian,
    /// Ethiopic, Burmese and Khmer writing.
    private static func isWideTerminator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61, 0x061F, 0x06D4, 0x0964, 0x0965, 0x0589, 0x1362, 0x1367, 0x104B,
            0x17D4, 0x17D5:
            true
        default: false
        }
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x203A, 0x300D, 0x300F, 0x3011, 0xFF09, 0xFF3D: true
        default: false
        }
    }

    private static func endsHere(
        _ mark: Unicode.Scalar, _ sentence: Substring.UnicodeScalarView, before rest: Substring.UnicodeScalarView
    ) -> Bool {
        guard let first = rest.first else { return true }
        if isWideTerminator(mark) { return true }
        guard first.properties.isWhitespace else { return false }
        guard let next = rest.first(where: { !$0.properties.isWhitespace && !isOpening($0) }) else { return true }
        // A sentence begins with no small letter.
        if next.properties.isLowercase { return false }
        guard mark == "." else { return true }
        let word = sentence.reversed().prefix { !$0.properties.isWhitespace && $0 != "(" }
        let letters = word.count { $0.properties.isAlphabetic }
        // "J. Smith", "z. B.": one letter, or a few letters with dots between them.
        let hasDigit = word.contains { $0.properties.numericType != nil }
        if letters > 0, !hasDigit, letters == 1 || word.contains(".") && letters <= 4 { return false }
        // "3. Oktober" is a date; "in 2024. Then" is an end.
        if letters == 0, word.count <= 2, word.allSatisfy({ $0.properties.numericType != nil }) { return false }
        var lowered = ""
        for scalar in word.reversed() { lowered += scalar.properties.lowercaseMapping }
        return !abbreviations.contains(lowered)
    }

    private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x22, 0x27, 0x28, 0x5B, 0xA1, 0xAB, 0xBF, 0x2018, 0x201A, 0x201C, 0x201E, 0x2039: true
        default: false
        }
    }

    static func trimmed(_ text: Substring) -> Substring {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return Substring(scalars[first...last])
    }

    /// Before which a capital letter often follows, of several languages.
    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "no", "vs", "inc", "ltd", "co", "corp", "dept", "approx",
        "est", "fig", "vol", "tel", "ext", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "mon", "tue", "wed", "thu", "fri", "nr", "str", "bzw", "ca", "evtl", "ggf", "inkl", "exkl", "zzgl",
        "max", "min", "mio", "mrd", "hr", "fr", "hrn", "abs", "art", "bd", "kap", "vgl", "usw", "sra", "srta", "dña",
        "avda", "núm", "pág", "ej", "mme", "mlle", "av", "boul", "env", "tél", "sig", "dott", "ing", "avv", "ul", "al",
        "tzn", "np", "godz", "тел", "ул", "им", "руб", "стр", "см", "рис", "табл",
    ]
}
