internal import Rendering

/// Decides which recorded frames may be shown in which state.
enum BodyGraphStates {
    /// A state's own part serves it. Where that is shorter than four seconds, others help out: idle and listening each
    /// other, then passages of the talking part where the mouth rests, then all of it, a closed mouth being composited;
    /// and talking is helped by both, its mouth being composited anyway.
    /// Of the talking part only the passages nearest to rest are kept, so that the way back is short everywhere.
    static func states(_ features: BodyGraphFeatures, options: BodyGraphOptions) -> [BodyStates] {
        let second = features.track.framesPerSecond
        func part(_ part: BodyPart) -> [Int] { features.parts.indices.filter { features.parts[$0] == part } }
        let talking = part(.talking)
        let still = runs(talking.filter { features.atRest[$0] }).filter { $0.count >= second * 3 / 5 }.flatMap { $0 }
        let idle = first([part(.idle), part(.listening), still, talking], lasting: 4 * second)
        let listening = first([part(.listening), part(.idle), still, talking], lasting: 4 * second)
        let rest = Array(Set(idle + listening)).sorted()
        let lively = passages(talking, rest: rest, features, options)
        let spoken = first([lively, part(.listening), part(.idle)], lasting: 4 * second)
        var states = [BodyStates](repeating: [], count: features.count)
        for frame in idle { states[frame].insert(BodyStates(.idle)) }
        for frame in listening { states[frame].insert(BodyStates(.listening)) }
        for frame in spoken { states[frame].insert(BodyStates(.talking)) }
        return states
    }

    /// The union of as many of the choices as it takes to last so many frames, in ascending order.
    private static func first(_ choices: [[Int]], lasting wanted: Int) -> [Int] {
        var frames: Set<Int> = []
        for choice in choices where frames.count < wanted { frames.formUnion(choice) }
        return frames.sorted()
    }

    private static func passages(
        _ talking: [Int], rest: [Int], _ features: BodyGraphFeatures, _ options: BodyGraphOptions
    ) -> [Int] {
        let second = features.track.framesPerSecond
        let wanted = options.talkingSeconds * second
        let resting = Set(rest)
        guard talking.count > wanted, !rest.isEmpty, !talking.contains(where: resting.contains) else { return talking }
        var provisional = [BodyStates](repeating: [], count: features.count)
        for frame in talking { provisional[frame] = BodyStates(.talking) }
        for frame in rest { provisional[frame] = BodyStates(.idle) }
        let finder = BodyGraphCandidates(features, states: provisional, options: options)
        var costs = [Float](repeating: BodyGraphCandidates.worstCost, count: features.count)
        for way in finder.all(to: .idle, sources: talking) { costs[way.from] = min(costs[way.from], way.cost) }
        // Frames until a gentle way back; three seconds where none follows.
        let never = Float(3 * second)
        var waits = [Float](repeating: never, count: features.count)
        for frame in talking.reversed() {
            let after = features.follows(frame) ? waits[frame + 1] + 1 : never
            waits[frame] = costs[frame] <= 2 ? 0 : min(after, never)
        }
        let window = 5 * second
        var windows: [(badness: Float, frames: Range<Int>)] = []
        for run in runs(talking) where run.count >= window {
            for start in stride(from: run.lowerBound, through: run.upperBound - window, by: second) {
                let frames = start..<(start + window)
                let badness = frames.map { costs[$0] + 4 * waits[$0] / Float(second) }.reduce(0, +)
                windows.append((badness, frames))
            }
        }
        windows.sort { ($0.badness, $0.frames.lowerBound) < ($1.badness, $1.frames.lowerBound) }
        var kept = Set<Int>()
        for window in windows where kept.count < wanted { kept.formUnion(window.frames) }
        return kept.isEmpty ? talking : kept.sorted()
    }

    /// Ascending frame numbers as ranges of consecutive ones.
    static func runs(_ frames: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for frame in frames {
            if let last = runs.last, last.upperBound == frame {
                runs[runs.count - 1] = last.lowerBound..<(frame + 1)
            } else {
                runs.append(frame..<(frame + 1))
            }
        }
        return runs
    }
}
