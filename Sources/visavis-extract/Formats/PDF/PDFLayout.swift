internal import ExtractWire

/// Paragraphs and headings out of lines. What stands in the same place of many pages goes: headers, footers, numbers.
struct PDFLayout {
    private let lines: [PDFLine]
    /// The font size of most of the text.
    private let bodySize: Double
    private let isBodyBold: Bool
    /// Font sizes of headings, largest first.
    private var headingSizes: [Double] = []
    /// From one line's top to the next one's within paragraphs.
    private let pitch: Double

    init(_ pages: [[PDFLine]]) {
        let lines = Self.withoutRunningLines(pages)
        self.lines = lines
        var sizes: [Double: Int] = [:]
        var bold = 0
        for line in lines {
            sizes[Self.rounded(line.fontSize), default: 0] += line.text.utf8.count
            if line.isBold { bold += line.text.utf8.count }
        }
        let size = sizes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
        isBodyBold = bold * 2 > sizes.values.reduce(0, +)
        let steps = zip(lines, lines.dropFirst()).map { $1.top - $0.top }.filter { $0 > size / 2 && $0 < size * 3 }
        pitch = steps.isEmpty ? size * 1.2 : steps.sorted()[steps.count / 2]
        bodySize = size
    }

    mutating func blocks() -> [DocumentBlock] {
        let groups = paragraphs()
        let larger = Set(groups.filter { isHeading($0) }.compactMap { $0.first.map { Self.rounded($0.fontSize) } })
        headingSizes = larger.filter { $0 > bodySize * 1.08 }.sorted(by: >)
        return groups.flatMap { group -> [DocumentBlock] in
            if let table = table(group) { return table }
            guard isHeading(group), let first = group.first else {
                return PlainText.paragraphs(Self.unhyphenated(group), isWrapped: true)
            }
            let level =
                headingSizes.firstIndex(of: Self.rounded(first.fontSize)).map { $0 + 1 } ?? headingSizes.count + 1
            return [.heading(level: min(level, 6), text: Lines.joined(Self.unhyphenated(group)))]
        }
    }

    private static func rounded(_ size: Double) -> Double { (size * 2).rounded() / 2 }

    private func paragraphs() -> [[PDFLine]] {
        var groups: [[PDFLine]] = []
        for (index, line) in lines.enumerated() {
            let isRow = line.cells.count > 1
            if let last = groups.last?.last,
                isRow && last.cells.count > 1
                    ? isNear(line, last)
                    : !isRow && last.cells.count == 1
                        && !begins(line, after: last, margin: margin(at: index))
            {
                groups[groups.count - 1].append(line)
            } else {
                groups.append([line])
            }
        }
        return groups
    }

    private func isNear(_ line: PDFLine, _ last: PDFLine) -> Bool {
        line.top > last.top && line.top - last.top < pitch * 3
    }

    /// Lines with gaps at several places, one under the other.
    private func table(_ group: [PDFLine]) -> [DocumentBlock]? {
        guard group.count > 1, group[0].cells.count > 1 else { return nil }
        var list = BlockList()
        let isNamed = group[0].cells.count > 2 || group[0].isBold && !group[1].isBold
        guard (try? TableText.append(group.map(\.cells), namesColumns: isNamed, to: &list)) != nil else { return nil }
        return list.blocks
    }

    /// Whether a line begins a paragraph.
    private func begins(_ line: PDFLine, after last: PDFLine, margin: Double) -> Bool {
        if abs(line.fontSize - last.fontSize) > 0.08 * max(bodySize, 1) || line.isBold != last.isBold { return true }
        if Lines.listItem(line.text[...]) != nil || QuestionMarkers.isMarked(line.text[...]) { return true }
        let step = line.top - last.top
        let ends = Lines.endsSentence(last.text)
        // The next column or page goes on with the sentence, if it had no end.
        if step < -bodySize || step > pageStep(last) {
            return ends
                || line.text.unicodeScalars.first?.properties.isUppercase == true && last.fontSize > bodySize * 1.08
        }
        if step > max(pitch, line.fontSize * 1.1) * 1.35 { return true }
        let isIndented = line.left > last.left + 0.8 * bodySize && line.left < last.left + 6 * bodySize
        if isIndented && ends { return true }
        // Lines of a paragraph end where the next word had no place.
        return last.fontSize <= bodySize * 1.08 && last.right + firstWord(line) + bodySize < margin
    }

