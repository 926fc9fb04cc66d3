/// 478 landmarks of one face in one picture, in MediaPipe's order (468 of the surface, then 5 per iris).
///
/// Units are pixels of the source picture: x to the right, y down, z away from the camera, relative to the
/// face's middle and on the same scale as x. Depth is an estimate of the network: good for turning a face by a few
/// degrees, not for measuring it.
package struct FaceMesh: Equatable, Sendable {
    package static let landmarkCount = 478

    package var points: [SIMD3<Float>]

    /// - Precondition: `points` has ``landmarkCount`` entries.
    package init(points: [SIMD3<Float>]) {
        precondition(points.count == Self.landmarkCount)
        self.points = points
    }

    package subscript(landmark: Int) -> SIMD3<Float> { points[landmark] }

    /// The smallest upright box around the surface's landmarks (irises lie inside).
    package var box: PixelBox {
        var low = SIMD2(points[0].x, points[0].y)
        var high = low
        for point in points {
            low = pointwiseMin(low, SIMD2(point.x, point.y))
            high = pointwiseMax(high, SIMD2(point.x, point.y))
        }
        return PixelBox(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    }
}

/// An upright rectangle in pixels of the source picture; may reach beyond the picture.
package struct PixelBox: Equatable, Codable, Sendable {
    package var x: Float
    package var y: Float
    package var width: Float
    package var height: Float

    package init(x: Float, y: Float, width: Float, height: Float) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var area: Float { width * height }
}
