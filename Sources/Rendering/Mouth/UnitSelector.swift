internal import Core

/// Chooses the recorded mouths that together say the wanted thing: a receding-horizon Viterbi search.
///
/// Each step scores every unit against each target in view (at most the look-ahead), keeps the best few per instant
/// and finds the cheapest chain from the mouth that is on screen; only the chain's first unit is used, then the
/// search is done again with one target more. Costs follow unit-selection synthesis (Hunt & Black 1996): target cost
/// for being wrong, join cost for leaving the recording's own order.
package struct UnitSelector: Sendable {
    /// Weights of the cost terms. Shape lanes are in standard deviations of the strongest lip movement.
    package struct Weights: Equatable, Sendable {
        package var shape: Float = 1
        package var visemes: Float = 0.3
        /// Per squared degree of head turn between unit and body.
        package var angle: Float = 0.004
        /// For lips that are more or less open than wanted, per face width of opening on a square-root scale: a
        /// millimetre between lips that should rest is seen, between open ones it is not.
        package var opening: Float = 40
        /// For showing an open mouth where lips must meet, per squared face width of opening.
        package var closure: Float = 800
        /// For each join …
        package var join: Float = 0.35
        /// … and for how far it jumps in shape.
        package var jump: Float = 0.6

        package init() {}
    }

    /// Units kept per instant; the successors of the paths so far are always kept beside them.
    private static let beam = 16

    private let units: [Traits]
    private let angles: [SIMD3<Float>]
    private let weights: Weights
    private(set) var current: Int?

    /// What the search reads of a unit, kept close together in memory.
    private struct Traits {
        var shape: MouthShape
        var visemes: SIMD16<Float>
        var opening: Float
        var successor: Int?
    }

    private struct Candidate {
        var unit: Int
        var cost: Float
    }

    package init(units: [MouthUnit], weights: Weights = Weights()) {
        self.units = units.map {
            Traits(shape: $0.shape, visemes: $0.visemes, opening: $0.opening, successor: $0.successor)
        }
        angles = units.map(\.pose.angles)
        self.weights = weights
    }

    /// The unit for `targets[0]`, given what is known of the future.
    ///
    /// - Parameter targets: This instant's target and up to the look-ahead's more.
    /// - Complexity: O(look-ahead × (units + beam²)). Every step scores all targets anew: the body's pose, which they
    ///   hold, has moved since the last.
    package mutating func select(_ targets: [UnitTarget]) -> Int? {
        guard !units.isEmpty, !targets.isEmpty else { return nil }
        current = cheapestChainStart(targets.map { ($0, candidates(for: $0)) })
        return current
    }

    /// Forgets the mouth on screen: the next selection is free of join cost.
    package mutating func reset() { current = nil }

    private func candidates(for target: UnitTarget) -> [Candidate] {
        var best: [Candidate] = []
        best.reserveCapacity(Self.beam + 1)
        for index in units.indices {
            let cost = targetCost(index, target)
            if best.count == Self.beam, cost >= best[Self.beam - 1].cost { continue }
            let place = best.firstIndex { cost < $0.cost } ?? best.count
            best.insert(Candidate(unit: index, cost: cost), at: place)
            if best.count > Self.beam { best.removeLast() }
        }
        return best
    }

    private func targetCost(_ index: Int, _ target: UnitTarget) -> Float {
        let unit = units[index]
        let shape = unit.shape - target.shape
        let visemes = unit.visemes - target.visemes
        let angles = angles[index] - target.angles
        var cost = weights.shape * (shape * shape).sum()
        cost += weights.visemes * (visemes * visemes).sum()
        cost += weights.angle * (angles * angles).sum()
        let gap = unit.opening.squareRoot() - target.opening.squareRoot()
        cost += weights.opening * gap * gap
        cost += weights.closure * target.closure * unit.opening * unit.opening
        return cost
    }

    private func joinCost(from: Int, to: Int) -> Float {
        if units[from].successor == to { return 0 }
        let expected = units[from].successor.map { units[$0].shape } ?? units[from].shape
        let jump = units[to].shape - expected
        return weights.join + weights.jump * (jump * jump).sum()
    }

    /// Forward Viterbi over the candidates in view; each path remembers only the unit it starts with.
    private func cheapestChainStart(_ scored: [(target: UnitTarget, candidates: [Candidate])]) -> Int? {
        var paths: [(unit: Int, start: Int, cost: Float)] = []
        for (depth, step) in scored.enumerated() {
            var candidates = step.candidates
            let predecessors = depth == 0 ? (current.map { [$0] } ?? []) : paths.map(\.unit)
            for unit in predecessors {  // staying in the recording is always an option, even outside the beam
                guard let next = units[unit].successor, !candidates.contains(where: { $0.unit == next }) else {
                    continue
                }
                candidates.append(Candidate(unit: next, cost: targetCost(next, step.target)))
            }
            if depth == 0 {
                paths = candidates.map { candidate in
                    let join = current.map { joinCost(from: $0, to: candidate.unit) } ?? 0
                    return (candidate.unit, candidate.unit, candidate.cost + join)
                }
            } else {
                paths = candidates.map { candidate in
                    var best = (start: paths[0].start, cost: Float.infinity)
                    for path in paths {
                        let cost = path.cost + joinCost(from: path.unit, to: candidate.unit)
                        if cost < best.cost { best = (path.start, cost) }
                    }
                    return (candidate.unit, best.start, best.cost + candidate.cost)
                }
            }
        }
        return paths.min { $0.cost < $1.cost }?.start
    }
}
