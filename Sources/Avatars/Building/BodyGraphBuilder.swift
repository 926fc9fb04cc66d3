package import Rendering

package struct BodyGraphOptions: Sendable {
    /// The most pictures that bridges may add to the pack.
    package var bridgePictures = 520
    /// Pictures per bridge. These three hold at 25 fps and grow with the frame rate.
    package var shortestBridge = 4
    package var longestBridge = 12
    /// How much of the talking part is played as body, the passages nearest to rest.
    package var talkingSeconds = 32
    package var landingsPerFrame = 6

    package init() {}

    /// The same bounds in time at another frame rate.
    func scaled(to framesPerSecond: Int) -> BodyGraphOptions {
        var scaled = self
        scaled.bridgePictures = bridgePictures * framesPerSecond / 25
        scaled.shortestBridge = max(2, shortestBridge * framesPerSecond / 25)
        scaled.longestBridge = max(scaled.shortestBridge, longestBridge * framesPerSecond / 25)
        return scaled
    }
}

/// A graph and the pictures it still needs.
package struct BodyGraphPlan: Sendable {
    package let graph: BodyGraph
    /// In the order of their frames in the graph.
    package let bridges: [BodyGraphBridge]
    /// Bridges that exceed the step limit, taken because a state would otherwise stand still: worth a warning.
    package let forced: Int
    /// Frame of the recording shown by each recorded frame of the graph: `0..<footageCount` unless compacted.
    package let sources: [Int]
}

extension BodyGraphPlan {
    /// Computes the graph: about a second for two minutes of footage. Same track, same plan. Not cancellable.
    package init(_ track: BodyGraphTrack, options: BodyGraphOptions = BodyGraphOptions()) throws(BodyGraphBuildError) {
        try track.check()
        let options = options.scaled(to: track.framesPerSecond)
        let features = BodyGraphFeatures.measured(track)
        guard features.parts.contains(where: { $0 != .unused }) else { throw .nothingToPlay }
        let states = BodyGraphStates.states(features, options: options)
        let finder = BodyGraphCandidates(features, states: states, options: options)
        let sources = states.indices.filter { !states[$0].isEmpty }
        var selection = BodyGraphSelection(features, states: states)
        // States with the same frames have the same candidates.
        var seen = Set<[Bool]>()
        var candidates: [BodyGraphCandidate] = []
        for state in BodyState.allCases
        where seen.insert(states.map { $0.contains(BodyStates(state)) }).inserted {
            candidates += finder.all(to: state, sources: sources)
        }
        selection.takeCuts(candidates)
        selection.takeBridges(candidates, pictures: options.bridgePictures)
        var assembly = BodyGraphAssembly(features, states: states)
        for transition in selection.chosen { assembly.add(transition) }
        var graph = try assembly.graph()
        var forced = 0
        for state in BodyState.allCases {
            guard let loop = BodyGraphAssembly.missingLoop(of: state, in: graph, finder) else { continue }
            assembly.add(loop.way)
            forced += loop.isForced ? 1 : 0
            graph = try assembly.graph()
        }
        self.init(
            graph: graph, bridges: assembly.bridges, forced: forced, sources: Array(0..<graph.footageCount))
    }
}
