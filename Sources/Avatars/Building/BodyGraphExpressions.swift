internal import Rendering

/// Blinks, rest, expression and nods per frame, each against the person's own neutral.
struct BodyGraphExpressions {
    let blinking: [Bool]
    let atRest: [Bool]
    let tags: [BodyTags]
    let smile: [Float]
    let brow: [Float]
    let openEye: Float

    init(_ track: BodyGraphTrack, parts: [BodyPart], centre: [SIMD2<Float>]) {
        let usable = parts.indices.filter { parts[$0] != .unused }
        openEye = usable.map { track.eyeOpening[$0] }.quantile(0.5)
        // A blink takes the lids below about 60 % of their usual distance; two frames more on both sides.
        let limit = 0.6 * openEye
        blinking = Self.widened(parts.indices.map { parts[$0] != .unused && track.eyeOpening[$0] < limit }, by: 2)
        let silent = usable.filter { parts[$0] != .talking }
        // Lips rest where the silent parts have them; with no silent part, where speech is most closed.
        let closed =
            silent.isEmpty
            ? usable.map { track.mouthOpening[$0] }.quantile(0.2) : silent.map { track.mouthOpening[$0] }.quantile(0.5)
        atRest = Self.resting(track, parts: parts, below: closed + 0.015)
        let neutralFrames =
            parts.contains(.idle) ? usable.filter { parts[$0] == .idle } : silent.isEmpty ? usable : silent
        let fifth = max(1, track.framesPerSecond / 5)
        // Articulation pulls the mouth's corners about: two seconds of speech show whether there is a smile.
        smile = Self.scores(track.smile, parts: parts, neutral: neutralFrames, window: fifth, spokenWindow: 5 * fifth)
        brow = Self.scores(track.browRaise, parts: parts, neutral: neutralFrames, window: fifth, spokenWindow: fifth)
        let nods = Self.nods(centre, parts: parts, lead: track.framesPerSecond / 3, depth: 0.01 * track.faceWidth)
        var tags: [BodyTags] = []
        for frame in parts.indices {
            var tag: BodyTags = []
            if smile[frame] >= 0.4 { tag.insert(.friendly) }
            if brow[frame] >= 0.4 { tag.insert(.attentive) }
            let unsmiling = parts[frame] != .talking && smile[frame] <= -0.5
            if unsmiling || smile[frame] < 0.25 && brow[frame] <= -0.5 { tag.insert(.serious) }
            if tag.isEmpty { tag.insert(.neutral) }
            if blinking[frame] { tag.insert(.blinking) }
            if atRest[frame] { tag.insert(.mouthAtRest) }
            if nods[frame] { tag.insert(.nod) }
            tags.append(tag)
        }
        self.tags = tags
    }

    private static func widened(_ flags: [Bool], by margin: Int) -> [Bool] {
        flags.indices.map { index in
            flags[max(0, index - margin)...min(flags.count - 1, index + margin)].contains(true)
        }
    }

    /// Closed in the silent parts; in speech also still: closed throughout a third of a second, not just for a p.
    private static func resting(_ track: BodyGraphTrack, parts: [BodyPart], below limit: Float) -> [Bool] {
        let closed = parts.indices.map { parts[$0] != .unused && track.mouthOpening[$0] <= limit }
        let open = widened(closed.map { !$0 }, by: max(1, track.framesPerSecond / 6))
        return parts.indices.map { parts[$0] == .talking ? !open[$0] : closed[$0] }
    }

    /// −1…1 about neutral, in units of the farther 5 % tail; all 0 where nothing but noise is seen. Neutral is the
    /// median of the neutral frames in the silent parts, and speech's own median in speech. Averaged over the windows.
    private static func scores(
        _ values: [Float], parts: [BodyPart], neutral: [Int], window: Int, spokenWindow: Int
    ) -> [Float] {
        let smooth = values.indices.map { index -> Float in
            let width = parts[index] == .talking ? spokenWindow : window
            let near = (max(0, index - width)...min(values.count - 1, index + width)).lazy
                .filter { parts[$0] == parts[index] && values[$0].isFinite }.map { values[$0] }
            return near.isEmpty ? 0 : near.reduce(0, +) / Float(near.count)
        }
        let silence = neutral.map { smooth[$0] }.quantile(0.5)
        let speech = parts.indices.filter { parts[$0] == .talking }.map { smooth[$0] }.quantile(0.5)
        let means = smooth.indices.map { smooth[$0] - (parts[$0] == .talking ? speech : silence) }
        let spreads = [false, true].map { spoken in
            let seen = parts.indices.filter { parts[$0] != .unused && (parts[$0] == .talking) == spoken }.map {
                means[$0]
            }
            return max(seen.quantile(0.95), -seen.quantile(0.05))
        }
        return means.indices.map { index in
            let spread = parts[index] == .talking ? spreads[1] : spreads[0]
            // 1 % of the face width: about three times the tracker's own jitter on a 340 px face.
            return spread > 0.01 ? min(max(means[index] / spread, -1), 1) : 0
        }
    }

    /// Marks where the head sets out downwards: a dip at least `depth` below what is seen `lead` frames to either side.
    private static func nods(_ centre: [SIMD2<Float>], parts: [BodyPart], lead: Int, depth: Float) -> [Bool] {
        var marks = [Bool](repeating: false, count: parts.count)
        guard lead > 0, parts.count > 2 * lead else { return marks }
        for frame in lead..<(parts.count - lead) where parts[frame] != .unused {
            let around = (frame - lead)...(frame + lead)
            guard parts[frame - lead] == parts[frame], parts[frame + lead] == parts[frame],
                centre[frame].y - max(centre[frame - lead].y, centre[frame + lead].y) > depth,
                around.allSatisfy({ centre[$0].y <= centre[frame].y })
            else { continue }
            marks[frame - lead] = true
        }
        return marks
    }
}
