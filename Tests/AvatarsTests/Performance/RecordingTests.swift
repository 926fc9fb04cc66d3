import Animation
import Core
import Foundation
import Rendering
import Testing

@testable import Avatars

/// An engine that notes what it is told; it shows grey pictures.
private final class NotingEngine: FaceEngine {
    let format: PictureFormat
    var state: BodyState = .idle
    var expression: BodyExpression = .neutral
    private(set) var queue: [VisemeFrame] = []
    private(set) var shown: [(visemes: VisemeFrame, state: BodyState)] = []
    private(set) var mostQueued = 0
    private(set) var nods: [Int] = []
    var pendingFrames: Int { queue.count }

    init(framesPerSecond: Int) { format = PictureFormat(width: 64, height: 48, framesPerSecond: framesPerSecond) }

    func enqueue(_ frames: [VisemeFrame], origin: VisemeTimeline.Origin) {
        queue += frames
        mostQueued = max(mostQueued, queue.count)
    }
    func interrupt() { queue = [] }
    func perform(_ gesture: Gesture) { nods.append(shown.count) }
    func next() throws -> RenderedFrame {
        let visemes = queue.isEmpty ? .rest : queue.removeFirst()
        shown.append((visemes, state))
        return RenderedFrame(
            picture: VideoFrame(width: 64, height: 48, y: 90), visemes: visemes, bodyFrame: shown.count, unit: nil,
            strength: 0, touched: .empty)
    }
}

@Suite("Recording a performance")
struct RecordingTests {
    private static func performance(framesPerSecond: Int, seconds: Double = 3) -> Performance {
        let phones = stride(from: 0.2, to: seconds - 0.4, by: 0.2).enumerated().map { index, start in
            Phone(symbol: index % 2 == 0 ? "m" : "aa", start: start, end: start + 0.2, stress: index % 2)
        }
        let samples = (0..<Int(seconds * 16_000)).map { Float(sin(Double($0) * 0.08)) * 0.3 }
        return Performance(
            audio: AudioClip(samples: samples, sampleRate: 16_000),
            pronunciation: Pronunciation(phones: phones, words: []), framesPerSecond: framesPerSecond)
    }

    @Test("the engine is fed at most 200 ms ahead and shows every viseme in its frame", arguments: [25, 30])
    func streamed(framesPerSecond: Int) throws {
        let performance = Self.performance(framesPerSecond: framesPerSecond)
        let engine = NotingEngine(framesPerSecond: framesPerSecond)
        let recording = PerformanceRecording(performance, engine: engine)
        var count = 0
        try recording.frames { index, _ in
            #expect(index == count)
            count += 1
        }
        #expect(count == recording.frameCount)
        #expect(engine.mostQueued == framesPerSecond / 5 + 1)
        let spoken = performance.visemes.frames
        #expect(engine.shown.prefix(spoken.count).map(\.visemes) == spoken)
        #expect(engine.shown.prefix(spoken.count).allSatisfy { $0.state == .talking })
        #expect(engine.shown.dropFirst(spoken.count).allSatisfy { $0.state == .idle && $0.visemes == .rest })
    }

    @Test("the file holds every frame and the timings say when")
    func written() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = NotingEngine(framesPerSecond: 25)
        let recording = PerformanceRecording(Self.performance(framesPerSecond: 25), engine: engine)
        let timings = try recording.write(to: folder.appending(path: "a.mp4").path)
        #expect(timings.map(\.frame) == Array(0..<recording.frameCount))
        #expect(timings.allSatisfy { abs($0.audioTime - (Double($0.frame) + 0.5) / 25) < 1e-9 })
        #expect(timings.allSatisfy { $0.visemes.count == 15 && $0.unit == nil })
        #expect(timings.contains { $0.closure == 1 && $0.visemes["PP", default: 0] > 0.5 })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.mp4"])
    }

    @Test("when it is cut off no file is left")
    func cutOff() throws {
        struct Enough: Error {}
        let folder = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let recording = PerformanceRecording(
            Self.performance(framesPerSecond: 25), engine: NotingEngine(framesPerSecond: 25))
        #expect(throws: Enough.self) {
            _ = try recording.write(to: folder.appending(path: "a.mp4").path) { index, _ in
                if index == 20 { throw Enough() }
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a task that is cancelled stops before the next frame")
    func cancelled() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let recording = PerformanceRecording(
                Self.performance(framesPerSecond: 25), engine: NotingEngine(framesPerSecond: 25))
            try recording.frames { _, _ in Issue.record("a frame was rendered") }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
