/// Figures about a body's motion, for benchmarks and checks. Pure.
package struct BodyFigures: Equatable, Sendable {
    /// Steps until the wanted state's home is shown, asked for at every home frame of the state before.
    package struct Wait: Equatable, Sendable {
        package let from: BodyState
        package let to: BodyState
        package let median: Int
        package let p95: Int
        package let worst: Int
        /// Frames from which the state cannot be reached; 0 in a sound graph.
        package let unreachable: Int
    }

    /// Waits between every two different states.
    package static func waits(_ routes: BodyRoutes) -> [Wait] {
        BodyState.allCases.flatMap { from in
            BodyState.allCases.filter { $0 != from }.map { to in
                let frames = routes.graph.frames.indices.filter { routes.isHome($0, from) }
                let waits = frames.compactMap { routes.wait(from: $0, to: to) }.sorted()
                return Wait(
                    from: from, to: to, median: waits.isEmpty ? 0 : waits[waits.count / 2],
                    p95: waits.isEmpty ? 0 : waits[min(waits.count - 1, waits.count * 95 / 100)],
                    worst: waits.last ?? 0,
                    unreachable: frames.count - waits.count)
            }
        }
    }

    /// How one state looks when it is kept up for `steps` frames.
    package struct Sojourn: Equatable, Sendable {
        package let distinctFrames: Int
        package let transitions: Int
        /// Frames played between two transitions, ascending.
        package let passages: [Int]
        /// Frames between showing a frame and showing it again, one figure per return to a transition's landing.
        package let returns: [Int]
    }

    package static func sojourn(_ routes: BodyRoutes, in state: BodyState, steps: Int, seed: UInt64) -> Sojourn {
        var timeline = BodyTimeline(routes, state: state, seed: seed)
        var last: [Int: Int] = [:]
        var passages: [Int] = []
        var returns: [Int] = []
        var begun = 0
        var wasTransition = false
        for step in 0..<steps {
            let frame = timeline.next()
            if frame.isTransition {
                passages.append(step - begun)
                begun = step
                wasTransition = true
            }
            if wasTransition, frame.part != .bridge {
                if let seen = last[frame.index] { returns.append(step - seen) }
                wasTransition = false
            }
            last[frame.index] = step
        }
        return Sojourn(
            distinctFrames: last.count, transitions: passages.count, passages: passages.sorted(),
            returns: returns.sorted())
    }

    /// The largest displacement of a rigid point between consecutive frames, in the points' unit, one figure per step.
    ///
    /// `points` gives a body frame's rigid points (bridges included), each frame the same number in the same order.
    package static func poseJumps(_ sequence: [Int], points: (Int) -> [SIMD2<Float>]) -> [Float] {
        zip(sequence, sequence.dropFirst()).map { before, after in
            guard before != after else { return 0 }
            return zip(points(before), points(after)).lazy.map { (($1 - $0) * ($1 - $0)).sum() }.max()?.squareRoot()
                ?? 0
        }
    }

    /// The jumps of every transition the graph knows (cuts, bridges' steps, their first and last), largest first.
    package static func transitionJumps(_ graph: BodyGraph, points: (Int) -> [SIMD2<Float>]) -> [Float] {
        var jumps: [Float] = []
        for (index, frame) in graph.frames.enumerated() {
            for exit in frame.exits { jumps += poseJumps([index, exit.target], points: points) }
            if frame.part == .bridge, let next = frame.successor { jumps += poseJumps([index, next], points: points) }
        }
        return jumps.sorted(by: >)
    }

    /// p95 of the recording's own displacement from one frame to the next: what every jump is held against.
    package static func footageStep(_ graph: BodyGraph, points: (Int) -> [SIMD2<Float>]) -> Float {
        let pairs = (0..<graph.footageCount).filter { graph.frames[$0].successor == $0 + 1 }
        let steps = pairs.map { poseJumps([$0, $0 + 1], points: points)[0] }.sorted()
        return steps.isEmpty ? 0 : steps[min(steps.count - 1, steps.count * 95 / 100)]
    }
}
