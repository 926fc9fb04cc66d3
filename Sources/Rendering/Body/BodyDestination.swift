/// A set of body frames and the way to it from everywhere: computed once, shared by all who go there.
///
/// The way is the shortest in frames, where a visible cut counts as the detour that one would make to avoid it.
package struct BodyDestination: Sendable {
    package let frames: Set<Int>
    /// Frames from each frame to the nearest of the set, 0 in it.
    private let distances: [Int32]

    private static let unreachable = Int32.max
    /// Frames that a transition of cost 1 (as lively as the footage's liveliest) is worth.
    private static let detour: Float = 20

    package init(_ frames: Set<Int>, through graph: BodyGraph) {
        self.frames = frames
        var ways = [[(from: Int, cost: Int32)]](repeating: [], count: graph.frames.count)
        for (index, frame) in graph.frames.enumerated() where frame.part != .unused {
            if let successor = frame.successor { ways[successor].append((index, 1)) }
            for exit in frame.exits {
                ways[exit.target].append((index, 1 + Int32(min(exit.cost, 50) * Self.detour)))
            }
        }
        var distances = [Int32](repeating: Self.unreachable, count: graph.frames.count)
        var waiting: [Int] = []
        for frame in frames where distances.indices.contains(frame) {
            distances[frame] = 0
            waiting.append(frame)
        }
        // Graphs are small (2 000 frames) and their costs alike: correcting labels needs no order.
        while let index = waiting.popLast() {
            for way in ways[index] where distances[index] + way.cost < distances[way.from] {
                distances[way.from] = distances[index] + way.cost
                waiting.append(way.from)
            }
        }
        self.distances = distances
    }

    /// The one of `followers` from which it is nearest; nil when none leads there.
    func nearest(of followers: [Int]) -> Int? {
        followers.filter { distances[$0] < Self.unreachable }.min { distances[$0] < distances[$1] }
    }
}
