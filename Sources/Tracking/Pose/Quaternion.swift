internal import Foundation

/// A rotation in space, as a unit quaternion. A plain value: this platform has no `simd` module.
package struct Quaternion: Equatable, Codable, Sendable {
    package var w: Double
    package var x: Double
    package var y: Double
    package var z: Double

    package static let identity = Quaternion(w: 1, x: 0, y: 0, z: 0)

    package init(w: Double, x: Double, y: Double, z: Double) {
        self.w = w
        self.x = x
        self.y = y
        self.z = z
    }

    /// The rotation whose matrix has these columns (orthonormal, right-handed): Shepperd 1978.
    package init(columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)) {
        let (a, b, c) = columns
        let squares = [
            1 + a.x + b.y + c.z, 1 + a.x - b.y - c.z, 1 - a.x + b.y - c.z, 1 - a.x - b.y + c.z,
        ]
        let best = squares.indices.max { squares[$0] < squares[$1] }!
        let half = squares[best].squareRoot() / 2
        let quarter = 0.25 / half
        switch best {
        case 0: self.init(w: half, x: (b.z - c.y) * quarter, y: (c.x - a.z) * quarter, z: (a.y - b.x) * quarter)
        case 1: self.init(w: (b.z - c.y) * quarter, x: half, y: (b.x + a.y) * quarter, z: (c.x + a.z) * quarter)
        case 2: self.init(w: (c.x - a.z) * quarter, x: (b.x + a.y) * quarter, y: half, z: (c.y + b.z) * quarter)
        default: self.init(w: (a.y - b.x) * quarter, x: (c.x + a.z) * quarter, y: (c.y + b.z) * quarter, z: half)
        }
    }

    package var conjugate: Quaternion { Quaternion(w: w, x: -x, y: -y, z: -z) }

    package var normalized: Quaternion {
        let length = (w * w + x * x + y * y + z * z).squareRoot()
        return Quaternion(w: w / length, x: x / length, y: y / length, z: z / length)
    }

    /// The rotation `right` followed by `left`.
    package static func * (left: Quaternion, right: Quaternion) -> Quaternion {
        Quaternion(
            w: left.w * right.w - left.x * right.x - left.y * right.y - left.z * right.z,
            x: left.w * right.x + left.x * right.w + left.y * right.z - left.z * right.y,
            y: left.w * right.y - left.x * right.z + left.y * right.w + left.z * right.x,
            z: left.w * right.z + left.x * right.y - left.y * right.x + left.z * right.w)
    }

    /// The columns of the rotation's matrix: where the three axes go.
    package var columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>) {
        (
            SIMD3(1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
            SIMD3(2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
            SIMD3(2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y))
        )
    }

    package func rotate(_ point: SIMD3<Double>) -> SIMD3<Double> {
        let (a, b, c) = columns
        return a * point.x + b * point.y + c * point.z
    }
}
