/// A graph with the shortest ways through it, computed once per avatar and shared by its sessions.
///
/// About 40 bytes per frame. A state's *home* is the set of its frames from which it can be kept up for ever.
package struct BodyRoutes: Sendable {
    package let graph: BodyGraph
    /// By state, then frame: steps until a frame of the state's home is shown; 0 at home, `unreachable` if never.
    let steps: [[Int32]]
    /// By state: its home frames that can open a session: recorded and with open eyes.
    let entrances: [[Int32]]
    private let kept: [Bool]

    static let unreachable = Int32.max

    package init(_ graph: BodyGraph) {
        self.graph = graph
        let reversed = Self.predecessors(graph)
        let playable = graph.frames.map { $0.part != .unused }
        let everywhere = Self.endless(within: playable, graph, reversed)
        // Where nothing is endless (ten frames without an exit) the picture may stand still at the end.
        let alive =
            everywhere.contains(true) ? everywhere : playable.contains(true) ? playable : playable.map { _ in true }
        var steps: [[Int32]] = []
        var entrances: [[Int32]] = []
        var kept: [Bool] = []
        for state in BodyState.allCases {
            let serving = graph.frames.indices.map { alive[$0] && graph.frames[$0].states.contains(BodyStates(state)) }
            var home = Self.endless(within: serving, graph, reversed)
            kept.append(home.contains(true))
            if !home.contains(true) { home = serving }
            if !home.contains(true) { home = alive }
            steps.append(Self.distances(to: home, through: alive, graph, reversed))
            let recorded = (0..<graph.footageCount).filter { home[$0] }
            let open = recorded.filter { !graph.frames[$0].tags.contains(.blinking) }
            entrances.append((open.isEmpty ? recorded : open).map(Int32.init))
        }
        self.steps = steps
        self.entrances = entrances
        self.kept = kept
    }

    /// A frame to open with in `state`, by seed.
    package func entrance(_ state: BodyState, seed: UInt64) -> Int {
        BodyTimeline.first(self, state: state, seed: seed)
    }

    /// Whether `frame` belongs to the state's home.
    package func isHome(_ frame: Int, _ state: BodyState) -> Bool { steps[Int(state.rawValue)][frame] == 0 }

    /// Whether the state can be kept up for ever on frames that serve it.
    package func isEndless(_ state: BodyState) -> Bool { kept[Int(state.rawValue)] }

    /// Steps from `frame` until the state's home is shown, nil when it cannot be reached.
    package func wait(from frame: Int, to state: BodyState) -> Int? {
        let count = steps[Int(state.rawValue)][frame]
        return count == Self.unreachable ? nil : Int(count)
    }

    /// Whether each frame can ever be shown: a pack need not store the others.
    package var played: [Bool] {
        var seen = graph.frames.map { _ in false }
        var front = Set(entrances.joined().map(Int.init))
        while let frame = front.popFirst() {
            seen[frame] = true
            for next in graph.followers(frame) where !seen[next] && leadsOn(next) { front.insert(next) }
        }
        return seen
    }

    private func leadsOn(_ frame: Int) -> Bool {
        BodyState.allCases.contains { wait(from: frame, to: $0) != nil }
    }

    /// The part of `allowed` from which one can go on for ever inside it: dead ends are peeled off until none is left.
    private static func endless(within allowed: [Bool], _ graph: BodyGraph, _ reversed: [[Int32]]) -> [Bool] {
        var kept = allowed
        var ways = graph.frames.indices.map { index in graph.followers(index).count { kept[$0] } }
        var dead = kept.indices.filter { kept[$0] && ways[$0] == 0 }
        for index in dead { kept[index] = false }
        while let index = dead.popLast() {
            for before in reversed[index].map(Int.init) where kept[before] {
                ways[before] -= 1
                if ways[before] == 0 {
                    kept[before] = false
                    dead.append(before)
                }
            }
        }
        return kept
    }

    private static func distances(
        to home: [Bool], through alive: [Bool], _ graph: BodyGraph, _ reversed: [[Int32]]
    ) -> [Int32] {
        var distance = home.map { $0 ? 0 : unreachable }
        var queue = home.indices.filter { home[$0] }
        var head = 0
        while head < queue.count {
            let index = queue[head]
            head += 1
            for before in reversed[index].map(Int.init) where alive[before] && distance[before] == unreachable {
                distance[before] = distance[index] + 1
                queue.append(before)
            }
        }
        return distance
    }

    private static func predecessors(_ graph: BodyGraph) -> [[Int32]] {
        var reversed = [[Int32]](repeating: [], count: graph.frames.count)
        for index in graph.frames.indices {
            for next in graph.followers(index) { reversed[next].append(Int32(index)) }
        }
        return reversed
    }
}

extension BodyGraph {
    /// Everything that may follow a frame; unused frames never do.
    func followers(_ index: Int) -> [Int] {
        var followers = frames[index].exits.map(\.target)
        if let successor = frames[index].successor { followers.append(successor) }
        return followers.filter { frames[$0].part != .unused }
    }
}