    /// Width of a line's first word and the space before it, were all characters as wide.
    private func firstWord(_ line: PDFLine) -> Double {
        let count = line.text.utf8.prefix { $0 != 32 }.count + 1
        return (line.right - line.left) * Double(count) / Double(max(line.text.utf8.count, 1))
    }

    /// Where lines of the same column end, as far as the lines around show.
    private func margin(at index: Int) -> Double {
        lines[max(index - 12, 0)..<min(index + 12, lines.count)].lazy
            .filter { abs($0.left - lines[index].left) < 4 * bodySize }.map(\.right).max() ?? 0
    }

    private func pageStep(_ line: PDFLine) -> Double { max(line.pageHeight / 4, pitch * 6) }

    private func isHeading(_ group: [PDFLine]) -> Bool {
        guard let first = group.first, group.count <= 3, first.cells.count == 1 else { return false }
        let words = group.reduce(0) { $0 + $1.text.split(separator: " ").count }
        guard words <= 25, let last = group.last, !last.text.hasSuffix("."), !last.text.hasSuffix(","),
            group.contains(where: { $0.text.unicodeScalars.contains { $0.properties.isAlphabetic } })
        else { return false }
        if first.fontSize > bodySize * 1.08 { return true }
        return first.isBold && !isBodyBold && words <= 14 && !last.text.hasSuffix(":")
    }

    /// A hyphen at the end of a line, before a small letter, is there for the line alone.
    private static func unhyphenated(_ group: [PDFLine]) -> [Substring] {
        var texts: [Substring] = []
        for line in group {
            let text = line.text[...]
            if let last = texts.last, let hyphen = last.unicodeScalars.last,
                "-\u{AD}\u{2010}".unicodeScalars.contains(hyphen),
                text.unicodeScalars.first?.properties.isLowercase == true,
                last.unicodeScalars.dropLast().last?.properties.isAlphabetic == true
            {
                texts[texts.count - 1] = Substring(last.unicodeScalars.dropLast()) + text
            } else {
                texts.append(text)
            }
        }
        return texts
    }

    /// Numbers count as the same, so that page numbers are running lines too.
    private static func withoutRunningLines(_ pages: [[PDFLine]]) -> [PDFLine] {
        func key(_ line: PDFLine) -> String {
            String(line.text.map { $0.isNumber ? "#" : $0 }.prefix(120)).replacing("##", with: "#").replacing(
                "##", with: "#")
        }
        func isAtEdge(_ line: PDFLine) -> Bool {
            line.bottom < line.pageHeight * 0.12 || line.top > line.pageHeight * 0.88
        }
        var counts: [String: Int] = [:]
        for page in pages {
            for text in Set(page.filter(isAtEdge).map(key)) { counts[text, default: 0] += 1 }
        }
        let often = max(3, pages.count * 2 / 5)
        return pages.flatMap { page in
            page.filter { line in
                if isContents(line.text) { return false }
                guard isAtEdge(line) else { return true }
                let text = key(line)
                let isNumber = text.allSatisfy { "#-–— /.".contains($0) } && text.utf8.count <= 12
                return !isNumber && counts[text, default: 0] < often
            }
        }
    }

    /// Dots that lead to a page's number.
    private static func isContents(_ text: String) -> Bool {
        (text.contains(". . . . .") || text.contains(".....")) && text.last?.isNumber == true
    }
}
