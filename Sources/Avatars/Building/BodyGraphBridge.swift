/// In-betweens to be synthesised: `count` pictures on the way from one recorded frame to another.
package struct BodyGraphBridge: Equatable, Sendable {
    package let from: Int
    package let to: Int
    package let count: Int
    /// The body frame that shows the first of them; the others follow it.
    package let firstFrame: Int

    package init(from: Int, to: Int, count: Int, firstFrame: Int) {
        self.from = from
        self.to = to
        self.count = count
        self.firstFrame = firstFrame
    }

    /// How far along the way each picture lies, in 0…1. The same curve as `between` in `Tools/tracker/flow.py`.
    package var progress: [Float] {
        (1...max(1, count)).map { Self.eased(Float($0) / Float(count + 1)) }
    }

    /// Landmarks of the bridge's pictures from those of its two ends.
    package func landmarks(from start: [SIMD3<Float>], to end: [SIMD3<Float>]) -> [[SIMD3<Float>]] {
        progress.map { share in zip(start, end).map { $0 + ($1 - $0) * share } }
    }

    /// Half linear, half smoothstep: slope ½ at both ends, since the head is rarely still there, 1¼ in the middle.
    static func eased(_ time: Float) -> Float { 0.5 * time + 0.5 * time * time * (3 - 2 * time) }

    /// The largest part of the way that one step of a bridge of `count` pictures covers.
    static func largestStep(count: Int) -> Float {
        (0...count).map { eased(Float($0 + 1) / Float(count + 1)) - eased(Float($0) / Float(count + 1)) }.max() ?? 1
    }
}
