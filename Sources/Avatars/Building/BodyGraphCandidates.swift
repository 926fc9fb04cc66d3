internal import Rendering

/// A possible transition: a cut (`count` 0) or a bridge.
struct BodyGraphCandidate: Equatable {
    let from: Int
    let to: Int
    let count: Int
    let cost: Float
}

/// Finds the transitions worth having: near in pose, alike in motion, picture and expression, no blink on either side.
struct BodyGraphCandidates {
    /// Dearer transitions are not offered: on the contact sheets they read as a change of mind in mid-movement.
    static let worstCost: Float = 3.5

    let features: BodyGraphFeatures
    let options: BodyGraphOptions
    /// Frames left to play from each frame on, itself included, while its states stay the same.
    let run: [Int]
    let states: [BodyStates]
    private let reach: [Float]
    /// Length of the run each frame lies in.
    private let runLength: [Int]

    init(_ features: BodyGraphFeatures, states: [BodyStates], options: BodyGraphOptions) {
        self.features = features
        self.states = states
        self.options = options
        var run = [Int](repeating: 1, count: features.count)
        for frame in run.indices.dropLast().reversed()
        where features.follows(frame) && states[frame] == states[frame + 1] {
            run[frame] = run[frame + 1] + 1
        }
        self.run = run
        var runLength = run
        for frame in run.indices.dropFirst() where run[frame - 1] == run[frame] + 1 {
            runLength[frame] = runLength[frame - 1]
        }
        self.runLength = runLength
        // Longest way a bridge of n pictures can go within the step limit, with 5 % to spare.
        reach = (0...options.longestBridge).map { 0.95 * features.stepLimit / BodyGraphBridge.largestStep(count: $0) }
    }

    /// The longest way any bridge may go, in pixels.
    var farthest: Float { reach[options.longestBridge] }

    /// Candidates from every frame that may be left to frames of `target`, a second or more away.
    func all(to target: BodyState, sources: [Int]) -> [BodyGraphCandidate] {
        let minimumRun = min(features.track.framesPerSecond, (run.max() ?? 1) / 2)
        let landings = features.parts.indices.filter {
            states[$0].contains(BodyStates(target)) && calm($0) && run[$0] >= minimumRun
        }
        return sources.filter(calm).flatMap { candidates(from: $0, landings: landings) }
    }

    /// Whether a transition may begin or end here: played, and no blink here or next to it.
    private func calm(_ frame: Int) -> Bool {
        guard !states[frame].isEmpty, features.parts[frame] != .unused, !features.blinking[frame] else { return false }
        return (frame == 0 || !features.blinking[frame - 1])
            && (frame + 1 == features.count || !features.blinking[frame + 1])
    }

    /// The nearest landing of each third of a second, best first, at most `options.landingsPerFrame`.
    private func candidates(from: Int, landings: [Int]) -> [BodyGraphCandidate] {
        let second = features.track.framesPerSecond
        let farthest = farthest
        // A way back within four seconds (or a third of a short run) would be seen as a repetition.
        let earlier = from - min(4 * second, runLength[from] / 3)
        let sameRun = (from + run[from] - runLength[from])..<(from + run[from])
        var nearest: [(distance: Float, frame: Int)] = []
        var block = -1
        for landing in landings where landing >= from + second || landing <= from - second {
            guard landing > from || landing <= earlier || !sameRun.contains(landing) else { continue }
            let away = features.centre[landing] - features.centre[from]
            guard (away * away).sum() <= farthest * farthest else { continue }
            let distance = features.displacement(from, landing)
            guard distance <= farthest else { continue }
            if landing / max(1, second / 3) == block, let last = nearest.last {
                if distance < last.distance { nearest[nearest.count - 1] = (distance, landing) }
            } else {
                block = landing / max(1, second / 3)
                nearest.append((distance, landing))
            }
        }
        nearest.sort { ($0.distance, $0.frame) < ($1.distance, $1.frame) }
        let found = nearest.prefix(3 * options.landingsPerFrame).map {
            candidate(from: from, to: $0.frame, $0.distance)
        }
        return Array(
            found.filter { $0.cost <= Self.worstCost }.sorted { ($0.cost, $0.to) < ($1.cost, $1.to) }.prefix(
                options.landingsPerFrame))
    }

    /// The transition between two frames, as a cut when that is invisible, otherwise as the shortest legal bridge.
    func candidate(from: Int, to: Int, _ distance: Float) -> BodyGraphCandidate {
        let picture = features.thumbnailDistance(from, to) / features.thumbnailLimit
        let face = faceGap(from, to)
        let after = features.follows(from) ? from + 1 : from
        let before = from > 0 && features.follows(from - 1) ? from - 1 : from
        let limit = features.stepLimit
        let next = features.follows(to) ? to + 1 : to
        let residual = features.displacement(after, to) / limit
        if distance <= limit, residual <= 0.4, picture <= 0.8, face <= 0.35, sameMouth(from, to) {
            let motion = features.velocityGap(from: from, to: after, scale: 1, before: to, now: next) / limit
            if motion <= 0.4 {
                return BodyGraphCandidate(from: from, to: to, count: 0, cost: residual + motion + 0.3 * picture + face)
            }
        }
        // At 60 % of the limit a bridge still moves like the footage, not like its liveliest moment.
        let count =
            (options.shortestBridge...options.longestBridge).first { distance <= 0.6 * reach[$0] }
            ?? options.longestBridge
        // The bridge's own speed at its ends (slope ½ of the easing) against the footage's.
        let scale = 0.5 / Float(count + 1)
        let leaving = features.velocityGap(from: from, to: to, scale: scale, before: before, now: from)
        let landing = features.velocityGap(from: from, to: to, scale: scale, before: to, now: next)
        let mouth = features.atRest[from] && features.atRest[to] ? 0 : 0.2 + 0.5 * mouthGap(from, to)
        let cost =
            0.5 * distance / (limit * Float(count + 1)) + (leaving + landing) / limit + 0.15 * picture + face + mouth
        return BodyGraphCandidate(from: from, to: to, count: count, cost: cost)
    }

    private func faceGap(_ first: Int, _ second: Int) -> Float {
        let eyes =
            abs(features.track.eyeOpening[first] - features.track.eyeOpening[second]) / max(features.openEye, 1e-6)
        // A smile is known less surely in speech.
        let spoken = features.parts[first] == .talking || features.parts[second] == .talking
        return abs(features.smile[first] - features.smile[second]) * (spoken ? 0.2 : 0.5)
            + abs(features.brow[first] - features.brow[second]) * 0.5 + eyes
    }

    /// A tenth of the face width is a wide open vowel.
    private func mouthGap(_ first: Int, _ second: Int) -> Float {
        min(1, abs(features.track.mouthOpening[first] - features.track.mouthOpening[second]) * 10)
    }

    /// A cut may not show a mouth jump: both at rest, or both in speech, where a mouth is composited anyway.
    private func sameMouth(_ first: Int, _ second: Int) -> Bool {
        features.atRest[first] && features.atRest[second]
            || features.parts[first] == .talking && features.parts[second] == .talking
    }
}

extension BodyGraphFeatures {
    /// Whether `frame + 1` is shown after `frame` in the recording.
    func follows(_ frame: Int) -> Bool {
        frame + 1 < count && parts[frame] == parts[frame + 1] && parts[frame] != .unused
    }
}
