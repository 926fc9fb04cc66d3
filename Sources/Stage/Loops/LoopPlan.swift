package import Rendering

/// A closed walk through the body graph: which body frame each picture of a loop shows. Pure.
///
/// A seeded time line walks as a session would; where it comes back to a frame after long enough, the way between closes
/// by itself. Of many such ways the one with the least visible transitions per second is taken.
package struct LoopPlan: Equatable, Sendable {
    /// By picture; the last is followed by the first.
    package let frames: [Int]
    /// What the body is behind the pictures, as ``FaceRenderer/Position/bodyDebt``.
    package let debts: [Int]
    /// Pictures that a decoder and a live stream can enter at; 0 is the first.
    package let keyframes: [Int]

    /// Pictures per second of every stage.
    static let rate = 25
    private static let shortest = 12 * rate
    private static let longest = 30 * rate
    private static let walk = 180 * rate
    private static let seeds: ClosedRange<UInt64> = 1...24

    /// - Returns: Nil when the state's frames lead nowhere.
    package init?(_ routes: BodyRoutes, state: BodyState) {
        var best: (cost: Float, frames: ArraySlice<Int>, debts: ArraySlice<Int>)?
        for seed in Self.seeds {
            let walk = Self.walked(routes, state: state, seed: seed)
            var visits: [Int: [Int]] = [:]
            for (position, frame) in walk.frames.enumerated() where walk.debts[position] == 0 {
                guard routes.isHome(frame, state) else { continue }
                for start in visits[frame] ?? [] {
                    let length = position - start
                    guard length >= Self.shortest, length <= Self.longest else { continue }
                    let cost = (walk.costs[position] - walk.costs[start] + 0.25) / Float(length)
                    if cost < best?.cost ?? .infinity {
                        best = (cost, walk.frames[start..<position], walk.debts[start..<position])
                    }
                }
                // One visit a second is enough of a body that stands still.
                if position - (visits[frame]?.last ?? -Self.rate) >= Self.rate {
                    visits[frame, default: []].append(position)
                }
            }
        }
        guard let best else { return nil }
        frames = Array(best.frames)
        debts = Array(best.debts)
        var keyframes = [0]
        for (picture, debt) in debts.enumerated() where debt == 0 {
            // About one a second, and none close before the end, where the first follows.
            if picture - (keyframes.last ?? 0) >= Self.rate, frames.count - picture >= Self.rate / 2 {
                keyframes.append(picture)
            }
        }
        self.keyframes = keyframes
    }

    /// Frames and debts by picture, and the transitions' cost up to each.
    private static func walked(
        _ routes: BodyRoutes, state: BodyState, seed: UInt64
    ) -> (frames: [Int], debts: [Int], costs: [Float]) {
        let graph = routes.graph
        var timeline = BodyTimeline(routes, state: state, seed: seed)
        var frame = timeline.next().index
        var (debt, cost) = (0, Float(0))
        var (frames, debts, costs): ([Int], [Int], [Float]) = ([], [], [])
        for _ in 0..<walk {
            frames.append(frame)
            debts.append(debt)
            costs.append(cost)
            debt += graph.framesPerSecond
            while debt >= rate {
                debt -= rate
                let step = timeline.next()
                if step.isTransition { cost += graph.frames[frame].exits.first { $0.target == step.index }?.cost ?? 0 }
                frame = step.index
            }
        }
        return (frames, debts, costs)
    }
}
