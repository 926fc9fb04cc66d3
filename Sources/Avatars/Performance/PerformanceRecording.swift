internal import Animation
internal import Core
internal import Foundation
internal import Media
package import Rendering

/// What a recorded frame showed, for anyone who wants to check the lips against the voice.
package struct FrameTiming: Codable, Equatable, Sendable {
    package var frame: Int
    /// Seconds of the audio at the middle of the frame.
    package var audioTime: Double
    /// Weight by viseme code.
    package var visemes: [String: Float]
    package var closure: Float
    package var intensity: Float
    /// The recorded mouth shown, or nil while the body frame is untouched.
    package var unit: Int?
    package var bodyFrame: Int?
    package var strength: Float
}

/// Renders a performance frame by frame. The frames come as a stream would give them: the engine is fed its look-ahead
/// and never more.
package struct PerformanceRecording {
    private let performance: Performance
    private let engine: any FaceEngine

    /// Seconds shown after the last sound, in which the mouth closes and the body's own takes over again.
    private static let tail = 0.6
    /// Visemes queued ahead of the frame being rendered: 200 ms.
    private static func lookAhead(_ framesPerSecond: Int) -> Int { framesPerSecond / 5 }

    /// - Parameter engine: At the performance's frame rate.
    package init(_ performance: Performance, engine: any FaceEngine) {
        precondition(performance.visemes.framesPerSecond == engine.format.framesPerSecond)
        self.performance = performance
        self.engine = engine
    }

    package var frameCount: Int {
        performance.visemes.frames.count + Int(Self.tail * Double(engine.format.framesPerSecond))
    }

    /// Renders every frame in order.
    /// - Throws: What `onFrame` throws, `CancellationError`, and the engine's errors.
    package func frames(_ onFrame: (Int, RenderedFrame) throws -> Void) throws {
        let rate = engine.format.framesPerSecond
        let visemes = performance.visemes
        var queued = 0
        var gestures = performance.gestures.filter { $0.kind == .nod }[...]
        engine.state = .talking
        for index in 0..<frameCount {
            try Task.checkCancellation()
            let known = min(index + Self.lookAhead(rate) + 1, visemes.frames.count)
            if queued < known {
                engine.enqueue(Array(visemes.frames[queued..<known]), origin: visemes.origin)
                queued = known
            }
            // A cue is a wish for the near future; it is made a second ahead.
            while let next = gestures.first, next.start - 1 <= Double(index) / Double(rate) {
                engine.perform(next)
                gestures.removeFirst()
            }
            if index == visemes.frames.count { engine.state = .idle }
            try onFrame(index, try engine.next())
        }
    }

    /// Writes an MP4 and tells what each frame showed. The file appears whole or not at all.
    package func write(
        to path: String, onFrame: (Int, RenderedFrame) throws -> Void = { _, _ in }
    ) throws -> [FrameTiming] {
        let format = engine.format
        let writer = try MP4Writer(
            path: path, width: format.width, height: format.height, framesPerSecond: format.framesPerSecond,
            audioSampleRate: performance.audio.sampleRate)
        var timings: [FrameTiming] = []
        var written = 0
        try frames { index, frame in
            try writer.write(frame.picture)
            let end = min(
                (index + 1) * performance.audio.sampleRate / format.framesPerSecond, performance.audio.samples.count)
            if written < end { try writer.write(Array(performance.audio.samples[written..<end])) }
            written = max(written, end)
            timings.append(Self.timing(index, frame, rate: format.framesPerSecond))
            try onFrame(index, frame)
        }
        if written < performance.audio.samples.count {
            try writer.write(Array(performance.audio.samples[written...]))
        }
        try writer.finish()
        return timings
    }

    private static func timing(_ index: Int, _ frame: RenderedFrame, rate: Int) -> FrameTiming {
        FrameTiming(
            frame: index, audioTime: (Double(index) + 0.5) / Double(rate),
            visemes: Dictionary(uniqueKeysWithValues: Viseme.allCases.map { ($0.code, frame.visemes[$0]) }),
            closure: frame.visemes.closure, intensity: frame.visemes.intensity, unit: frame.unit,
            bodyFrame: frame.bodyFrame, strength: frame.strength)
    }
}
