internal import CPoppler

/// Characters of one line without a wide gap between them. Lengths are points, from the page's upper left.
struct PDFSegment {
    var text: String
    var left = Double.infinity
    var right = 0.0
    var top = Double.infinity
    var bottom = 0.0
    /// Of most of its characters.
    var fontSize = 0.0
    var isBold = false

    /// A page's segments, in no order to rely on: poppler's own order mixes columns up.
    static func segments(of page: OpaquePointer) -> [PDFSegment] {
        guard let raw = poppler_page_get_text(page) else { return [] }
        defer { g_free(raw) }
        let scalars = Array(String(cString: raw).unicodeScalars)
        var boxes: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        _ = poppler_page_get_text_layout(page, &boxes, &count)
        defer { g_free(boxes) }
        guard let boxes else { return [] }
        let fonts = PDFFonts(page)
        var segments: [PDFSegment] = []
        var (start, last) = (0, PopplerRectangle?.none)
        func close(at end: Int) {
            defer { (start, last) = (end, nil) }
            let text = text(scalars[start..<end], boxes)
            let trimmed = Lines.trimmed(text[...])
            if trimmed.isEmpty { return }
            var segment = PDFSegment(text: String(trimmed))
            for index in start..<end where boxes[index].x2 > boxes[index].x1 { segment.cover(boxes[index]) }
            (segment.fontSize, segment.isBold) = fonts.font(of: start..<end)
            segments.append(segment)
        }
        for index in 0..<min(scalars.count, Int(count)) {
            if scalars[index] == "\n" { close(at: index) }
            if scalars[index].properties.isWhitespace { continue }
            let box = boxes[index]
            if let last, isGap(last, box) { close(at: index) }
            last = box
        }
        close(at: min(scalars.count, Int(count)))
        return segments
    }

    /// With a space wherever letters stand apart and there is none, as between a table's cells.
    private static func text(
        _ scalars: ArraySlice<Unicode.Scalar>, _ boxes: UnsafeMutablePointer<PopplerRectangle>
    ) -> String {
        var text = String.UnicodeScalarView()
        for index in scalars.indices {
            if index > scalars.startIndex, !scalars[index].properties.isWhitespace,
                !scalars[index - 1].properties.isWhitespace
            {
                let (last, next) = (boxes[index - 1], boxes[index])
                let gap = max(next.x1 - last.x2, last.x1 - next.x2)
                if gap > 0.18 * abs(next.y2 - next.y1) { text.append(" ") }
            }
            text.append(scalars[index])
        }
        return String(text)
    }

    /// Up, down, or more than a letter's height to either side; writing may go to the left.
    private static func isGap(_ last: PopplerRectangle, _ next: PopplerRectangle) -> Bool {
        let height = max(abs(last.y2 - last.y1), abs(next.y2 - next.y1), 1)
        if abs(last.y1 + last.y2 - next.y1 - next.y2) / 2 > 0.6 * height { return true }
        return max(next.x1 - last.x2, last.x1 - next.x2) > height
    }

    private mutating func cover(_ box: PopplerRectangle) {
        left = min(left, box.x1)
        right = max(right, box.x2)
        top = min(top, box.y1, box.y2)
        bottom = max(bottom, box.y1, box.y2)
    }
}

/// Which font which characters of a page have.
private struct PDFFonts {
    private var runs: [(range: Range<Int>, size: Double, isBold: Bool)] = []

    init(_ page: OpaquePointer) {
        let attributes = poppler_page_get_text_attributes(page)
        defer { poppler_page_free_text_attributes(attributes) }
        var next = attributes
        while let item = next {
            next = item.pointee.next
            guard let run = item.pointee.data?.assumingMemoryBound(to: PopplerTextAttributes.self).pointee else {
                continue
            }
            let name = run.font_name.map { String(cString: $0).lowercased() } ?? ""
            let range = Int(run.start_index)..<max(Int(run.end_index) + 1, Int(run.start_index))
            runs.append((range, run.font_size, ["bold", "black", "heavy"].contains { name.contains($0) }))
        }
    }

    func font(of range: Range<Int>) -> (size: Double, isBold: Bool) {
        // Runs come in order.
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var (best, size, bold, all) = (0, 0.0, 0, 0)
        while low < runs.count, runs[low].range.lowerBound < range.upperBound {
            let share = runs[low].range.clamped(to: range).count
            if share > best { (best, size) = (share, runs[low].size) }
            if runs[low].isBold { bold += share }
            all += share
            low += 1
        }
        return (size, all > 0 && bold * 10 >= all * 9)
    }
}
