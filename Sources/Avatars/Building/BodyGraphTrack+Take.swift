internal import Core
internal import Rendering
internal import Tracking

extension BodyGraphTrack {
    /// The take as the motion planner sees it.
    init(_ take: Take, geometry: FaceGeometry) {
        var parts = [BodyPart](repeating: .unused, count: take.track.count)
        for (part, range) in [
            (BodyPart.listening, take.parts.listening), (.talking, take.parts.talking), (.idle, take.parts.idle),
        ] {
            for frame in take.frames(in: range) where geometry.isShowable[frame] { parts[frame] = part }
        }
        let eyes = EyeCurve(take.track, poses: geometry.poseTrack)
        let mouth = MouthCurve(take.track, poses: geometry.poseTrack)
        let faceWidth = geometry.poses.map(\.scale).reduce(0, +) / Float(max(geometry.count, 1))
        let reference = geometry.poseTrack.reference
        let rigid = FaceLandmark.rigid.map { SIMD3<Float>(reference.points[$0]) }
        let points = geometry.poses.flatMap { pose in
            rigid.map { point -> SIMD2<Float> in
                let pixel = pose.project(point)
                return [pixel.x, pixel.y]
            }
        }
        self.init(
            framesPerSecond: take.framesPerSecond, width: take.track.width, height: take.track.height,
            faceWidth: faceWidth, parts: parts, pointsPerFrame: rigid.count, points: points,
            eyeOpening: eyes.opening, mouthOpening: mouth.opening, smile: mouth.smile, browRaise: eyes.browHeight,
            thumbnails: take.thumbnails)
    }
}
