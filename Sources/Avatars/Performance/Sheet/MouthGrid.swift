internal import Core
internal import Foundation
internal import Rendering

/// Where the mouth is in each rendered frame, as a box of one size for all of them.
struct MouthBox {
    /// In pixels of the video; even.
    let width: Int
    let height: Int
    private let track: BodyTrack
    private let scale: Float
    private let format: PictureFormat

    /// 0.66 × 0.52 face widths: from the nose's base to the chin (face widths of the first body frame).
    init(_ pack: AvatarPack, format: PictureFormat) {
        track = pack.track
        self.format = format
        scale = Float(format.width) / Float(pack.manifest.size.width)
        let face = (track.frames.first?.pose.scale ?? 200) * scale
        width = min(max(Int(face * 0.66), 48), format.width)
        height = min(max(Int(face * 0.52), 38), format.height)
    }

    /// The box around the lips of the body frame, at full size; around the picture's middle where there is none.
    func cut(_ frame: RenderedFrame) -> Raster {
        var middle = SIMD2(Double(format.width), Double(format.height)) / 2
        if let body = frame.bodyFrame, track.frames.indices.contains(body) {
            let lips = track.frames[body].points[MouthControl.lips]
            let sum = lips.reduce(SIMD2<Float>.zero, +) / Float(lips.count) * scale
            middle = SIMD2(Double(sum.x), Double(sum.y) + 0.06 * Double(height))
        }
        let size = SIMD2(Double(width), Double(height))
        let limit = SIMD2(Double(format.width), Double(format.height)) - size
        let corner = (middle - size / 2).clamped(lowerBound: .zero, upperBound: limit).rounded(.down)
        return Raster(frame.picture, corner: corner, width: width, height: height, scale: 1)
    }
}

/// Consecutive frames of the mouth in the order of time, pixel for pixel, with time and viseme below each.
struct MouthGrid {
    struct Cell {
        var index: Int
        var raster: Raster
        var visemes: VisemeFrame
        /// The body's own mouth is shown.
        var isUntouched: Bool
    }
    let cells: [Cell]
    let box: MouthBox
    let framesPerSecond: Int

    private static let captionHeight = 24.0
    private static let spacing = 4.0
    /// At least this many frames are shown: two seconds, in which several words are said.
    private static let wanted = 50

    private static func columns(_ box: MouthBox) -> Int {
        max(1, Int((SheetStyle.width - 2 * SheetStyle.margin + spacing) / (Double(box.width) + spacing)))
    }

    /// How many frames fill whole rows.
    static func capacity(_ box: MouthBox) -> Int {
        let columns = columns(box)
        return (wanted + columns - 1) / columns * columns
    }

    var height: Double {
        let rows = (cells.count + Self.columns(box) - 1) / Self.columns(box)
        return 30 + Double(rows) * (Double(box.height) + Self.captionHeight + Self.spacing)
    }

    func draw(_ canvas: Canvas, top: Double) {
        canvas.text(
            "every frame of the mouth, pixel for pixel", x: SheetStyle.margin, y: top + 18, size: 16, SheetStyle.quiet)
        let columns = Self.columns(box)
        let room = SheetStyle.width - 2 * SheetStyle.margin
        let step = columns > 1 ? ((room - Double(box.width)) / Double(columns - 1)).rounded(.down) : 0
        for (place, cell) in cells.enumerated() {
            let x = SheetStyle.margin + Double(place % columns) * step
            let y = top + 30 + Double(place / columns) * (Double(box.height) + Self.captionHeight + Self.spacing)
            canvas.draw(cell.raster, x: x, y: y)
            drawCaption(cell, canvas, x: x, y: y + Double(box.height))
        }
    }

    private func drawCaption(_ cell: Cell, _ canvas: Canvas, x: Double, y: Double) {
        let viseme = cell.visemes.strongest
        canvas.fill(x: x, y: y, width: Double(box.width), height: 4, SpeechTimeline.ink(of: viseme))
        let time = String(format: "%.2f", Double(cell.index) / Double(framesPerSecond))
        let width = canvas.text(time, x: x + 2, y: y + 19, size: 13, SheetStyle.quiet)
        let shut = cell.visemes.closure > 0.5 ? " shut" : ""
        canvas.text(
            viseme.code + shut, x: x + 10 + width, y: y + 19, size: 13,
            cell.isUntouched ? SheetStyle.quiet : SheetStyle.text,
            bold: !cell.isUntouched, limit: Double(box.width) - 12 - width)
    }
}

extension VisemeFrame {
    /// The viseme with the most weight.
    var strongest: Viseme { Viseme.allCases.max { self[$0] < self[$1] } ?? .sil }
}
