/// Where the mouth is in a source frame: what has to be cut out so that any pose and jaw can be shown.
package enum MouthRegion {
    /// A rectangle of whole, even pixels.
    package struct Rectangle: Equatable, Sendable {
        package var x: Int
        package var y: Int
        package var width: Int
        package var height: Int

        package init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }

        package static let empty = Rectangle(x: 0, y: 0, width: 0, height: 0)

        package func contains(x: Int, y: Int) -> Bool {
            x >= self.x && y >= self.y && x < self.x + width && y < self.y + height
        }
    }

    /// Free space around the mask's border, in face widths: the four-tap kernel, one mip level of it, and the
    /// drift of a cross-fade between two units of unlike jaws.
    static let margin: Float = 0.08

    /// The crop of a unit: the mask's border and the lips, with margin, inside the frame, on even pixels.
    ///
    /// - Parameters:
    ///   - points: the frame's control points (px of the frame).
    ///   - width: frame width (px), even; `height` likewise.
    /// - Returns: nil when the face lies outside the frame or a point is not finite.
    package static func crop(for points: [SIMD2<Float>], width: Int, height: Int) -> Rectangle? {
        guard points.count == MouthControl.count, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            return nil
        }
        var low = points[0]
        var high = points[0]
        for index in Array(MouthControl.lips) + MouthControl.border {
            low = pointwiseMin(low, points[index])
            high = pointwiseMax(high, points[index])
        }
        let space = margin * faceWidth(points)
        let right = (high.x + space).rounded(.up)
        let bottom = (high.y + space).rounded(.up)
        guard right > 0, bottom > 0, low.x - space < Float(width), low.y - space < Float(height) else { return nil }
        let x = Int(max(0, low.x - space)) & ~1
        let y = Int(max(0, low.y - space)) & ~1
        let size = (
            width: min(width, (Int(min(right, Float(width))) + 1) & ~1) - x,
            height: min(height, (Int(min(bottom, Float(height))) + 1) & ~1) - y
        )
        guard size.width >= 8, size.height >= 8 else { return nil }
        return Rectangle(x: x, y: y, width: size.width, height: size.height)
    }

    /// Picks the control points out of a frame's 478 landmarks given as x, y pairs.
    package static func controlPoints(of landmarks: [SIMD2<Float>]) -> [SIMD2<Float>] {
        precondition(landmarks.count >= 468)
        return MouthControl.indices.map { landmarks[$0] }
    }

    /// Distance of the face's outer edges (px).
    static func faceWidth(_ points: [SIMD2<Float>]) -> Float {
        let across = points[MouthControl.leftEdge] - points[MouthControl.rightEdge]
        return (across * across).sum().squareRoot()
    }
}
