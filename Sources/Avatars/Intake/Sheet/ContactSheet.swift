internal import Foundation
internal import Tracking

/// One picture that shows a whole recording: pictures over time with face and mouth drawn in, the parts, the mouth's
/// opening and the loudness along time, and every finding where it happens.
package enum ContactSheet {
    /// Draws the sheet and writes it as PNG.
    ///
    /// - Throws: ``IntakeError/sheet(path:reason:)``.
    package static func write(_ footage: CheckedFootage, path: String) throws(IntakeError) {
        if let reason = draw(footage).write(path: path) { throw .sheet(path: path, reason: reason) }
    }

    static func draw(_ footage: CheckedFootage) -> Canvas {
        let grid = PictureGrid(footage)
        let timeline = SheetTimeline(footage)
        let list = FindingList(footage.report)
        let head = 96.0
        let height = head + grid.height + timeline.height + list.height + 2 * SheetStyle.gap + SheetStyle.margin
        let canvas = Canvas(width: Int(SheetStyle.width), height: Int(height), background: SheetStyle.background)
        title(footage.report, canvas)
        grid.draw(canvas, top: head)
        timeline.draw(canvas, top: head + grid.height + SheetStyle.gap)
        list.draw(canvas, top: head + grid.height + timeline.height + 2 * SheetStyle.gap)
        return canvas
    }

    private static func title(_ report: FootageReport, _ canvas: Canvas) {
        let margin = SheetStyle.margin
        canvas.text(report.file, x: margin, y: 48, size: 30, SheetStyle.text, bold: true, limit: 1100)
        let facts =
            "\(report.width)×\(report.height) · \(String(format: "%.4g", report.sourceRate)) fps · "
            + String(format: "%.1f s", report.duration)
        canvas.text(facts, x: margin, y: 76, size: 17, SheetStyle.quiet)
        let severity: Severity =
            report.verdict == .refused ? .error : report.count(.warning) > 0 ? .warning : .fine
        let ink = SheetStyle.severity(severity)
        canvas.fill(x: 1330, y: 22, width: 1920 - 1330 - margin, height: 52, ink.faded(0.18), radius: 10)
        canvas.fill(x: 1330, y: 22, width: 8, height: 52, ink, radius: 4)
        canvas.text(FootageTable.summary(report), x: 1356, y: 56, size: 22, ink, bold: true, limit: 510)
    }
}
