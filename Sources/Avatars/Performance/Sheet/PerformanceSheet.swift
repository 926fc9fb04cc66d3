internal import Core
internal import Foundation
package import Media
package import Rendering

/// One picture that shows a rendered video: a few whole frames, sound and visemes along time, and consecutive frames
/// of the mouth at full size. It keeps only what it shows; used by one thread at a time.
package struct PerformanceSheet {
    private let title: String
    private let pack: AvatarPack
    private let format: PictureFormat
    private let frameCount: Int
    private let timeline: SpeechTimeline
    private let mouthFrames: Range<Int>
    private let box: MouthBox
    private var scenes: [(index: Int, raster: Raster)] = []
    private var mouths: [MouthGrid.Cell] = []

    private static let sceneCount = 4
    private static let headHeight = 96.0

    /// - Parameters:
    ///   - title: What is said, or the name of the sound file.
    ///   - format: Of the engine that renders it.
    package init(title: String, pack: AvatarPack, performance: Performance, format: PictureFormat, frameCount: Int) {
        self.title = title
        self.pack = pack
        self.format = format
        self.frameCount = frameCount
        box = MouthBox(pack, format: format)
        let frames = performance.visemes.frames
        // Two frames before the first sound: the mouth is seen to open.
        let first = max((frames.firstIndex { $0[.sil] < 0.5 } ?? 0) - 2, 0)
        mouthFrames = first..<min(first + MouthGrid.capacity(box), frameCount)
        timeline = SpeechTimeline(performance, frameCount: frameCount, shown: mouthFrames)
    }

    /// Takes a rendered frame; frames come in order, once each.
    package mutating func take(_ index: Int, _ frame: RenderedFrame) {
        let scene = (0..<Self.sceneCount).contains { (2 * $0 + 1) * frameCount / (2 * Self.sceneCount) == index }
        if scene {
            let scale = Double(format.width) / sceneWidth
            scenes.append(
                (
                    index,
                    Raster(
                        frame.picture, corner: .zero, width: Int(sceneWidth),
                        height: Int(Double(format.height) / scale),
                        scale: scale)
                ))
        }
        if mouthFrames.contains(index) {
            mouths.append(
                MouthGrid.Cell(
                    index: index, raster: box.cut(frame), visemes: frame.visemes, isUntouched: frame.unit == nil))
        }
    }

    /// Writes what was taken as PNG.
    /// - Throws: ``EncodingError/cannotWrite(path:reason:)``.
    package func write(to path: String) throws(EncodingError) {
        if let reason = draw().write(path: path) { throw .cannotWrite(path: path, reason: reason) }
    }

    func draw() -> Canvas {
        let grid = MouthGrid(cells: mouths, box: box, framesPerSecond: format.framesPerSecond)
        let sceneHeight = Double(scenes.first?.raster.height ?? 0)
        let parts = [Self.headHeight, sceneHeight, timeline.height, grid.height]
        let height = parts.reduce(SheetStyle.margin) { $0 + $1 + SheetStyle.gap }
        let canvas = Canvas(width: Int(SheetStyle.width), height: Int(height), background: SheetStyle.background)
        drawTitle(canvas)
        var y = Self.headHeight
        for (place, scene) in scenes.enumerated() {
            let x = SheetStyle.margin + Double(place) * (sceneWidth + SheetStyle.gap)
            canvas.draw(scene.raster, x: x, y: y)
            canvas.label(time(scene.index), x: x + 8, y: y + 8)
        }
        y += sceneHeight + SheetStyle.gap
        timeline.draw(canvas, top: y)
        grid.draw(canvas, top: y + timeline.height + SheetStyle.gap)
        return canvas
    }

    private var sceneWidth: Double {
        let room = SheetStyle.width - 2 * SheetStyle.margin - Double(Self.sceneCount - 1) * SheetStyle.gap
        return (room / Double(Self.sceneCount)).rounded(.down)
    }

    private func time(_ index: Int) -> String {
        String(format: "%.2f s", Double(index) / Double(format.framesPerSecond))
    }

    private func drawTitle(_ canvas: Canvas) {
        let room = SheetStyle.width - 2 * SheetStyle.margin
        canvas.text("“\(title)”", x: SheetStyle.margin, y: 48, size: 28, SheetStyle.text, bold: true, limit: room)
        let seconds = Double(frameCount) / Double(format.framesPerSecond)
        var facts = "\(pack.manifest.name) · \(format.width)×\(format.height) · \(format.framesPerSecond) fps"
        facts += String(format: " · %.1f s", seconds)
        if pack.manifest.consent == .synthetic { facts += " · a computer-generated character" }
        canvas.text(facts, x: SheetStyle.margin, y: 76, size: 17, SheetStyle.quiet, limit: room)
    }
}

extension Canvas {
    /// A short text on a dark ground, to be read on any picture.
    func label(_ text: String, x: Double, y: Double) {
        fill(x: x, y: y, width: 12 + 8 * Double(text.count), height: 20, Ink(rgb: 0, alpha: 0.6), radius: 4)
        self.text(text, x: x + 6, y: y + 15, size: 14, SheetStyle.text)
    }
}
