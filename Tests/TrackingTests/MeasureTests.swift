import Testing

@testable import Tracking

/// A face made of a few named points; everything else lies in the middle.
enum DrawnFace {
    /// - Parameters:
    ///   - opening: Distance of the inner lips in face widths.
    ///   - lids: Distance of the lids in face widths.
    static func points(opening: Double = 0, lids: Double = 0.05, gaze: Double = 0.5) -> [SIMD3<Double>] {
        var points = (0..<FaceMesh.landmarkCount).map { SIMD3(Double($0 % 7) / 70, Double($0 % 11) / 60, 0.1) }
        func place(_ index: Int, _ x: Double, _ y: Double, _ z: Double) { points[index] = SIMD3(x, y, z) }
        for (number, index) in [168, 6, 197, 195].enumerated() { place(index, 0, Double(number) / 20 - 0.2, -0.1) }
        let pairs = [
            (127, 356), (162, 389), (130, 359), (122, 351), (193, 417), (245, 465), (188, 412), (196, 419), (143, 372),
        ]
        for (number, pair) in pairs.enumerated() {
            let (x, y, z) = (0.1 + Double(number) / 25, Double(number % 3) / 10 - 0.3, Double(number % 4) / 10)
            place(pair.0, -x, y, z)
            place(pair.1, x, y, z)
        }
        place(FaceLandmark.rightCheek, -0.5, 0, 0.4)
        place(FaceLandmark.leftCheek, 0.5, 0, 0.4)
        place(FaceLandmark.foreheadTop, 0, -0.6, 0)
        place(FaceLandmark.chin, 0, 0.6, 0)
        for (side, eye, iris) in [(-1.0, FaceLandmark.rightEye, 468), (1.0, FaceLandmark.leftEye, 473)] {
            place(eye[0], side * 0.35, -0.1, 0.1)
            place(eye[3], side * 0.15, -0.1, 0.05)
            for (upper, lower, x) in [(1, 5, 0.3), (2, 4, 0.2)] {
                place(eye[upper], side * x, -0.1 - lids / 2, 0.05)
                place(eye[lower], side * x, -0.1 + lids / 2, 0.05)
            }
            let left = side < 0 ? -0.35 : 0.15
            place(iris, left + 0.2 * gaze, -0.1, 0.05)
        }
        for (x, pair) in [(-0.25, FaceLandmark.rightBrow), (0.25, FaceLandmark.leftBrow)] {
            for index in pair { place(index, x, -0.28, 0) }
        }
        place(FaceLandmark.rightMouthCorner, -0.2, 0.3, 0)
        place(FaceLandmark.leftMouthCorner, 0.2, 0.3, 0)
        place(FaceLandmark.innerUpperLip, 0, 0.3 - opening / 2, -0.1)
        place(FaceLandmark.innerLowerLip, 0, 0.3 + opening / 2, -0.1)
        return points
    }

    static func mesh(_ points: [SIMD3<Double>], _ pose: RigidPose) -> FaceMesh {
        FaceMesh(points: points.map { SIMD3<Float>(pose.apply($0)) })
    }
}

@Suite("What a face does")
struct MeasureTests {
    static let poses = [
        RigidPose(rotation: .identity, scale: 340, translation: SIMD3(960, 500, 0)),
        RigidPose(
            rotation: RigidPoseTests.turned(yaw: 12, pitch: -6, roll: 4), scale: 210, translation: SIMD3(300, 200, 0)),
    ]

    @Test("opening and width do not depend on the head's pose", arguments: poses)
    func mouth(pose: RigidPose) {
        let points = DrawnFace.points(opening: 0.12)
        let mouth = MouthMeasure(FrontalFace(DrawnFace.mesh(points, pose), pose: pose))
        #expect(abs(mouth.opening - 0.12) < 1e-4)
        #expect(abs(mouth.width - 0.4) < 1e-4)
    }

    @Test("eyes, brows and gaze are read in the face's own plane", arguments: poses)
    func eyes(pose: RigidPose) {
        let points = DrawnFace.points(lids: 0.05, gaze: 0.6)
        let eyes = EyeMeasure(FrontalFace(DrawnFace.mesh(points, pose), pose: pose))
        #expect(abs(eyes.opening - 0.25) < 1e-3)
        #expect(abs(eyes.gaze - 0.6) < 1e-3)
        #expect(abs(eyes.browHeight - 0.18) < 1e-3)
    }

    @Test("a take's curves bridge pictures without a face, and blinks are counted")
    func curves() throws {
        let pose = Self.poses[0]
        let sightings = (0..<60).map { index -> FaceSighting in
            guard index != 30 else { return FaceSighting() }
            let shut = (20..<24).contains(index) || (40..<44).contains(index)
            let points = DrawnFace.points(opening: index < 30 ? 0 : 0.1, lids: shut ? 0.005 : 0.05)
            return FaceSighting(mesh: DrawnFace.mesh(points, pose))
        }
        let track = FaceTrack(sightings: sightings, framesPerSecond: 25, width: 1920, height: 1080)
        let poses = try #require(PoseTrack(track))
        #expect(poses.isSeen.filter { !$0 }.count == 1)
        let mouth = MouthCurve(track, poses: poses)
        #expect(mouth.count == 60)
        #expect(mouth.opening[30] == mouth.opening[29])
        #expect(abs(mouth.opening[31] - 0.1) < 1e-3)
        #expect(EyeCurve(track, poses: poses).blinks == [20, 40])
    }

    @Test("a reference face is level, upright and one face wide")
    func reference() throws {
        let tilted = RigidPose(
            rotation: RigidPoseTests.turned(yaw: 5, pitch: 0, roll: 9), scale: 300, translation: SIMD3(700, 400, 0))
        let mesh = DrawnFace.mesh(DrawnFace.points(), tilted)
        let reference = try #require(ReferenceFace(meanOf: [mesh, mesh]))
        let across = reference.points[FaceLandmark.leftCheek] - reference.points[FaceLandmark.rightCheek]
        #expect(abs(across.x - 1) < 1e-4 && abs(across.y) < 1e-4)
        let pose = reference.pose(of: mesh)
        #expect(abs(pose.scale - 300) < 0.01)
        #expect(abs(pose.yaw - 5) < 0.1 && abs(pose.roll - 9) < 0.1)
        #expect(ReferenceFace(meanOf: []) == nil)
    }
}
