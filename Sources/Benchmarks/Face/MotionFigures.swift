internal import Avatars
internal import Core
internal import Rendering

/// How the body moves between its states, seen frame by frame as a viewer would.
struct MotionFigures {
    /// Largest displacement of a rigid point at a transition, over the footage's own p95 from frame to frame.
    var jumpRatio: Double
    /// p95 of the time from asking for idle while talking until idle frames are shown.
    var returnSeconds: Double

    /// Points of the skull in canonical coordinates: eye corners, bridge, temples and cheeks, about.
    private static let skull: [SIMD3<Float>] = [
        [-0.32, -0.12, 0.05], [-0.13, -0.10, 0], [0.13, -0.10, 0], [0.32, -0.12, 0.05], [0, -0.12, -0.08],
        [0, 0.02, -0.14], [-0.48, -0.1, 0.35], [0.48, -0.1, 0.35], [-0.5, 0.1, 0.4], [0.5, 0.1, 0.4],
    ]
    /// Frames walked: ten minutes at 25 fps, with a change of state every four seconds.
    private static let steps = 15_000
    private static let turn = 100

    init(_ pack: AvatarPack) {
        let points: (Int) -> [SIMD2<Float>] = { index in
            let pose = pack.track.frames[index].pose
            return Self.skull.map { point in
                let pixel = pose.project(point)
                return [pixel.x, pixel.y]
            }
        }
        let routes = BodyRoutes(pack.graph)
        var timeline = BodyTimeline(routes, state: .idle, seed: 1)
        var shown: [Int] = []
        var atTransition: [Bool] = []
        for step in 0..<Self.steps {
            if step % Self.turn == 0 { timeline.request(step / Self.turn % 2 == 0 ? .idle : .talking) }
            let frame = timeline.next()
            shown.append(frame.index)
            atTransition.append(frame.isTransition || frame.part == .bridge)
        }
        let jumps = BodyFigures.poseJumps(shown, points: points)
        let largest = zip(jumps, atTransition.dropFirst()).filter(\.1).map(\.0).max() ?? 0
        jumpRatio = Double(largest / max(BodyFigures.footageStep(pack.graph, points: points), 1e-6))
        let back = BodyFigures.waits(routes).first { $0.from == .talking && $0.to == .idle }
        returnSeconds = Double(back?.p95 ?? 0) / Double(pack.graph.framesPerSecond)
    }
}
