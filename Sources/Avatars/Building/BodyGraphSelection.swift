internal import Rendering

/// Chooses few transitions that leave short waits everywhere: greedy covering, the gain of a transition being by how
/// much it lowers the mean squared wait until the wanted state (or, inside a state, until the next way out).
struct BodyGraphSelection {
    /// A wish: from every frame serving `from`, reach `to` soon.
    private struct Demand {
        let from: BodyState
        let to: BodyState
        let weight: Float
        /// Wait in frames that counts as "never".
        let ceiling: Float
        var waits: [Float]
        var sources: Int
        /// Times each second of the recording was landed on: variety.
        var landed: [Int: Int] = [:]
        var isLoop: Bool { from == to }
    }

    private let features: BodyGraphFeatures
    private let states: [BodyStates]
    private let second: Int
    private var demands: [Demand]
    private(set) var chosen: [BodyGraphCandidate] = []

    init(_ features: BodyGraphFeatures, states: [BodyStates]) {
        self.features = features
        self.states = states
        second = features.track.framesPerSecond
        // The way back to rest matters most; talking may begin on a resting body, its mouth being composited.
        let wishes: [(BodyState, BodyState, Float, Int)] = [
            (.talking, .idle, 4, 5), (.talking, .listening, 0.1, 5), (.listening, .idle, 0.2, 5),
            (.idle, .listening, 0.1, 5), (.idle, .talking, 0.05, 6), (.listening, .talking, 0.05, 6),
            (.idle, .idle, 0.15, 8), (.listening, .listening, 0.15, 8), (.talking, .talking, 0.2, 8),
        ]
        demands = []
        for (from, to, weight, seconds) in wishes {
            let sources = states.map { $0.contains(BodyStates(from)) && (from == to || !$0.contains(BodyStates(to))) }
            let count = sources.count { $0 }
            guard count > 0, states.contains(where: { $0.contains(BodyStates(to)) }) else { continue }
            let ceiling = Float(seconds * second)
            demands.append(
                Demand(
                    from: from, to: to, weight: weight, ceiling: ceiling, waits: sources.map { $0 ? ceiling : -1 },
                    sources: count))
        }
    }

    /// Takes all cuts that are not near-copies of a better one: they cost nothing.
    mutating func takeCuts(_ candidates: [BodyGraphCandidate]) {
        var taken = Set<[Int]>()
        let grid = max(1, second / 3)
        for cut in candidates.filter({ $0.count == 0 }).sorted(by: {
            ($0.cost, $0.from, $0.to) < ($1.cost, $1.from, $1.to)
        })
        where taken.insert([cut.from / grid, cut.to / grid]).inserted {
            take(cut)
        }
    }

    /// Takes bridges until so many pictures are spent or none is worth its pictures.
    mutating func takeBridges(_ candidates: [BodyGraphCandidate], pictures: Int) {
        // The gains only shrink as more is chosen, so a stale gain is an upper bound (lazy greedy, Minoux 1978).
        var heap = candidates.filter { $0.count > 0 }.map { (gain: worth($0), candidate: $0) }.filter { $0.gain > 0 }
        heap.sort { Self.before($0, $1) }
        var spent = 0
        while spent < pictures, !heap.isEmpty {
            let head = heap[0]
            let gain = worth(head.candidate)
            let rest = heap.count > 1 ? heap[1].gain : 0
            if gain >= rest {
                guard gain > 1e-5 else { break }
                take(head.candidate)
                spent += head.candidate.count
                heap.removeFirst()
            } else {
                heap.removeFirst()
                let place = heap.partitioningIndex { Self.before((gain, head.candidate), $0) }
                heap.insert((gain, head.candidate), at: place)
            }
        }
    }

    mutating func take(_ candidate: BodyGraphCandidate) {
        chosen.append(candidate)
        for index in demands.indices where serves(candidate, demands[index]) {
            demands[index].landed[candidate.to / second, default: 0] += 1
            for (frame, wait) in shortened(candidate, demands[index]) { demands[index].waits[frame] = wait }
        }
    }

    private func worth(_ candidate: BodyGraphCandidate) -> Float {
        var gain: Float = 0
        for demand in demands where serves(candidate, demand) {
            var saved: Float = 0
            for (frame, wait) in shortened(candidate, demand) {
                saved += demand.waits[frame] * demand.waits[frame] - wait * wait
            }
            var factor = demand.weight / (Float(demand.sources) * demand.ceiling * demand.ceiling)
            if demand.isLoop {
                // Long loops, and landings not yet used.
                factor *= min(1, Float(abs(candidate.to - candidate.from)) / Float(4 * second))
            }
            gain += saved * factor / Float(1 + demand.landed[candidate.to / second, default: 0])
        }
        return gain / ((0.3 + candidate.cost) * Float(candidate.count + 4))
    }

    private func serves(_ candidate: BodyGraphCandidate, _ demand: Demand) -> Bool {
        states[candidate.to].contains(BodyStates(demand.to))
            && (!demand.isLoop || states[candidate.from].contains(BodyStates(demand.from)))
    }

    /// The frames from which the candidate is sooner than what is chosen already, with their new wait.
    private func shortened(_ candidate: BodyGraphCandidate, _ demand: Demand) -> [(Int, Float)] {
        var better: [(Int, Float)] = []
        var frame = candidate.from
        var wait = Float(candidate.count + 1)
        while wait < demand.ceiling {
            if demand.waits[frame] >= 0 {
                guard wait < demand.waits[frame] else { break }
                better.append((frame, wait))
            } else if demand.isLoop {
                break
            }
            guard frame > 0, features.follows(frame - 1) else { break }
            frame -= 1
            wait += 1
        }
        return better
    }

    private static func before(
        _ first: (gain: Float, candidate: BodyGraphCandidate), _ second: (gain: Float, candidate: BodyGraphCandidate)
    ) -> Bool {
        first.gain != second.gain
            ? first.gain > second.gain
            : (first.candidate.from, first.candidate.to) < (second.candidate.from, second.candidate.to)
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that is false, then true along the array.
    fileprivate func partitioningIndex(_ belongsAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
