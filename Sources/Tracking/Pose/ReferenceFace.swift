internal import Foundation

/// One person's own face without pose: the mean shape of a take, seen from the front.
///
/// The origin is the mean of the rigid points, x runs to the right of the picture, y down, z away from the camera, and
/// the unit is the face's width (outer cheek to outer cheek). "Front" is where mirror pairs lie level and the line
/// from forehead to chin stands upright, so yaw and roll are exact while pitch carries an offset of its own for
/// each person (8° on the one face with known pose): compare pitches with each other, not with zero.
package struct ReferenceFace: Equatable, Codable, Sendable {
    /// All landmarks, in face widths.
    package let points: [SIMD3<Double>]

    package init(points: [SIMD3<Double>]) { self.points = points }

    /// The generalised Procrustes mean (Gower 1975) of at most 300 meshes spread evenly over `meshes`.
    ///
    /// Nil when there is no mesh at all.
    package init?(meanOf meshes: [FaceMesh]) {
        guard let first = meshes.first else { return nil }
        let stride = max(1, meshes.count / 300)
        let sample = Swift.stride(from: 0, to: meshes.count, by: stride).map { Self.wide(meshes[$0]) }
        var mean = Self.wide(first)
        for _ in 0..<3 {
            let rigid = FaceLandmark.rigid.map { mean[$0] }
            var sum = [SIMD3<Double>](repeating: .zero, count: mean.count)
            for points in sample {
                let back = RigidPose(fitting: rigid, to: FaceLandmark.rigid.map { points[$0] }).inverse
                for index in sum.indices { sum[index] += back.apply(points[index]) }
            }
            mean = sum.map { $0 / Double(sample.count) }
        }
        points = Self.fromTheFront(mean)
    }

    /// The pose that carries this face onto `mesh`, fitted on the rigid landmarks.
    package func pose(of mesh: FaceMesh) -> RigidPose {
        RigidPose(
            fitting: FaceLandmark.rigid.map { points[$0] },
            to: FaceLandmark.rigid.map { SIMD3<Double>(mesh[$0]) })
    }

    private static func wide(_ mesh: FaceMesh) -> [SIMD3<Double>] { mesh.points.map { SIMD3<Double>($0) } }

    private static func fromTheFront(_ points: [SIMD3<Double>]) -> [SIMD3<Double>] {
        func unit(_ v: SIMD3<Double>) -> SIMD3<Double> { v / (v * v).sum().squareRoot() }
        let x = unit(FaceLandmark.mirrored.map { unit(points[$0.1] - points[$0.0]) }.reduce(.zero, +))
        let down = points[FaceLandmark.chin] - points[FaceLandmark.foreheadTop]
        let y = unit(down - x * (x * down).sum())
        let z = SIMD3(x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
        let middle = FaceLandmark.rigid.map { points[$0] }.reduce(.zero, +) / Double(FaceLandmark.rigid.count)
        let cheeks = points[FaceLandmark.leftCheek] - points[FaceLandmark.rightCheek]
        let width = (cheeks * cheeks).sum().squareRoot()
        return points.map { point in
            let p = point - middle
            return SIMD3((p * x).sum(), (p * y).sum(), (p * z).sum()) / width
        }
    }
}
