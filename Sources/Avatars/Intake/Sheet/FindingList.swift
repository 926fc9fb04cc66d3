/// The sheet's lower part: findings to act on with their advice, and what is fine in short.
struct FindingList {
    private static let rowHeight = 46.0
    private static let fineHeight = 26.0
    private static let fineColumns = 3

    private let pressing: [Finding]
    private let fine: [Finding]

    init(_ report: FootageReport) {
        pressing = report.findings.filter { $0.severity != .fine }.sorted { $0.severity > $1.severity }
        fine = report.findings.filter { $0.severity == .fine }
    }

    private var fineRows: Int { (fine.count + Self.fineColumns - 1) / Self.fineColumns }

    var height: Double { Double(pressing.count) * Self.rowHeight + Double(fineRows) * Self.fineHeight + 20 }

    func draw(_ canvas: Canvas, top: Double) {
        var y = top
        let margin = SheetStyle.margin
        for finding in pressing {
            let ink = SheetStyle.severity(finding.severity)
            canvas.fill(x: margin, y: y, width: SheetStyle.width - 2 * margin, height: 40, SheetStyle.panel, radius: 8)
            canvas.fill(x: margin, y: y, width: 6, height: 40, ink, radius: 3)
            canvas.text(finding.check.rawValue, x: margin + 18, y: y + 26, size: 17, ink, bold: true, limit: 200)
            canvas.text(
                finding.valueText, x: margin + 230, y: y + 18, size: 14, SheetStyle.text, limit: 280)
            canvas.text(
                "accepted \(finding.acceptedText)", x: margin + 230, y: y + 34, size: 12, SheetStyle.quiet, limit: 280)
            canvas.text(finding.advice ?? "", x: margin + 530, y: y + 26, size: 16, SheetStyle.text, limit: 1310)
            y += Self.rowHeight
        }
        y += 10
        let column = (SheetStyle.width - 2 * margin) / Double(Self.fineColumns)
        for (number, finding) in fine.enumerated() {
            let x = margin + Double(number / fineRows) * column
            let row = y + Double(number % fineRows) * Self.fineHeight
            canvas.fill(x: x + 2, y: row + 7, width: 9, height: 9, SheetStyle.severity(.fine), radius: 4.5)
            canvas.text(finding.check.rawValue, x: x + 20, y: row + 16, size: 14, SheetStyle.text, limit: 170)
            canvas.text(finding.valueText, x: x + 195, y: row + 16, size: 14, SheetStyle.quiet, limit: 210)
            canvas.text(
                finding.acceptedText, x: x + 415, y: row + 16, size: 13, SheetStyle.quiet.faded(0.6), limit: 190)
        }
    }
}
