internal import ExtractWire

/// Text without marks: paragraphs between empty lines, lists by their bullets, headings by their shape.
enum PlainText {
    static func read(_ text: String, into list: inout BlockList) throws(ExtractRefusal) {
        try list.append(contentsOf: blocks(of: Lines.split(text)))
    }

    static func blocks(of lines: [Substring]) -> [DocumentBlock] {
        let groups = groups(of: lines)
        // Without empty lines every line is a paragraph, unless the lines were wrapped.
        let isWrapped = isWrapped(groups)
        let asksAndAnswers = groups.count { $0.count >= 2 && Lines.isQuestion(Lines.trimmed($0.first ?? "")) } >= 3
        var blocks: [DocumentBlock] = []
        for (index, group) in groups.enumerated() {
            let next = index + 1 < groups.count ? groups[index + 1].first : nil
            if let heading = heading(group, before: next) {
                blocks.append(heading)
            } else if asksAndAnswers, group.count >= 2, let first = group.first.map(Lines.trimmed),
                Lines.isQuestion(first), !QuestionMarkers.isMarked(first)
            {
                blocks.append(.entry(question: String(first), answer: Lines.joined(group.dropFirst())))
            } else {
                blocks += paragraphs(group, isWrapped: isWrapped)
            }
        }
        return QuestionMarkers.paired(blocks)
    }

    private static func groups(of lines: [Substring]) -> [ArraySlice<Substring>] {
        lines.split { Lines.trimmed($0).isEmpty }.flatMap { group -> [ArraySlice<Substring>] in
            // Lines over a rule are a heading of their own.
            if group.count > 2, isRule(Lines.trimmed(group[group.startIndex + 1])) {
                return [group.prefix(2), group.dropFirst(2)]
            }
            return endsEarly(group) ? [group.prefix(1), group.dropFirst(1)] : [group]
        }
    }

    /// Whether the first line is broken although the next one's first word had room in it: somebody meant it to stand
    /// alone, as a heading does over its paragraph.
    private static func endsEarly(_ group: ArraySlice<Substring>) -> Bool {
        guard group.count > 1 else { return false }
        let (first, next) = (Lines.trimmed(group[group.startIndex]), Lines.trimmed(group[group.startIndex + 1]))
        let margin = group.dropFirst().map { Lines.trimmed($0).unicodeScalars.count }.max() ?? 0
        let word = next.prefix { !$0.isWhitespace }
        // Below such a margin they are lines of an address or a poem.
        guard margin >= 45, first.unicodeScalars.count <= 60, let last = first.last, !",;:".contains(last),
            next.first?.isLowercase == false, Lines.listItem(next) == nil
        else { return false }
        return first.unicodeScalars.count + 1 + word.unicodeScalars.count <= margin
    }

    /// A line that is a list's item, or a question or answer by its label, begins a block.
    static func paragraphs(_ lines: some Collection<Substring>, isWrapped: Bool) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        var open: [Substring] = []
        var item: Int?
        func close() {
            let text = Lines.joined(open)
            if !text.isEmpty { blocks.append(item.map { .listItem(depth: $0, text: text) } ?? .paragraph(text)) }
            (open, item) = ([], nil)
        }
        for line in lines {
            if QuestionMarkers.isMarked(line) {
                close()
                open = [line]
            } else if let text = Lines.listItem(line) {
                close()
                (open, item) = ([text], min(Lines.indentation(line) / 2, 5))
            } else {
                if !isWrapped && !open.isEmpty && (item == nil || Lines.indentation(line) == 0) { close() }
                open.append(line)
            }
        }
        close()
        return blocks
    }

    /// Whether lines end at a margin: most of those that end within a sentence are long, or go on in small letters.
    private static func isWrapped(_ groups: [ArraySlice<Substring>]) -> Bool {
        var (inner, wrapped) = (0, 0)
        for (line, next) in groups.flatMap({ zip($0, $0.dropFirst()) }) {
            let (line, next) = (Lines.trimmed(line), Lines.trimmed(next))
            guard !line.isEmpty, let first = next.unicodeScalars.first, !Lines.endsSentence(line), !isRule(line),
                !isRule(next), Lines.listItem(next) == nil, !QuestionMarkers.isMarked(next)
            else { continue }
            inner += 1
            if line.utf8.count >= 45 || first.properties.isLowercase { wrapped += 1 }
        }
        return wrapped * 4 > inner * 3
    }

    /// A line with a rule under it, or a short one alone that no sentence ends.
    private static func heading(_ group: ArraySlice<Substring>, before next: Substring?) -> DocumentBlock? {
        let first = Lines.trimmed(group[group.startIndex])
        if group.count == 2, isRule(Lines.trimmed(group[group.startIndex + 1])), first.utf8.count <= 200 {
            let isOutermost = group[group.startIndex + 1].contains("=")
            return .heading(level: isOutermost ? 1 : 2, text: String(first))
        }
        guard group.count == 1, let next, first.utf8.count <= 240, !QuestionMarkers.isMarked(first) else { return nil }
        // A number before it makes a heading as well as a list, whose next line would have one, too.
        if Lines.listItem(first) != nil {
            guard first.utf8.first.map({ (48...57).contains($0) }) == true, Lines.listItem(next) == nil else {
                return nil
            }
        }
        if Lines.isQuestion(first) { return .heading(level: 6, text: String(first)) }
        guard !Lines.endsSentence(first), first.utf8.count <= 120, first.unicodeScalars.count <= 60,
            let scalar = first.unicodeScalars.first(where: { $0.properties.isAlphabetic }),
            !scalar.properties.isLowercase
        else { return nil }
        return .heading(level: 3, text: String(first))
    }

    private static func isRule(_ line: Substring) -> Bool {
        guard line.utf8.count >= 3, let first = line.utf8.first, "=-~*".utf8.contains(first) else { return false }
        return line.utf8.allSatisfy { $0 == first }
    }
}
