/// A sentence, or a text that stays whole.
struct SentenceUnit: Equatable {
    var text: String
    var words: Int
    var startsParagraph: Bool

    init(_ text: String, startsParagraph: Bool) {
        self.text = text
        words = WordCount.of(text)
        self.startsParagraph = startsParagraph
    }

    /// The sentences of a paragraph; one longer than a passage comes in pieces.
    static func units(of paragraph: String) -> [SentenceUnit] {
        var units: [SentenceUnit] = []
        for sentence in Sentences.split(paragraph) {
            let whole = SentenceUnit(String(sentence), startsParagraph: units.isEmpty)
            if whole.words <= PassageLength.most {
                units.append(whole)
            } else {
                for piece in LongSentence.pieces(sentence) {
                    units.append(SentenceUnit(String(piece), startsParagraph: units.isEmpty))
                }
            }
        }
        return units
    }
}

/// Paragraphs of one section to passages.
enum SectionCut {
    static func texts(of paragraphs: [[SentenceUnit]]) -> [String] {
        var passages: [[SentenceUnit]] = []
        var open: [SentenceUnit] = []
        func close() {
            if !open.isEmpty { passages += split(open) }
            open = []
        }
        for paragraph in paragraphs {
            let (had, has) = (words(open), words(paragraph))
            // A paragraph that is a passage by itself stays one.
            let standsAlone =
                had >= PassageLength.least && (has > PassageLength.scrap || had + has > PassageLength.most)
            if standsAlone { close() }
            open += paragraph
        }
        // A scrap at the end goes with what is before it.
        if words(open) <= PassageLength.scrap, let last = passages.last,
            words(last) + words(open) <= PassageLength.most
        {
            passages[passages.count - 1] += open
            open = []
        }
        close()
        return passages.map(text)
    }

    /// Parts of about the same length, cut where sentences end.
    private static func split(_ units: [SentenceUnit]) -> [[SentenceUnit]] {
        let total = words(units)
        if total <= PassageLength.most { return [units] }
        var left = (total + PassageLength.usual - 1) / PassageLength.usual
        var (rest, parts, part) = (total, [[SentenceUnit]](), [SentenceUnit]())
        for unit in units {
            let had = words(part)
            let target = (rest + left - 1) / max(left, 1)
            // The cut is before or after this sentence, whichever is nearer to the target.
            if had > 0, had + unit.words > PassageLength.most || had + unit.words / 2 >= target {
                parts.append(part)
                part = []
                rest -= had
                left = max(left - 1, 1)
            }
            part.append(unit)
        }
        return part.isEmpty ? parts : parts + [part]
    }

    private static func words(_ units: [SentenceUnit]) -> Int { units.reduce(0) { $0 + $1.words } }

    private static func text(_ units: [SentenceUnit]) -> String {
        var text = ""
        for unit in units {
            if !text.isEmpty {
                if unit.startsParagraph {
                    text += "\n"
                } else if let last = text.unicodeScalars.last, !LongSentence.needsNoSpace(last) {
                    text += " "
                }
            }
            text += unit.text
        }
        return text
    }
}

/// Sentences longer than a passage, as texts without full stops have them.
enum LongSentence {
    /// Cut at semicolons, colons and dashes, else at commas, else at spaces, else anywhere; none is longer than
    /// `PassageLength.usual`, unless it is one word.
    static func pieces(_ sentence: Substring) -> [Substring] { pieces(sentence, at: levels[...]) }

    /// After which scripts go on without a space.
    static func needsNoSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF65, 0x20000...0x3FFFF: true
        default: false
        }
    }

    private static let levels: [String.UnicodeScalarView] = [
        ";:；：—–".unicodeScalars, ",，、،".unicodeScalars, " \n".unicodeScalars,
    ]

    private static func pieces(_ text: Substring, at levels: ArraySlice<String.UnicodeScalarView>) -> [Substring] {
        if WordCount.of(text) <= PassageLength.usual { return [text] }
        guard let marks = levels.first else { return blocks(text) }
        var result: [Substring] = []
        var (start, words) = (text.startIndex, 0)
        var partStart = text.startIndex
        let scalars = text.unicodeScalars
        func close(at end: String.Index) {
            let piece = Sentences.trimmed(text[start..<end])
            if !piece.isEmpty { result += pieces(piece, at: levels.dropFirst()) }
            (start, words) = (end, 0)
        }
        for index in scalars.indices where marks.contains(scalars[index]) {
            let next = scalars.index(after: index)
            // "10:30" and "1,000" are no places to cut.
            guard
                next == scalars.endIndex || scalars[next].properties.isWhitespace || scalars[index].value > 0x7F
                    || scalars[index] == " "
            else { continue }
            let count = WordCount.of(text[partStart..<next])
            if words + count > PassageLength.usual, words > 0 { close(at: partStart) }
            words += count
            partStart = next
        }
        if words + WordCount.of(text[partStart...]) > PassageLength.usual, words > 0 { close(at: partStart) }
        close(at: text.endIndex)
        return result
    }

    /// A text without any mark: so many characters each.
    private static func blocks(_ text: Substring) -> [Substring] {
        var (rest, result) = (text, [Substring]())
        while !rest.isEmpty {
            result.append(rest.prefix(150))
            rest = rest.dropFirst(150)
        }
        return result
    }
}
