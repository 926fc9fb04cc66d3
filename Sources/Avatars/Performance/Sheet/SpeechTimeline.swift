internal import Core
internal import Foundation

/// Sound and visemes over one time axis, with the stretch marked whose mouths are shown.
struct SpeechTimeline {
    private let audio: AudioClip
    private let visemes: VisemeTimeline
    private let frameCount: Int
    private let shown: Range<Int>

    private static let waveHeight = 110.0
    private static let bandHeight = 26.0
    private static let axisHeight = 24.0

    init(_ performance: Performance, frameCount: Int, shown: Range<Int>) {
        audio = performance.audio
        visemes = performance.visemes
        self.frameCount = frameCount
        self.shown = shown
    }

    var height: Double { 12 + Self.waveHeight + 8 + Self.bandHeight + Self.axisHeight }

    /// Lips together, rounded, open, made with the tongue, at rest: what can be told apart by looking.
    static func ink(of viseme: Viseme) -> Ink {
        switch viseme {
        case .sil: SheetStyle.line
        case .pp, .ff: Ink(rgb: 0xe5534b)
        case .o, .u, .rr, .ch: Ink(rgb: 0xb48be0)
        case .aa, .e, .i: Ink(rgb: 0xe0a73c)
        case .th, .dd, .kk, .ss, .nn: Ink(rgb: 0x4f9dde)
        }
    }

    func draw(_ canvas: Canvas, top: Double) {
        canvas.fill(
            x: SheetStyle.margin, y: top, width: SheetStyle.width - 2 * SheetStyle.margin, height: height,
            SheetStyle.panel, radius: 10)
        let wave = top + 12
        let band = wave + Self.waveHeight + 8
        canvas.fill(
            x: x(shown.lowerBound), y: top, width: x(shown.upperBound) - x(shown.lowerBound), height: height,
            SheetStyle.text.faded(0.07))
        drawWave(canvas, wave)
        drawVisemes(canvas, band)
        drawAxis(canvas, from: wave, to: band + Self.bandHeight)
    }

    private var left: Double { SheetStyle.margin + 14 }
    private var room: Double { SheetStyle.width - 2 * SheetStyle.margin - 28 }
    private func x(_ frame: Int) -> Double { left + room * Double(frame) / Double(max(frameCount, 1)) }

    /// The extremes of the samples of each column.
    private func drawWave(_ canvas: Canvas, _ y: Double) {
        let perColumn = Double(frameCount * audio.sampleRate) / Double(visemes.framesPerSecond) / room
        let peak = max(audio.samples.lazy.map(abs).max() ?? 0, 0.05)
        for column in 0..<Int(room) {
            let first = min(Int(Double(column) * perColumn), audio.samples.count)
            let last = min(Int(Double(column + 1) * perColumn) + 1, audio.samples.count)
            let most = audio.samples[first..<last].lazy.map(abs).max() ?? 0
            let half = max(0.5, Double(most / peak) * Self.waveHeight / 2)
            canvas.fill(
                x: left + Double(column), y: y + Self.waveHeight / 2 - half, width: 1, height: 2 * half,
                SheetStyle.loudness)
        }
    }

    /// One block per run of frames with the same strongest viseme.
    private func drawVisemes(_ canvas: Canvas, _ y: Double) {
        var start = 0
        let frames = visemes.frames
        while start < frames.count {
            let viseme = frames[start].strongest
            let end = frames[start...].firstIndex { $0.strongest != viseme } ?? frames.count
            let width = x(end) - x(start)
            canvas.fill(
                x: x(start), y: y, width: max(width - 1, 1), height: Self.bandHeight, Self.ink(of: viseme), radius: 3)
            // A name that does not fit says less than none.
            if viseme != .sil, width > 10 + 8 * Double(viseme.code.count) {
                canvas.text(viseme.code, x: x(start) + 4, y: y + 18, size: 13, Ink(rgb: 0x101318), bold: true)
            }
            start = end
        }
    }

    private func drawAxis(_ canvas: Canvas, from top: Double, to bottom: Double) {
        let rate = visemes.framesPerSecond
        let duration = frameCount / rate
        let step = [1, 2, 5, 10, 30, 60, 300].first { duration / $0 <= 24 } ?? 600
        for second in stride(from: 0, through: duration, by: step) {
            let x = x(second * rate)
            canvas.stroke([SIMD2(x, top), SIMD2(x, bottom + 4)], SheetStyle.line.faded(0.6))
            if x < left + room - 40 {
                canvas.text("\(second) s", x: x + 3, y: bottom + 18, size: 12, SheetStyle.quiet)
            }
        }
    }
}
