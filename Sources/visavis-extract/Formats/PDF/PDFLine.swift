internal import CPoppler

/// A line of a page or of one of its columns. Lengths are points, from the page's upper left.
struct PDFLine {
    /// Several where wide gaps are between them.
    var cells: [String]
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    var fontSize: Double
    var isBold: Bool
    /// Of the page.
    var pageHeight: Double

    var text: String { cells.joined(separator: " ") }

    /// A page's lines in the order of reading.
    static func lines(of page: OpaquePointer) -> [PDFLine] {
        var (width, height) = (0.0, 0.0)
        poppler_page_get_size(page, &width, &height)
        return PDFColumns.ordered(PDFSegment.segments(of: page)).flatMap { lines(of: $0, pageHeight: height) }
    }

    /// What overlaps for more than half its height stands in one line.
    private static func lines(of column: [PDFSegment], pageHeight: Double) -> [PDFLine] {
        var rows: [[PDFSegment]] = []
        for segment in column.sorted(by: { ($0.top, $0.left) < ($1.top, $1.left) }) {
            if let last = rows.last?.last {
                let overlap = min(last.bottom, segment.bottom) - max(last.top, segment.top)
                if overlap > 0.5 * min(last.bottom - last.top, segment.bottom - segment.top) {
                    rows[rows.count - 1].append(segment)
                    continue
                }
            }
            rows.append([segment])
        }
        return rows.compactMap { row in
            let row = row.sorted { $0.left < $1.left }
            guard let first = row.first, let widest = row.max(by: { $0.text.utf8.count < $1.text.utf8.count }) else {
                return nil
            }
            var cells = row.map(\.text)
            // A bullet or number stands apart from its item.
            if cells.count > 1, Lines.listItem((cells[0] + " x")[...]) != nil, cells[0].utf8.count <= 4 {
                cells[0...1] = [cells[0] + " " + cells[1]]
            }
            return PDFLine(
                cells: cells, left: first.left, right: row.map(\.right).max() ?? first.right,
                top: row.map(\.top).min() ?? first.top, bottom: row.map(\.bottom).max() ?? first.bottom,
                fontSize: widest.fontSize, isBold: row.allSatisfy(\.isBold), pageHeight: pageHeight)
        }
    }
}

/// Columns of text on a page: what stands left and right of a gutter that several lines on both sides keep free.
private enum PDFColumns {
    /// Lines that a column has at least, and characters of a line in the mean; a table's columns have shorter ones.
    private static let leastLines = 4
    private static let leastLength = 18

    /// The page's parts in the order of reading.
    static func ordered(_ segments: [PDFSegment], depth: Int = 0) -> [[PDFSegment]] {
        guard segments.count > 2 * leastLines, depth < 6 else { return segments.isEmpty ? [] : [segments] }
        let bands = bands(segments)
        for gutter in gutters(segments) {
            guard let run = longestRun(bands, gutter) else { continue }
            let inside = bands[run].flatMap { $0 }
            return ordered(bands[..<run.lowerBound].flatMap { $0 }, depth: depth + 1)
                + ordered(inside.filter { $0.left < gutter - 2 }, depth: depth + 1)
                + ordered(inside.filter { $0.left >= gutter - 2 }, depth: depth + 1)
                + ordered(bands[run.upperBound...].flatMap { $0 }, depth: depth + 1)
        }
        return [segments]
    }

    /// What overlaps in height, from top to bottom.
    private static func bands(_ segments: [PDFSegment]) -> [[PDFSegment]] {
        var (bands, bottom) = ([[PDFSegment]](), -Double.infinity)
        for segment in segments.sorted(by: { $0.top < $1.top }) {
            if segment.top < bottom - 1 { bands[bands.count - 1].append(segment) } else { bands.append([segment]) }
            bottom = max(bottom, segment.bottom)
        }
        return bands
    }

    /// Left edges that several segments share, the most frequent first, but not the page's own.
    private static func gutters(_ segments: [PDFSegment]) -> [Double] {
        let left = segments.map(\.left).min() ?? 0
        let right = segments.map(\.right).max() ?? 0
        var counts: [Double: Int] = [:]
        for segment in segments where segment.left > left + (right - left) / 5 {
            counts[segment.left.rounded(), default: 0] += 1
        }
        return counts.filter { $0.value >= leastLines }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(8)
            .map(\.key)
    }

    /// The most bands in a row that nothing crosses the gutter in, when both sides are columns there.
    private static func longestRun(_ bands: [[PDFSegment]], _ gutter: Double) -> Range<Int>? {
        var (best, start) = (0..<0, 0)
        for index in 0...bands.count {
            let isCrossed =
                index == bands.count || bands[index].contains { $0.left < gutter - 2 && $0.right > gutter - 2 }
            guard isCrossed else { continue }
            if index - start > best.count || best.isEmpty { best = start..<index }
            start = index + 1
        }
        let inside = bands[best].flatMap { $0 }
        for side in [inside.filter { $0.left < gutter - 2 }, inside.filter { $0.left >= gutter - 2 }] {
            let length = side.reduce(0) { $0 + $1.text.utf8.count }
            guard side.count >= leastLines, length >= side.count * leastLength else { return nil }
        }
        return best
    }
}
