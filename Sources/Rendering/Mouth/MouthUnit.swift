package import Core

/// One recorded mouth: a frame of the footage whose lower face can be put onto any body frame.
package struct MouthUnit: Equatable, Sendable {
    /// Frame of the footage it was cut from.
    package var sourceFrame: Int
    /// Unit that follows one frame later in the footage, or nil.
    package var successor: Int?
    package var shape: MouthShape
    /// What was being said, as the viseme timeline of the person's own speech had it; all on `sil` when silent.
    package var visemes: SIMD16<Float>
    /// Inner-lip opening in face widths.
    package var opening: Float
    /// Head pose in the source picture.
    package var pose: HeadPose
    /// Control points (``MouthControl/indices``) in canonical coordinates; `pose.project` gives source pixels.
    package var points: [SIMD3<Float>]

    package init(
        sourceFrame: Int, successor: Int?, shape: MouthShape, visemes: SIMD16<Float>, opening: Float, pose: HeadPose,
        points: [SIMD3<Float>]
    ) {
        self.sourceFrame = sourceFrame
        self.successor = successor
        self.shape = shape
        self.visemes = visemes
        self.opening = opening
        self.pose = pose
        self.points = points
    }
}

/// What the selector looks for at one instant.
package struct UnitTarget: Equatable, Sendable {
    package var shape: MouthShape
    package var visemes: SIMD16<Float>
    /// Yaw, pitch and roll of the body frame, degrees.
    package var angles: SIMD3<Float>
    /// 0…1, see ``MouthModel/Prediction/firmness``.
    package var closure: Float
    /// Inner-lip opening wanted, in face widths; 0 for lips that meet.
    package var opening: Float

    package init(
        shape: MouthShape, visemes: SIMD16<Float>, angles: SIMD3<Float>, closure: Float, opening: Float
    ) {
        self.shape = shape
        self.visemes = visemes
        self.angles = angles
        self.closure = closure
        self.opening = opening
    }
}
