/// Prose out of what a language model writes: Markdown's marks are dropped as they come, in fragments of any size, so
/// that captions and voices get words alone.
///
/// Headings, list items and table rows become lines; a line break that ends one of them stays, as "\n". Code blocks
/// are left out: nobody wants them read aloud. A link keeps its text. What might still become a mark is held back,
/// at most ``longestHold`` characters. After CommonMark 0.31, as far as one can hear it.
package struct PlainProse: Sendable {
    private var held = ""
    private var isAtLineStart = true
    private var isInFence = false
    /// The line is a heading, an item or a row: its end is the end of a thought.
    private var endsThought = false
    /// Its cells become commas.
    private var isRow = false
    private var owesSpace = false
    private var lineBreaks = 0
    private var last: Character = " "

    /// Characters; an opening bracket that is not closed within so many is text.
    static let longestHold = 300

    package init() {}

    /// What is certain after this fragment.
    package mutating func push(_ fragment: String) -> String {
        held += fragment
        return drain(isFinal: false)
    }

    /// What was held back; nothing is pushed afterwards.
    package mutating func finish() -> String { drain(isFinal: true) }

    private mutating func drain(isFinal: Bool) -> String {
        var prose = ""
        while !held.isEmpty {
            if isAtLineStart {
                guard takeLineStart(isFinal: isFinal, into: &prose) else { break }
            } else if isInFence {
                guard let end = held.firstIndex(where: \.isNewline) else {
                    held = ""
                    break
                }
                held = String(held[held.index(after: end)...])
                isAtLineStart = true
            } else {
                guard takeInline(isFinal: isFinal, into: &prose) else { break }
            }
        }
        return prose
    }

    // MARK: Lines

    /// - Returns: False when more must come to tell what the line is.
    private mutating func takeLineStart(isFinal: Bool, into prose: inout String) -> Bool {
        let line = held.drop { $0 == " " || $0 == "\t" }
        guard let first = line.first else {
            if isFinal { held = "" }
            return false
        }
        if first.isNewline {
            held = String(line.dropFirst())
            if !isInFence { lineBreaks += 1 }
            return true
        }
        let known = line.prefix { $0 == first }
        if first == "`" || first == "~" {
            if known.count < 3, known.endIndex == line.endIndex, !isFinal { return false }
            if known.count >= 3 {
                isInFence.toggle()
                isAtLineStart = false
                // The rest of the fence's line names a language.
                if !isInFence { dropLine() }
                return true
            }
        }
        if isInFence {
            isAtLineStart = false
            return true
        }
        guard let (length, isThought) = marks(of: line, isFinal: isFinal) else { return false }
        breakLine(isThought: isThought, into: &prose)
        held = String(line.dropFirst(length))
        (isAtLineStart, endsThought, isRow) = (false, isThought, first == "|")
        return true
    }

    private mutating func dropLine() {
        let rest = held.drop { !$0.isNewline }
        held = String(rest)
        isAtLineStart = true
    }

    /// The end of the line before, once it is known what follows: a thought's end stays a line break.
    private mutating func breakLine(isThought: Bool, into prose: inout String) {
        defer { lineBreaks = 0 }
        guard lineBreaks > 0 || isThought, !last.isWhitespace || last == " " else { return }
        if endsThought || isThought || lineBreaks > 1 {
            emit("\n", into: &prose)
        } else if !last.isWhitespace {
            emit(" ", into: &prose)
        }
    }

    /// How many characters mark the line as heading, item, quotation or row; nil while that is open.
    private func marks(of line: Substring, isFinal: Bool) -> (length: Int, isThought: Bool)? {
        guard let first = line.first else { return nil }
        let same = line.prefix { $0 == first }
        let after = line.dropFirst(same.count).first
        let isOpen = after == nil && !isFinal
        switch first {
        case "#":
            if isOpen, same.count <= 6 { return nil }
            return same.count <= 6 && after?.isWhitespace == true ? (same.count + 1, true) : (0, false)
        case ">": return isOpen ? nil : (same.count, false)
        case "|":
            let rule = line.prefix { "|-: ".contains($0) }
            if rule.endIndex == line.endIndex, !isFinal, rule.count < 80 { return nil }
            let isRule = rule.contains("-") && line[rule.endIndex...].first?.isNewline ?? true
            return (isRule ? rule.count : 1, true)
        case "-", "*", "+", "•", "·", "_", "=":
            let rule = line.prefix { $0 == first || $0 == " " }
            if !isFinal, rule.endIndex == line.endIndex, rule.count < 80 { return nil }
            let isRule = rule.count >= 3 && line[rule.endIndex...].first?.isNewline ?? true && first != "+"
            if isRule { return (rule.count, true) }
            return same.count == 1 && after?.isWhitespace == true && first != "_" && first != "="
                ? (2, true) : (0, false)
        case _ where first.isNumber:
            let digits = line.prefix { $0.isNumber }
            let mark = line[digits.endIndex...]
            if mark.isEmpty, digits.count <= 3, !isFinal { return nil }
            guard let dot = mark.first, dot == "." || dot == ")", digits.count <= 3 else { return (0, false) }
            guard let space = mark.dropFirst().first else { return isFinal ? (0, false) : nil }
            // The number of an item is said: "1. Open" has a rest after "1".
            return (0, space.isWhitespace)
        default: return (0, false)
        }
    }

    // MARK: Within a line

    private mutating func takeInline(isFinal: Bool, into prose: inout String) -> Bool {
        guard let first = held.first else { return false }
        switch first {
        case _ where first.isNewline:
            held.removeFirst()
            (isAtLineStart, lineBreaks) = (true, lineBreaks + 1)
        case "*", "~", "_": return takeEmphasis(first, isFinal: isFinal, into: &prose)
        case "`": held.removeFirst()
        case "|" where isRow:
            held.removeFirst()
            owesSpace = false
            if !",.;:!?\n ".contains(last) { emit(",", into: &prose) }
            owesSpace = true
        case "!":
            guard held.count > 1 || isFinal else { return false }
            held.removeFirst()
            if held.first != "[" { emit("!", into: &prose) }
        case "[": return takeLink(isFinal: isFinal, into: &prose)
        case "\\":
            guard held.count > 1 || isFinal else { return false }
            held.removeFirst()
            if let next = held.first, next.isPunctuation || next.isSymbol {
                emit(held.removeFirst(), into: &prose)
            }
        default:
            let plain = held.prefix { !"*~_`|![\\".contains($0) && !$0.isNewline }
            if plain.isEmpty {
                emit(held.removeFirst(), into: &prose)
            } else {
                held = String(held.dropFirst(plain.count))
                for character in plain { emit(character, into: &prose) }
            }
        }
        return true
    }

    /// Emphasis marks go; "2 * 3", "snake_case" and "~5" stay.
    private mutating func takeEmphasis(_ mark: Character, isFinal: Bool, into prose: inout String) -> Bool {
        let run = held.prefix { $0 == mark }
        guard run.endIndex != held.endIndex || isFinal else { return false }
        let next = held[run.endIndex...].first ?? " "
        let isAlone = last.isWhitespace && next.isWhitespace
        let isInside = isWordy(last) && isWordy(next)
        let stays =
            switch mark {
            case "*": isAlone || isInside && last.isNumber && next.isNumber
            case "_": isInside || isAlone
            default: run.count == 1
            }
        held = String(held.dropFirst(run.count))
        if stays { for character in run { emit(character, into: &prose) } }
        return true
    }

    private func isWordy(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// "[text](address)" is its text; "[1]" and "[^1]" are references and go.
    private mutating func takeLink(isFinal: Bool, into prose: inout String) -> Bool {
        guard let close = held.firstIndex(of: "]") else {
            if held.count < Self.longestHold, !isFinal { return false }
            held.removeFirst()
            return true
        }
        let text = held[held.index(after: held.startIndex)..<close]
        var rest = held[held.index(after: close)...]
        if rest.isEmpty && !isFinal { return false }
        if rest.first == "(" {
            guard let end = rest.firstIndex(of: ")") else {
                if rest.count < Self.longestHold, !isFinal { return false }
                held = String(text) + " " + rest
                return true
            }
            rest = rest[rest.index(after: end)...]
        } else if !text.isEmpty, text.allSatisfy({ $0.isNumber || "^, ".contains($0) }) {
            held = String(rest)
            return true
        }
        held = text.filter { $0 != "[" } + String(rest)
        return true
    }

    private mutating func emit(_ character: Character, into prose: inout String) {
        if character == " ", isRow || last.isWhitespace {
            owesSpace = isRow
            return
        }
        if owesSpace, !character.isWhitespace, character != ",", !last.isWhitespace { prose.append(" ") }
        owesSpace = false
        prose.append(character)
        last = character
    }
}
