/// A mouth and jaw as eight numbers: the coefficients of ``MouthBasis``. One unit of lane 0 is one standard deviation
/// of the person's strongest movement (opening, as a rule); the other lanes are on the same scale.
package typealias MouthShape = SIMD8<Float>

/// The person's own mouth movements: principal components of the control points in canonical coordinates.
///
/// Eight components carry 96–98 % of the variance (measured on two speakers when the engine was designed).
package struct MouthBasis: Equatable, Sendable {
    /// The leading ``MouthControl/indices`` that move with the mouth: lips, the skin around them, and the chin.
    package static let pointCount = 66

    /// Mean position of each of the ``pointCount`` points, canonical coordinates (face widths).
    package let mean: [SIMD3<Float>]
    /// `components[k][point]`: movement of a point per unit of lane k.
    package let components: [[SIMD3<Float>]]

    /// - Precondition: Eight components; all lists have ``pointCount`` entries.
    package init(mean: [SIMD3<Float>], components: [[SIMD3<Float>]]) {
        precondition(mean.count == Self.pointCount)
        precondition(components.count == 8 && components.allSatisfy { $0.count == Self.pointCount })
        self.mean = mean
        self.components = components
    }

    /// Control points of a shape, canonical coordinates.
    package func points(of shape: MouthShape) -> [SIMD3<Float>] {
        var points = mean
        for lane in 0..<8 {
            let amount = shape[lane]
            let component = components[lane]
            for index in points.indices { points[index] += component[index] * amount }
        }
        return points
    }

    /// Inner-lip opening of a shape in face widths.
    package func opening(of shape: MouthShape) -> Float {
        var gap = mean[Self.lowerLip] - mean[Self.upperLip]
        for lane in 0..<8 { gap += (components[lane][Self.lowerLip] - components[lane][Self.upperLip]) * shape[lane] }
        return (gap * gap).sum().squareRoot()
    }

    /// Positions of the inner lips' middle points in a list of control points.
    private static let upperLip = MouthControl.indices.firstIndex(of: 13) ?? 0
    private static let lowerLip = MouthControl.indices.firstIndex(of: 14) ?? 0

    /// The nearest shape to the given control points, of which the leading ``pointCount`` count. Components are
    /// orthogonal, so each lane is a projection.
    package func shape(of points: [SIMD3<Float>]) -> MouthShape {
        var shape = MouthShape.zero
        for lane in 0..<8 {
            var projection: Float = 0
            var length: Float = 0
            for index in 0..<Self.pointCount {
                projection += (components[lane][index] * (points[index] - mean[index])).sum()
                length += (components[lane][index] * components[lane][index]).sum()
            }
            shape[lane] = length > 0 ? projection / length : 0
        }
        return shape
    }
}
