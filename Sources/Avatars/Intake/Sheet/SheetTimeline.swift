internal import Foundation
internal import Tracking

/// The sheet's middle: parts, mouth opening, loudness and findings over one time axis.
struct SheetTimeline {
    private static let partHeight = 30.0
    private static let curveHeight = 120.0
    private static let laneHeight = 22.0
    private static let axisHeight = 30.0
    private static let labelWidth = 170.0

    private let footage: CheckedFootage
    /// Findings that happen somewhere in particular, worst first.
    private let lanes: [Finding]

    init(_ footage: CheckedFootage) {
        self.footage = footage
        lanes = Array(
            footage.report.findings.filter { $0.severity != .fine && !$0.spans.isEmpty }
                .sorted { $0.severity > $1.severity }.prefix(14))
    }

    var height: Double {
        24 + Self.partHeight + 2 * (Self.curveHeight + 8) + Double(lanes.count) * Self.laneHeight + Self.axisHeight
    }

    func draw(_ canvas: Canvas, top: Double) {
        let margin = SheetStyle.margin
        canvas.fill(
            x: margin, y: top, width: SheetStyle.width - 2 * margin, height: height, SheetStyle.panel, radius: 10)
        var y = top + 12
        drawParts(canvas, y)
        y += Self.partHeight + 8
        let opening = footage.analysis.mouth.opening
        let most = max(opening.max() ?? 0.1, 0.1)
        label("mouth opening", canvas, y)
        curve(opening.map { Double($0 / most) }, SheetStyle.opening, canvas, y)
        y += Self.curveHeight + 8
        label("loudness", canvas, y)
        drawVoice(canvas, y)
        let levels = footage.analysis.audio.levels
        let ceiling = max((levels.max() ?? -20), -40)
        curve(levels.map { Double(min(max(($0 - ceiling + 60) / 60, 0), 1)) }, SheetStyle.loudness, canvas, y)
        y += Self.curveHeight + 4
        for finding in lanes {
            drawLane(finding, canvas, y)
            y += Self.laneHeight
        }
        drawAxis(canvas, from: top + 12, to: y)
    }

    private var left: Double { SheetStyle.margin + Self.labelWidth }
    private var room: Double { SheetStyle.width - SheetStyle.margin - 20 - left }
    private func x(_ time: Double) -> Double {
        left + room * min(max(time / max(footage.report.duration, 0.01), 0), 1)
    }

    private func label(_ text: String, _ canvas: Canvas, _ y: Double, _ ink: Ink = SheetStyle.quiet) {
        canvas.text(text, x: SheetStyle.margin + 14, y: y + 16, size: 14, ink, limit: Self.labelWidth - 22)
    }

    private func drawParts(_ canvas: Canvas, _ y: Double) {
        label(footage.report.partsGiven ? "parts (given)" : "parts (found)", canvas, y + 3)
        canvas.fill(x: left, y: y, width: room, height: Self.partHeight, SheetStyle.line.faded(0.5), radius: 4)
        for (name, span) in footage.report.parts.named {
            let width = max(2, x(span.end) - x(span.start))
            canvas.fill(
                x: x(span.start), y: y, width: width, height: Self.partHeight, SheetStyle.part(name).faded(0.85),
                radius: 4)
            canvas.text(
                name, x: x(span.start) + 8, y: y + 20, size: 15, Ink(rgb: 0x101318), bold: true, limit: width - 12)
        }
    }

    private func drawVoice(_ canvas: Canvas, _ y: Double) {
        let voice = footage.analysis.audio.voice
        let hops = Double(AudioStatistics.hopsPerSecond)
        for span in Statistics.spans(voice.indices, rate: hops, where: { voice[$0] }) {
            canvas.fill(
                x: x(span.start), y: y, width: max(1, x(span.end) - x(span.start)), height: Self.curveHeight,
                SheetStyle.loudness.faded(0.13))
        }
    }

    /// - Parameter values: 0…1, evenly spread over the recording's duration.
    private func curve(_ values: [Double], _ ink: Ink, _ canvas: Canvas, _ y: Double) {
        canvas.stroke(
            [SIMD2(left, y + Self.curveHeight), SIMD2(left + room, y + Self.curveHeight)], SheetStyle.line)
        guard values.count > 1 else { return }
        // The highest value of each column, so that short peaks stay visible.
        let columns = Int(room)
        let points = (0..<columns).map { column in
            let first = column * values.count / columns
            let last = max(first + 1, (column + 1) * values.count / columns)
            let value = values[first..<min(last, values.count)].max() ?? 0
            return SIMD2(left + Double(column), y + Self.curveHeight * (1 - value))
        }
        canvas.stroke(points, ink, line: 1.2)
    }

    private func drawLane(_ finding: Finding, _ canvas: Canvas, _ y: Double) {
        let ink = SheetStyle.severity(finding.severity)
        label(finding.check.rawValue, canvas, y, ink)
        canvas.fill(x: left, y: y + 9, width: room, height: 2, SheetStyle.line)
        for span in finding.spans {
            canvas.fill(
                x: x(span.start), y: y + 4, width: max(3, x(span.end) - x(span.start)), height: 12, ink, radius: 2)
        }
    }

    private func drawAxis(_ canvas: Canvas, from top: Double, to y: Double) {
        let duration = footage.report.duration
        let step = [1.0, 2, 5, 10, 15, 30, 60, 120].first { duration / $0 <= 20 } ?? 120
        for tick in stride(from: 0, through: duration, by: step) {
            canvas.stroke([SIMD2(x(tick), top), SIMD2(x(tick), y + 4)], SheetStyle.line.faded(0.45))
            let text =
                tick < 60
                ? String(format: "%.0f s", tick) : String(format: "%d:%02d", Int(tick) / 60, Int(tick) % 60)
            // The last label would stick out of the panel.
            if x(tick) + 40 < left + room + 20 {
                canvas.text(text, x: x(tick) + 3, y: y + 18, size: 12, SheetStyle.quiet)
            }
        }
    }
}
