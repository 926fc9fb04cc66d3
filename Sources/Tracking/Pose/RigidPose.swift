internal import Foundation

/// Where a head is: a similarity (turn, uniform scale, shift) that carries the reference face into the picture.
///
/// With ``ReferenceFace`` as the source, ``scale`` is the face's width in pixels as it would be seen from the front.
package struct RigidPose: Equatable, Codable, Sendable {
    package var rotation: Quaternion
    package var scale: Double
    package var translation: SIMD3<Double>

    package static let identity = RigidPose(rotation: .identity, scale: 1, translation: .zero)

    package init(rotation: Quaternion, scale: Double, translation: SIMD3<Double>) {
        self.rotation = rotation
        self.scale = scale
        self.translation = translation
    }

    /// The similarity with the least summed squared distance from `apply(source)` to `target`: Horn 1987,
    /// "Closed-form solution of absolute orientation using unit quaternions", with Umeyama's 1991 scale.
    ///
    /// - Precondition: as many targets as sources, at least three that are not on one line.
    package init(fitting source: [SIMD3<Double>], to target: [SIMD3<Double>]) {
        precondition(source.count == target.count && source.count >= 3)
        let count = Double(source.count)
        let sourceMean = source.reduce(.zero, +) / count
        let targetMean = target.reduce(.zero, +) / count
        // s[i][j]: sum of source component i times target component j, both centred.
        var s = [[Double]](repeating: [0, 0, 0], count: 3)
        var spread = 0.0
        for (a, b) in zip(source, target) {
            let (a, b) = (a - sourceMean, b - targetMean)
            for i in 0..<3 { for j in 0..<3 { s[i][j] += a[i] * b[j] } }
            spread += (a * a).sum()
        }
        let q = SymmetricEigen.largest([
            [s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
            [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
            [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
            [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]],
        ])
        let sign: Double = q[0] < 0 ? -1 : 1
        rotation = Quaternion(w: sign * q[0], x: sign * q[1], y: sign * q[2], z: sign * q[3]).normalized
        var along = 0.0
        for (a, b) in zip(source, target) { along += ((b - targetMean) * rotation.rotate(a - sourceMean)).sum() }
        scale = along / spread
        translation = targetMean - scale * rotation.rotate(sourceMean)
    }

    package func apply(_ point: SIMD3<Double>) -> SIMD3<Double> { scale * rotation.rotate(point) + translation }

    package var inverse: RigidPose {
        let back = rotation.conjugate
        return RigidPose(rotation: back, scale: 1 / scale, translation: -back.rotate(translation) / scale)
    }

    /// The pose that does `right` first, then `left`.
    package static func * (left: RigidPose, right: RigidPose) -> RigidPose {
        RigidPose(
            rotation: (left.rotation * right.rotation).normalized, scale: left.scale * right.scale,
            translation: left.apply(right.translation))
    }

    /// Degrees; positive when the face turns towards the right edge of the picture.
    package var yaw: Double { atan2(-rotation.columns.2.x, rotation.columns.2.z) * 180 / .pi }

    /// Degrees; positive when the face looks down.
    package var pitch: Double {
        let axis = rotation.columns.2
        return atan2(-axis.y, (axis.x * axis.x + axis.z * axis.z).squareRoot()) * 180 / .pi
    }

    /// Degrees; positive when the head leans clockwise in the picture. The three angles compose as yaw · pitch · roll.
    package var roll: Double { atan2(rotation.columns.0.y, rotation.columns.1.y) * 180 / .pi }
}
