internal import Rendering

extension BodyGraphPlan {
    /// The same body without the frames that are never shown, so that a pack need not store them.
    ///
    /// Frames are renumbered; ``sources`` then names each recorded frame's place in the recording. The bridges' `from`
    /// and `to` stay places in the recording, their `firstFrame` follows the new numbers.
    package func compacted() throws(BodyGraphBuildError) -> BodyGraphPlan {
        let played = BodyRoutes(graph).played
        let kept = played.indices.filter { played[$0] }
        var places = [Int?](repeating: nil, count: played.count)
        for (place, frame) in kept.enumerated() { places[frame] = place }
        let frames = kept.map { index in
            var frame = graph.frames[index]
            frame.successor = frame.successor.flatMap { places[$0] }
            frame.exits = frame.exits.compactMap { exit in
                places[exit.target].map { BodyGraph.Exit(target: $0, cost: exit.cost) }
            }
            return frame
        }
        let recorded = kept.filter { $0 < graph.footageCount }
        do {
            return BodyGraphPlan(
                graph: try BodyGraph(
                    framesPerSecond: graph.framesPerSecond, stepLimit: graph.stepLimit, footageCount: recorded.count,
                    frames: frames),
                bridges: bridges.compactMap { bridge in
                    places[bridge.firstFrame].map {
                        BodyGraphBridge(from: bridge.from, to: bridge.to, count: bridge.count, firstFrame: $0)
                    }
                },
                forced: forced, sources: recorded.map { sources[$0] })
        } catch {
            throw .graph(error)
        }
    }
}
