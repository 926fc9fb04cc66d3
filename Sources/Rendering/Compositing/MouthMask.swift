internal import CFaceKernels

/// How much of the unit is seen where: 0 on the mask's border and beyond, 1 a feather's width inside.
///
/// The border runs under the nose, over the cheeks and one mesh ring inside the jaw line, so that the unit's
/// pixels are always skin of the face; silhouette, neck, hair and collar are the body frame's own (`JawWarp`).
final class MouthMask {
    /// Width of the ramp from 0 to 1, in face widths. A smoothstep this wide is as steep in the middle as a
    /// Gaussian edge of σ = 3.5 % of the face width is within 3 %.
    static let feather: Float = 0.09

    /// Per node: 0 on the border, 1 a feather inside, unclamped.
    let edge = Scratch<Float>()
    private let x = Scratch<Float>(capacity: 64)
    private let y = Scratch<Float>(capacity: 64)

    func place(on grid: CompositeGrid, targets: UnsafePointer<SIMD2<Float>>, faceWidth: Float) {
        let border = MouthControl.border
        x.reserve(border.count)
        y.reserve(border.count)
        for (corner, index) in border.enumerated() {
            x[corner] = targets[index].x
            y[corner] = targets[index].y
        }
        edge.reserve(grid.nodeCount)
        cfk_polygon_distance(
            Int32(grid.columns), Int32(grid.rows), Float(grid.step), grid.origin.x, grid.origin.y,
            Int32(border.count), x.start, y.start, edge.start)
        let scale = 1 / (Self.feather * faceWidth)
        for node in 0..<grid.nodeCount { edge.start[node] *= scale }
    }
}
