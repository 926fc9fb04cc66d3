internal import Rendering

/// Puts the chosen transitions together as a graph: recorded frames first, bridges behind.
struct BodyGraphAssembly {
    private let features: BodyGraphFeatures
    private var frames: [BodyGraph.Frame]
    private(set) var bridges: [BodyGraphBridge] = []

    init(_ features: BodyGraphFeatures, states: [BodyStates]) {
        self.features = features
        let used = features.parts.indices.map { features.parts[$0] != .unused && !states[$0].isEmpty }
        frames = features.parts.indices.map { frame in
            BodyGraph.Frame(
                part: used[frame] ? features.parts[frame] : .unused, states: used[frame] ? states[frame] : [],
                tags: features.tags[frame], smile: features.smile[frame], browRaise: features.brow[frame],
                successor: features.follows(frame) && used[frame] && used[frame + 1] ? frame + 1 : nil)
        }
    }

    /// Adds a transition; dropped when its frame has all the exits it may have.
    mutating func add(_ transition: BodyGraphCandidate) {
        guard frames[transition.from].exits.count < BodyGraph.maximumExitsPerFrame else { return }
        guard transition.count > 0 else {
            frames[transition.from].exits.append(BodyGraph.Exit(target: transition.to, cost: transition.cost))
            return
        }
        let first = frames.count
        let (start, end) = (frames[transition.from], frames[transition.to])
        frames[transition.from].exits.append(BodyGraph.Exit(target: first, cost: transition.cost))
        let bridge = BodyGraphBridge(
            from: transition.from, to: transition.to, count: transition.count, firstFrame: first)
        for (offset, share) in bridge.progress.enumerated() {
            frames.append(
                BodyGraph.Frame(
                    part: .bridge, states: start.states.intersection(end.states),
                    tags: start.tags.intersection(end.tags),
                    smile: start.smile + (end.smile - start.smile) * share,
                    browRaise: start.browRaise + (end.browRaise - start.browRaise) * share,
                    successor: offset + 1 == transition.count ? transition.to : first + offset + 1))
        }
        bridges.append(bridge)
    }

    func graph() throws(BodyGraphBuildError) -> BodyGraph {
        do {
            return try BodyGraph(
                framesPerSecond: features.track.framesPerSecond, stepLimit: features.stepLimit,
                footageCount: features.count, frames: frames)
        } catch {
            throw .graph(error)
        }
    }

    /// For a state that cannot be kept up: the longest loop within its longest run that a bridge may close, or, where
    /// none may, the one with the smallest jump. Nil for a state without frames.
    static func missingLoop(
        of state: BodyState, in graph: BodyGraph, _ finder: BodyGraphCandidates
    ) -> (way: BodyGraphCandidate, isForced: Bool)? {
        let features = finder.features
        let serving = (0..<graph.footageCount).filter { graph.frames[$0].states.contains(BodyStates(state)) }
        guard !serving.isEmpty, !BodyRoutes(graph).isEndless(state) else { return nil }
        let runs = BodyGraphStates.runs(serving)
        guard let run = runs.max(by: { $0.count < $1.count }), run.count > 1 else { return nil }
        let calm = run.filter { !features.blinking[$0] }
        var longest: (from: Int, to: Int)?
        var nearest = (from: run.upperBound - 1, to: run.lowerBound, distance: Float.infinity)
        for from in calm where from >= run.lowerBound + run.count / 2 {
            for to in calm where to < run.lowerBound + run.count / 2 {
                let distance = features.displacement(from, to)
                if distance <= finder.farthest, from - to > longest.map({ $0.from - $0.to }) ?? 0 {
                    longest = (from, to)
                }
                if distance < nearest.distance { nearest = (from, to, distance) }
            }
        }
        let (from, to) = longest ?? (nearest.from, nearest.to)
        return (finder.candidate(from: from, to: to, features.displacement(from, to)), longest == nil)
    }
}
