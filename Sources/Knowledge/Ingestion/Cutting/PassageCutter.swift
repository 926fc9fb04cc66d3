package import ExtractWire

/// Cuts a document's blocks into passages of some 40 to 120 words. Pure.
///
/// A passage never goes over a heading and never ends within a sentence, unless a single sentence is longer than
/// `PassageLength.most`. A section shorter than `PassageLength.least` is a passage all the same: what has a heading of
/// its own stands alone.
package enum PassageCutter {
    package static func passages(of blocks: [DocumentBlock]) -> [PassageDraft] {
        var cut = DocumentCut()
        for block in blocks { cut.take(block) }
        cut.end()
        return cut.passages
    }
}

/// Words, see ``WordCount``.
enum PassageLength {
    static let least = 40
    static let usual = 90
    static let most = 120
    /// An answer up to here stays whole.
    static let longestAnswer = 200
    /// A row of so many words stands alone; shorter ones of a table go together.
    static let fullRow = 12
    /// What is shorter than this goes with its neighbour wherever that has room.
    static let scrap = 15
    /// Characters.
    static let longestHeading = 200
}

/// A document in the middle of being cut.
private struct DocumentCut {
    private(set) var passages: [PassageDraft] = []
    private var trail = HeadingTrail()
    /// Paragraphs under the same heading that are not cut yet, each as its sentences.
    private var paragraphs: [[SentenceUnit]] = []
    private var items: [String] = []
    private var rows: [String] = []

    mutating func take(_ block: DocumentBlock) {
        if case .listItem = block {} else { closeList() }
        if case .tableRow = block {} else { closeTable() }
        switch block {
        case .heading(let level, let text):
            closeSection()
            let text = CleanText.line(text)
            if !text.isEmpty { trail.enter(level: level, text) }
        case .paragraph(let text):
            for text in [CleanText.lines(text)] where !text.isEmpty { paragraphs.append(SentenceUnit.units(of: text)) }
        case .listItem(_, let text):
            for text in [CleanText.line(text)] where !text.isEmpty { items.append(text) }
        case .tableRow(let cells):
            closeSection()
            for text in [TableRowText.text(of: cells)] where !text.isEmpty { rows.append(text) }
        case .entry(let question, let answer, let topics):
            closeSection()
            entry(CleanText.line(question), CleanText.lines(answer), topics.map(CleanText.line))
        }
    }

    mutating func end() {
        closeList()
        closeTable()
        closeSection()
        trail.leaveAll()
        flushOrphans()
    }

    private mutating func entry(_ question: String, _ answer: String, _ topics: [String]) {
        guard !question.isEmpty, !answer.isEmpty else {
            let rest = question + answer
            if !rest.isEmpty { paragraphs.append(SentenceUnit.units(of: rest)) }
            return
        }
        let parts =
            WordCount.of(answer) <= PassageLength.longestAnswer
            ? [answer] : SectionCut.texts(of: [SentenceUnit.units(of: answer)])
        for part in parts {
            emit(part, question: question, topics: topics.filter { !$0.isEmpty })
        }
    }

    /// A list goes with the line that introduces it; each part of a long one too.
    private mutating func closeList() {
        if items.isEmpty { return }
        var intro: SentenceUnit?
        // Its colon is often left out.
        if let last = paragraphs.last?.last, let end = last.text.last, end == ":" || end == "：" || end.isLetter {
            intro = last
            paragraphs[paragraphs.count - 1].removeLast()
            if paragraphs[paragraphs.count - 1].isEmpty { paragraphs.removeLast() }
        }
        paragraphs += ListText.parts(of: items, intro: intro?.text).map { [SentenceUnit($0, startsParagraph: true)] }
        items = []
    }

    private mutating func closeTable() {
        var (group, words) = ([String](), 0)
        func flush(_ cut: inout DocumentCut) {
            if !group.isEmpty { cut.emit(group.joined(separator: "\n")) }
            (group, words) = ([], 0)
        }
        for row in rows {
            let count = WordCount.of(row)
            if count >= PassageLength.fullRow || words + count > PassageLength.usual { flush(&self) }
            group.append(row)
            words += count
            if words >= PassageLength.least || count >= PassageLength.fullRow { flush(&self) }
        }
        flush(&self)
        rows = []
    }

    private mutating func closeSection() {
        if paragraphs.isEmpty { return }
        for text in SectionCut.texts(of: paragraphs) { emit(text) }
        paragraphs = []
    }

    private mutating func emit(_ text: String, question: String? = nil, topics: [String] = []) {
        flushOrphans()
        var headings = trail.use()
        var question = question
        if question == nil, let last = headings.last, Sentences.isQuestion(last) {
            question = last
            headings.removeLast()
        }
        passages.append(PassageDraft(headings: headings + topics, question: question, text: text))
    }

    /// Headings under which nothing stood are text of their own.
    private mutating func flushOrphans() {
        let orphans = trail.takeOrphans()
        let text = orphans.joined(separator: "\n")
        if WordCount.of(text) >= 2 { passages.append(PassageDraft(headings: [], text: text)) }
    }
}

/// The headings above the present place.
private struct HeadingTrail {
    private var entries: [(level: Int, text: String, isUsed: Bool)] = []
    private var orphans: [String] = []

    mutating func enter(level: Int, _ text: String) {
        leave(downTo: min(max(level, 1), 6))
        entries.append((min(max(level, 1), 6), String(text.prefix(PassageLength.longestHeading)), false))
    }

    mutating func leaveAll() { leave(downTo: 0) }

    private mutating func leave(downTo level: Int) {
        let kept = entries.firstIndex { $0.level >= level } ?? entries.count
        orphans += entries[kept...].filter { !$0.isUsed }.map(\.text)
        entries.removeSubrange(kept...)
    }

    mutating func use() -> [String] {
        for index in entries.indices { entries[index].isUsed = true }
        return entries.map(\.text)
    }

    mutating func takeOrphans() -> [String] {
        defer { orphans = [] }
        return orphans
    }
}
