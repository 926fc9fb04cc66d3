internal import Avatars
internal import Core
internal import Foundation
internal import Rendering

/// What a rendered frame costs on the thread that renders it: body decoding, unit selection and compositing.
struct RenderTiming {
    var p50: Double
    var p99: Double
    /// Largest difference outside the mouth's rectangle, over all frames; 0 when every pixel there is the body's own.
    var outsideDifference: Int

    private static let text = """
        Good morning, and thank you for coming. My name is Ada. People often ask me how a photograph can speak. \
        The answer is simple: I was filmed for two minutes, and every mouth you see is one of mine. \
        Please buy more bread, apples and a bottle of milk before five o'clock.
        """

    /// Milliseconds of CPU time over about twenty seconds of speech, after two seconds of warming up.
    init(_ pack: AvatarPack, height: Int) async throws {
        let framesPerSecond = pack.manifest.framesPerSecond
        let performance = try await Performance(text: Self.text, voice: "slt", framesPerSecond: framesPerSecond)
        let engine = try pack.makeRenderer(body: try pack.openBody(), height: height, framesPerSecond: framesPerSecond)
        var costs: [Double] = []
        var last = Self.threadMilliseconds()
        try PerformanceRecording(performance, engine: engine).frames { index, _ in
            let now = Self.threadMilliseconds()
            if index >= 2 * framesPerSecond { costs.append(now - last) }
            last = Self.threadMilliseconds()
        }
        p50 = LipFigures.quantile(costs, 0.5)
        p99 = LipFigures.quantile(costs, 0.99)
        outsideDifference = try Self.outsideDifference(pack, height: height, performance)
    }

    /// CPU time of this thread, so that other processes do not count.
    private static func threadMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    private static func outsideDifference(
        _ pack: AvatarPack, height: Int, _ performance: Performance
    ) throws -> Int {
        let framesPerSecond = pack.manifest.framesPerSecond
        let engine = try pack.makeRenderer(body: try pack.openBody(), height: height, framesPerSecond: framesPerSecond)
        let body = try PackBodyFrames(
            clip: try pack.openBody(), width: engine.format.width, height: engine.format.height)
        var largest = 0
        try PerformanceRecording(performance, engine: engine).frames { _, frame in
            guard let index = frame.bodyFrame else { return }
            let original = try body.frame(at: index)
            largest = max(largest, difference(frame.picture, original, outside: frame.touched))
        }
        return largest
    }

    /// Over all three planes; a chroma sample is outside when its first luma pixel is.
    private static func difference(
        _ picture: VideoFrame, _ original: VideoFrame, outside area: MouthRegion.Rectangle
    ) -> Int {
        var largest = 0
        for (offset, step) in [(0, 1), (picture.uOffset, 2), (picture.vOffset, 2)] {
            let width = picture.width / step
            for row in 0..<(picture.height / step) {
                for column in 0..<width where !area.contains(x: column * step, y: row * step) {
                    let at = offset + row * width + column
                    largest = max(largest, abs(Int(picture.bytes[at]) - Int(original.bytes[at])))
                }
            }
        }
        return largest
    }
}
