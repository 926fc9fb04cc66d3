/// The mouth over a take: one value per picture, lengths in face widths.
package struct MouthCurve: Equatable, Sendable {
    package var framesPerSecond: Double
    package var opening: [Float]
    package var width: [Float]
    package var smile: [Float]

    package init(framesPerSecond: Double, opening: [Float], width: [Float], smile: [Float]) {
        self.framesPerSecond = framesPerSecond
        self.opening = opening
        self.width = width
        self.smile = smile
    }

    /// - Precondition: `poses` was made from `track`. Pictures without a face repeat the last one that had one.
    package init(_ track: FaceTrack, poses: PoseTrack) {
        precondition(track.count == poses.poses.count)
        let firstSeen = track.frames.firstIndex { $0 != nil } ?? 0
        var last = MouthMeasure(opening: 0, width: 0, smile: 0)
        self.init(framesPerSecond: track.framesPerSecond, opening: [], width: [], smile: [])
        for index in 0..<track.count {
            let source = max(index, firstSeen)
            if let mesh = track.frames[source] { last = MouthMeasure(FrontalFace(mesh, pose: poses.poses[source])) }
            opening.append(last.opening)
            width.append(last.width)
            smile.append(last.smile)
        }
    }

    package var count: Int { opening.count }
}
