import Foundation

/// Where a head is in a picture: a similarity from the person's canonical face to image pixels.
///
/// Canonical coordinates: the person's own neutral, frontal face in **face widths** (outer cheek to outer cheek = 1);
/// x to the image's right, y down, z away from the camera; origin at the mean of the rigid points.
/// `image = scale · R · canonical + translation`.
package struct HeadPose: Equatable, Sendable {
    /// Rows of the rotation matrix R.
    package var rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)
    /// Pixels per face width.
    package var scale: Float
    /// Pixels; z as the tracker gives it.
    package var translation: SIMD3<Float>

    package init(rows: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>), scale: Float, translation: SIMD3<Float>) {
        self.rows = rows
        self.scale = scale
        self.translation = translation
    }

    package static let identity = HeadPose(rows: ([1, 0, 0], [0, 1, 0], [0, 0, 1]), scale: 1, translation: .zero)

    package static func == (left: HeadPose, right: HeadPose) -> Bool {
        left.rows == right.rows && left.scale == right.scale && left.translation == right.translation
    }

    /// Canonical point → image pixels.
    package func project(_ point: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3((rows.0 * point).sum(), (rows.1 * point).sum(), (rows.2 * point).sum()) * scale + translation
    }

    /// Image pixels → canonical point.
    package func unproject(_ point: SIMD3<Float>) -> SIMD3<Float> {
        let centred = (point - translation) / scale
        return rows.0 * centred.x + rows.1 * centred.y + rows.2 * centred.z
    }

    /// The same pose in a picture whose pixels are `factor` times as many per side.
    package func scaled(by factor: Float) -> HeadPose {
        HeadPose(rows: rows, scale: scale * factor, translation: translation * factor)
    }

    /// Between two poses that are close (a few degrees): rotation rows are mixed and made orthonormal again.
    package func mixed(with other: HeadPose, amount: Float) -> HeadPose {
        func unit(_ vector: SIMD3<Float>) -> SIMD3<Float> { vector / (vector * vector).sum().squareRoot() }
        let first = unit(rows.0 + (other.rows.0 - rows.0) * amount)
        let mixed = rows.1 + (other.rows.1 - rows.1) * amount
        let second = unit(mixed - first * (first * mixed).sum())
        let third = SIMD3(
            first.y * second.z - first.z * second.y, first.z * second.x - first.x * second.z,
            first.x * second.y - first.y * second.x)
        return HeadPose(
            rows: (first, second, third), scale: scale + (other.scale - scale) * amount,
            translation: translation + (other.translation - translation) * amount)
    }

    /// Yaw, pitch and roll in degrees: + yaw turns to the image's right, + pitch looks down, + roll tilts clockwise.
    package var angles: SIMD3<Float> {
        let degrees: Float = 180 / .pi
        return [
            atan2(rows.0.z, (rows.1.z * rows.1.z + rows.2.z * rows.2.z).squareRoot()) * -degrees,
            atan2(rows.1.z, rows.2.z) * degrees,
            atan2(rows.1.x, rows.0.x) * degrees,
        ]
    }
}
