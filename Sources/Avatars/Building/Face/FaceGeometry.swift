internal import Core
internal import Rendering
package import Tracking

/// A take's face, frame by frame, taken apart into where the head is and what the mouth does.
package struct FaceGeometry: Sendable {
    /// Head pose per frame, in footage pixels, smoothed; frames without a face repeat their neighbours'.
    let poses: [HeadPose]
    /// Control points per frame in canonical coordinates; nil where no face was found.
    let canonical: [[SIMD3<Float>]?]
    let poseTrack: PoseTrack
    /// Frames whose face and mouth are seen and turned at most ``farthestTurn`` away from where the person mostly
    /// looks: what may be learnt from and shown.
    let isShowable: [Bool]

    /// Degrees of yaw. Beyond it the far corner of the mouth is guessed by the tracker, and a mouth pasted from one side
    /// to the other shows.
    static let farthestTurn = 12.0

    /// - Returns: nil when the take shows no face at all.
    package init?(_ track: FaceTrack, hiddenMouths: Set<Int> = []) {
        guard let poseTrack = PoseTrack(track) else { return nil }
        self.poseTrack = poseTrack
        isShowable = Self.showable(
            poseTrack.isSeen.enumerated().map { $0.element && !hiddenMouths.contains($0.offset) },
            yaws: poseTrack.poses.map(\.yaw))
        let poses = poseTrack.poses.map(HeadPose.init)
        self.poses = poses
        canonical = track.frames.enumerated().map { index, mesh in
            guard let mesh, poseTrack.isSeen[index] else { return nil }
            return MouthControl.indices.map { poses[index].unproject(mesh[$0]) }
        }
    }

    static func showable(_ isSeen: [Bool], yaws: [Double]) -> [Bool] {
        let seen = zip(yaws, isSeen).filter(\.1).map(\.0).sorted()
        guard !seen.isEmpty else { return isSeen }
        let usual = seen[seen.count / 2]
        return zip(yaws, isSeen).map { yaw, isSeen in isSeen && abs(yaw - usual) <= farthestTurn }
    }

    var count: Int { poses.count }

    /// Control points of a frame in footage pixels; those of the neutral face where none was seen.
    func points(of frame: Int, neutral: [SIMD3<Float>]) -> [SIMD2<Float>] {
        (canonical[frame] ?? neutral).map { point in
            let pixel = poses[frame].project(point)
            return [pixel.x, pixel.y]
        }
    }

    /// Inner-lip opening in face widths; 0 where no face was seen.
    func opening(of frame: Int) -> Float {
        guard let points = canonical[frame] else { return 0 }
        let gap = points[Self.upperLip] - points[Self.lowerLip]
        return (gap * gap).sum().squareRoot()
    }

    private static let upperLip = MouthControl.indices.firstIndex(of: FaceLandmark.innerUpperLip) ?? 0
    private static let lowerLip = MouthControl.indices.firstIndex(of: FaceLandmark.innerLowerLip) ?? 0
}

extension HeadPose {
    init(_ pose: RigidPose) {
        let (x, y, z) = pose.rotation.columns
        self.init(
            rows: (
                SIMD3(Float(x.x), Float(y.x), Float(z.x)), SIMD3(Float(x.y), Float(y.y), Float(z.y)),
                SIMD3(Float(x.z), Float(y.z), Float(z.z))
            ),
            scale: Float(pose.scale), translation: SIMD3<Float>(pose.translation))
    }
}
