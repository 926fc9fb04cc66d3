internal import Core

/// One step of the body: which picture, and what the compositor has to know about it.
package struct BodyFrameStep: Equatable, Sendable {
    /// Index into the graph's frames; from `footageCount` on it is a bridge's picture.
    package let index: Int
    package let part: BodyPart
    package let tags: BodyTags
    /// The state asked for, and whether this frame already belongs to it.
    package let state: BodyState
    package let arrived: Bool
    /// False: the recorded mouth is not at rest, so a mouth must be composited even in silence.
    package var mouthAtRest: Bool { tags.contains(.mouthAtRest) }
    /// The frame does not follow its predecessor in the recording (a cut, or a bridge's first frame).
    package let isTransition: Bool
}

/// The body's endless way through its graph: pure, seeded, one value per session.
///
/// Forward play only. While the state asked for is kept up, the way leads to an exit chosen by how long ago its landing
/// was shown, the expression, cues and visibility; when another is asked for, it takes the shortest way there. A copy
/// foretells the same future. One `next()` per frame *of the footage*; a stage of another rate repeats or skips steps.
package struct BodyTimeline: Sendable {
    private let routes: BodyRoutes
    private var random: SplitMix64
    private var index: Int?
    private var clock: Int32 = 0
    private var shown: [Int32]
    private var plan: Plan?
    private var placed: Int?
    private var cue: (wish: BodyCue, until: Int32)?
    private var state: BodyState
    /// The state last arrived at; kept up while the one asked for cannot be reached.
    private var held: BodyState

    /// The mood preferred from the next transition on.
    package var expression: BodyExpression = .neutral {
        didSet { if expression != oldValue { plan = nil } }
    }

    /// Where to go by the shortest way, whatever the state; when arrived, to the next frame of it, and so on. Nil
    /// follows the state.
    package var destination: BodyDestination? {
        didSet { plan = nil }
    }

    /// An exit and the frame at which to take it, or with no exit the frame at which to think again.
    private struct Plan {
        let at: Int
        let exit: Int?
    }

    package init(_ routes: BodyRoutes, state: BodyState = .idle, seed: UInt64) {
        self.routes = routes
        self.state = state
        held = state
        random = SplitMix64(seed: seed)
        shown = [Int32](repeating: Int32.min / 2, count: routes.graph.frames.count)
    }

    /// The frame that a time line of this seed begins with.
    static func first(_ routes: BodyRoutes, state: BodyState, seed: UInt64) -> Int {
        var timeline = BodyTimeline(routes, state: state, seed: seed)
        return timeline.next().index
    }

    /// Asks for a state. Frames of it follow within ``BodyRoutes/wait(from:to:)`` steps; where that is nil, the body
    /// goes on in the state it is in and no step says `arrived`.
    package mutating func request(_ wanted: BodyState) {
        guard wanted != state else { return }
        state = wanted
        plan = nil
    }

    /// Wishes for a gesture; it stays a wish when no passage with it can be entered in time.
    package mutating func request(_ wish: BodyCue) {
        cue = (wish, clock + Int32(3 * routes.graph.framesPerSecond))
        plan = nil
    }

    /// Goes on from `frame` instead: ``next()`` gives it.
    package mutating func place(at frame: Int) {
        placed = frame
        plan = nil
    }

    package mutating func next() -> BodyFrameStep {
        if let placed {
            self.placed = nil
            return step(from: nil, to: placed)
        }
        let from = index
        return step(from: from, to: from.map { follower(of: $0) } ?? start())
    }

    private mutating func step(from: Int?, to: Int) -> BodyFrameStep {
        index = to
        clock &+= 1
        if clock == Int32.max { forgetTime() }
        shown[to] = clock
        if routes.isHome(to, state) { held = state }
        let frame = routes.graph.frames[to]
        return BodyFrameStep(
            index: to, part: frame.part, tags: frame.tags, state: state, arrived: routes.isHome(to, state),
            isTransition: from.map { routes.graph.frames[$0].successor != to && to != $0 } ?? false)
    }

    private mutating func start() -> Int {
        let entrances = routes.entrances[Int(state.rawValue)]
        guard !entrances.isEmpty else { return 0 }
        return Int(entrances[random.index(below: entrances.count)])
    }

    private mutating func follower(of index: Int) -> Int {
        let graph = routes.graph
        let frame = graph.frames[index]
        if frame.part == .bridge, let successor = frame.successor { return successor }
        if let next = destination?.nearest(of: graph.followers(index)) { return next }
        let goal = routes.wait(from: index, to: state) == nil ? held : state
        guard routes.isHome(index, goal) else { return towards(goal, from: index) }
        if plan == nil { plan = choose(from: index, in: goal) }
        if let due = plan, due.at == index {
            plan = due.exit == nil ? choose(from: index, in: goal) : nil
            if let exit = due.exit ?? plan.flatMap({ $0.at == index ? $0.exit : nil }) {
                plan = nil
                return exit
            }
        }
        if let successor = frame.successor, routes.isHome(successor, goal) { return successor }
        // Without a plan at a passage's end: leave by any way that stays at home, else stand still.
        let ways = frame.exits.map(\.target).filter { routes.isHome($0, goal) }
        return ways.isEmpty ? (frame.successor ?? index) : ways[random.index(below: ways.count)]
    }

    private mutating func towards(_ goal: BodyState, from index: Int) -> Int {
        let ways = routes.graph.followers(index)
        let waits = ways.map { routes.wait(from: $0, to: goal) ?? Int.max }
        guard let least = waits.min(), least < Int.max else { return routes.graph.frames[index].successor ?? index }
        let best = ways.indices.filter { waits[$0] == least }
        return ways[best[random.index(below: best.count)]]
    }

    /// Every exit that forward play reaches within twelve seconds, drawn by weight.
    private mutating func choose(from start: Int, in goal: BodyState) -> Plan? {
        let graph = routes.graph
        let horizon = 12 * graph.framesPerSecond
        var plans: [Plan] = []
        var weights: [Float] = []
        var at = start
        for ahead in 0...horizon {
            for exit in graph.frames[at].exits where routes.isHome(exit.target, goal) {
                plans.append(Plan(at: at, exit: exit.target))
                weights.append(weight(of: exit, ahead: ahead))
            }
            guard let successor = graph.frames[at].successor, routes.isHome(successor, goal) else { break }
            if ahead == horizon {
                plans.append(Plan(at: at, exit: nil))
                weights.append(0.5)
            }
            at = successor
        }
        return random.pick(weights).map { plans[$0] }
    }

    private func weight(of exit: BodyGraph.Exit, ahead: Int) -> Float {
        let graph = routes.graph
        let second = Float(graph.framesPerSecond)
        // Transitions closer than about four seconds read as restlessness; the sooner ones stay as a way out.
        let dwell = min(1, Float(ahead) / (4 * second))
        let landing = graph.landing(exit.target)
        let reach = min(landing + 2 * graph.framesPerSecond, graph.footageCount - 1)
        let samples = stride(from: landing, through: max(landing, reach), by: max(1, graph.framesPerSecond / 3))
        var age: Float = 0
        var mood: Float = 0
        var count: Float = 0
        var nods = false
        for sample in samples {
            // Seen within the last forty seconds counts against a passage.
            age += min(
                1, Float(clock) - Float(shown[sample]) < 0 ? 0 : (Float(clock) - Float(shown[sample])) / (40 * second))
            mood += graph.frames[sample].tags.contains(expression.tag) ? 1 : 0
            nods = nods || graph.frames[sample].tags.contains(.nod)
            count += 1
        }
        let fresh = age / count
        var weight = (dwell * dwell + 0.002) * (fresh * fresh + 0.0005) * (0.15 + mood / count) / (1 + exit.cost)
        if let cue, cue.until > clock {
            let delay = Float(ahead) / second
            weight *= nods && delay < 1.5 ? 20 : 1
        }
        return weight
    }

    private mutating func forgetTime() {
        clock = 0
        for index in shown.indices { shown[index] = Int32.min / 2 }
    }
}

extension SplitMix64 {
    fileprivate mutating func index(below count: Int) -> Int { min(Int(unit() * Double(count)), count - 1) }

    /// An index drawn in proportion to the weights; nil when there are none.
    fileprivate mutating func pick(_ weights: [Float]) -> Int? {
        var left = Float(unit()) * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.isEmpty ? nil : weights.count - 1
    }
}
