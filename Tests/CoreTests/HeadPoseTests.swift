import Core
import Foundation
import Testing

struct HeadPoseTests {
    /// Turned by `yaw` about the vertical axis, degrees.
    private func pose(yaw: Float) -> HeadPose {
        let angle = yaw * .pi / 180
        return HeadPose(
            rows: ([cos(angle), 0, sin(angle)], [0, 1, 0], [-sin(angle), 0, cos(angle)]), scale: 300,
            translation: [960, 540, 20])
    }

    @Test("unprojecting undoes projecting", arguments: [-20, -3, 0, 7, 15] as [Float])
    func inverse(yaw: Float) {
        let pose = pose(yaw: yaw)
        for point in [SIMD3<Float>(0.1, 0.4, -0.2), [0.5, -0.3, 0.1], .zero] {
            let difference = pose.unproject(pose.project(point)) - point
            #expect((difference * difference).sum() < 1e-9)
        }
    }

    @Test("in a picture of half the size everything lies at half the place")
    func scaling() {
        let point = SIMD3<Float>(0.2, 0.3, 0)
        let full = pose(yaw: 5).project(point)
        let half = pose(yaw: 5).scaled(by: 0.5).project(point)
        #expect(abs(half.x - full.x / 2) < 1e-3)
        #expect(abs(half.y - full.y / 2) < 1e-3)
    }

    @Test("half-way between two turns lies the middle turn, and the rotation stays one")
    func mixing() {
        let middle = pose(yaw: -4).mixed(with: pose(yaw: 4), amount: 0.5)
        #expect(abs(middle.angles.x) < 0.01)
        #expect(abs((middle.rows.0 * middle.rows.0).sum() - 1) < 1e-5)
        #expect(abs((middle.rows.0 * middle.rows.2).sum()) < 1e-5)
    }

    @Test("angles tell turns of either sign apart")
    func angles() {
        #expect(abs(abs(pose(yaw: 10).angles.x) - 10) < 0.01)
        #expect(pose(yaw: 10).angles.x * pose(yaw: -10).angles.x < 0)
        #expect(abs(pose(yaw: 10).angles.y) < 0.01)
    }
}

struct CoreValueTests {
    @Test("every viseme's code leads back to it")
    func visemeCodes() {
        for viseme in Viseme.allCases { #expect(Viseme(code: viseme.code) == viseme) }
        #expect(Viseme(code: "XX") == nil)
    }

    @Test("cutting a clip stays inside it whatever is asked for")
    func cutting() {
        let clip = AudioClip(samples: (0..<100).map(Float.init), sampleRate: 100)
        #expect(clip.cut(0.25..<0.5).samples == (25..<50).map(Float.init))
        #expect(clip.cut(0.9..<7).samples.count == 10)
        #expect(clip.cut(-3 ..< -1).samples.isEmpty)
        #expect(clip.cut(5..<6).samples.isEmpty)
    }

    @Test("the generator repeats itself for a seed and stays in 0 ..< 1")
    func generator() {
        var first = SplitMix64(seed: 42)
        var second = SplitMix64(seed: 42)
        for _ in 0..<1000 {
            let value = first.unit()
            #expect(value == second.unit())
            #expect((0..<1).contains(value))
        }
    }
}
