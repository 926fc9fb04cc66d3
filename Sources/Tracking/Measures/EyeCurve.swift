/// Eyes and brows over a take: one value per picture; see ``EyeMeasure`` for units.
package struct EyeCurve: Equatable, Sendable {
    package var framesPerSecond: Double
    package var opening: [Float]
    package var browHeight: [Float]
    package var gaze: [Float]

    package init(framesPerSecond: Double, opening: [Float], browHeight: [Float], gaze: [Float]) {
        self.framesPerSecond = framesPerSecond
        self.opening = opening
        self.browHeight = browHeight
        self.gaze = gaze
    }

    /// - Precondition: `poses` was made from `track`. Pictures without a face repeat the last one that had one.
    package init(_ track: FaceTrack, poses: PoseTrack) {
        precondition(track.count == poses.poses.count)
        self.init(framesPerSecond: track.framesPerSecond, opening: [], browHeight: [], gaze: [])
        let firstSeen = track.frames.firstIndex { $0 != nil } ?? 0
        var last = EyeMeasure(opening: 0, browHeight: 0, gaze: 0.5)
        for index in 0..<track.count {
            let source = max(index, firstSeen)
            if let mesh = track.frames[source] { last = EyeMeasure(FrontalFace(mesh, pose: poses.poses[source])) }
            opening.append(last.opening)
            browHeight.append(last.browHeight)
            gaze.append(last.gaze)
        }
    }

    /// Frames where a blink begins: the opening falls below 60 % of its median for 2 frames to 0.5 s.
    package var blinks: [Int] {
        guard !opening.isEmpty else { return [] }
        let limit = opening.sorted()[opening.count / 2] * 0.6
        let longest = Int(framesPerSecond / 2)
        var blinks: [Int] = []
        var start: Int?
        for (index, value) in (opening + [.infinity]).enumerated() {
            if value < limit {
                start = start ?? index
            } else if let first = start {
                if (1...longest).contains(index - first) { blinks.append(first) }
                start = nil
            }
        }
        return blinks
    }
}
