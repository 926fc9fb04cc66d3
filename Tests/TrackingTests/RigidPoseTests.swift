import Foundation
import Testing

@testable import Tracking

@Suite("Rigid pose")
struct RigidPoseTests {
    let face: [SIMD3<Double>] = [
        SIMD3(-0.3, -0.1, 0.05), SIMD3(0.3, -0.1, 0.05), SIMD3(0, -0.1, -0.15), SIMD3(0, 0.1, -0.3),
        SIMD3(-0.5, 0, 0.4), SIMD3(0.5, 0, 0.4),
    ]

    static func turned(yaw: Double, pitch: Double, roll: Double) -> Quaternion {
        func axis(_ degrees: Double, _ x: Double, _ y: Double, _ z: Double) -> Quaternion {
            let half = degrees * .pi / 360
            return Quaternion(w: cos(half), x: x * sin(half), y: y * sin(half), z: z * sin(half))
        }
        // Signs as documented: yaw to the picture's right, pitch down, roll clockwise.
        return axis(-yaw, 0, 1, 0) * axis(pitch, 1, 0, 0) * axis(roll, 0, 0, 1)
    }

    @Test(
        "a fit finds the pose that moved the points",
        arguments: [(0.0, 0.0, 0.0), (12, -5, 3), (-30, 20, -15), (80, 0, 0)])
    func recovers(yaw: Double, pitch: Double, roll: Double) {
        let truth = RigidPose(
            rotation: Self.turned(yaw: yaw, pitch: pitch, roll: roll), scale: 320, translation: SIMD3(900, 500, 20))
        let fitted = RigidPose(fitting: face, to: face.map(truth.apply))
        #expect(abs(fitted.scale - 320) < 1e-6)
        #expect(abs(fitted.yaw - yaw) < 1e-6)
        #expect(abs(fitted.pitch - pitch) < 1e-6)
        #expect(abs(fitted.roll - roll) < 1e-6)
        for point in face {
            let miss = fitted.apply(point) - truth.apply(point)
            #expect((miss * miss).sum() < 1e-12)
        }
    }

    @Test("a pose followed by its inverse changes nothing")
    func inverse() {
        let pose = RigidPose(
            rotation: Self.turned(yaw: 10, pitch: 4, roll: -7), scale: 2.5, translation: SIMD3(1, -2, 3))
        let round = pose.inverse * pose
        #expect(abs(round.scale - 1) < 1e-12)
        #expect(abs(round.rotation.w - 1) < 1e-12)
        #expect((round.translation * round.translation).sum() < 1e-20)
    }

    @Test("a product applies the right pose first")
    func composition() {
        let a = RigidPose(rotation: Self.turned(yaw: 10, pitch: 0, roll: 0), scale: 2, translation: SIMD3(1, 0, 0))
        let b = RigidPose(rotation: Self.turned(yaw: 0, pitch: 9, roll: 2), scale: 3, translation: SIMD3(0, 5, 0))
        for point in face {
            let miss = (a * b).apply(point) - a.apply(b.apply(point))
            #expect((miss * miss).sum() < 1e-20)
        }
    }

    @Test("a quaternion survives the way through its matrix", arguments: [0.0, 60, 170, -120])
    func matrix(angle: Double) {
        let q = Self.turned(yaw: angle, pitch: angle / 3, roll: -angle / 2)
        let back = Quaternion(columns: q.columns)
        let dot = q.w * back.w + q.x * back.x + q.y * back.y + q.z * back.z
        #expect(abs(abs(dot) - 1) < 1e-12)
    }

    @Test("smoothing keeps a parabola and lowers noise")
    func smoothing() {
        let parabola = (0..<40).map { Double($0 * $0) / 10 }
        for (a, b) in zip(parabola, SavitzkyGolay.smooth(parabola, radius: 4)) { #expect(abs(a - b) < 1e-9) }
        let noise = (0..<100).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        let smooth = SavitzkyGolay.smooth(noise, radius: 4)
        #expect(smooth[10..<90].allSatisfy { abs($0) < 0.4 })
    }
}
