internal import Foundation
internal import Tracking

/// The sheet's upper part: small pictures in the order of time, six or more in a row.
struct PictureGrid {
    private let pictures: [SheetPicture]
    private let report: FootageReport
    private let columns: Int
    private let cell: SIMD2<Double>

    init(_ footage: CheckedFootage) {
        pictures = footage.pictures
        report = footage.report
        let width = Double(pictures.first?.width ?? 304)
        let height = Double(pictures.first?.height ?? 171)
        cell = SIMD2(width, height + 8)
        let room = SheetStyle.width - 2 * SheetStyle.margin + SheetStyle.gap
        columns = max(1, min(12, Int(room / (width + 6))))
    }

    var height: Double {
        let rows = (pictures.count + columns - 1) / max(columns, 1)
        return Double(rows) * (cell.y + 6)
    }

    func draw(_ canvas: Canvas, top: Double) {
        let room = SheetStyle.width - 2 * SheetStyle.margin
        let step = columns > 1 ? (room - cell.x) / Double(columns - 1) : 0
        for (number, picture) in pictures.enumerated() {
            let x = SheetStyle.margin + Double(number % columns) * step
            let y = top + Double(number / columns) * (cell.y + 6)
            draw(picture, canvas, x: x, y: y)
        }
    }

    private func draw(_ picture: SheetPicture, _ canvas: Canvas, x: Double, y: Double) {
        canvas.draw(picture.raster, x: x, y: y)
        let time = (Double(picture.index) + 0.5) / report.framesPerSecond
        if let mesh = picture.mesh {
            let box = mesh.box
            canvas.outline(
                x: x + Double(box.x), y: y + Double(box.y), width: Double(box.width), height: Double(box.height),
                SheetStyle.face.faded(0.55))
            for ring in [FaceLandmark.outerLips, FaceLandmark.innerLips] {
                let points = ring.map { SIMD2(x + Double(mesh[$0].x), y + Double(mesh[$0].y)) }
                canvas.stroke(points, SheetStyle.opening, line: 1.2, closed: true)
            }
        } else {
            canvas.outline(
                x: x, y: y, width: Double(picture.width), height: Double(picture.height),
                SheetStyle.severity(.error), line: 2)
        }
        let label = String(format: "%d:%04.1f", Int(time) / 60, time.truncatingRemainder(dividingBy: 60))
        canvas.fill(x: x + 6, y: y + 6, width: 58, height: 20, Ink(rgb: 0, alpha: 0.6), radius: 4)
        canvas.text(label, x: x + 12, y: y + 21, size: 14, SheetStyle.text)
        let part = report.parts.named.first { $0.span.contains(time) }?.name
        canvas.fill(
            x: x, y: y + Double(picture.height), width: Double(picture.width), height: 5,
            part.map(SheetStyle.part) ?? SheetStyle.line)
    }
}
