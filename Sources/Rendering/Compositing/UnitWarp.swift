internal import CFaceKernels

/// The dense map from output to crop pixels of one unit.
///
/// A quadratic surface fitted through all posed control points carries the head's turn (a face is close to a
/// quadric, so a rigid turn moves its projection by a quadratic of the position); Wendland functions (C2, 1995)
/// add what is left at the points, which is how the lips reach their targets. Both are regularised, so that the
/// jitter of single landmarks is averaged away.
final class UnitWarp {
    /// Reach of one control point, in face widths.
    static let reach: Float = 0.2
    /// Added to the diagonal of the interpolation matrix (its own value is 1): 0 would follow every landmark.
    static let smoothing: Float = 0.01

    /// Per node: the place in the crop (px, continuous: pixel centres at ½).
    let x = Scratch<Float>()
    let y = Scratch<Float>()
    private let matrix = Scratch<Float>()
    private let residual = Scratch<Float>()
    private let centre = Scratch<Float>()
    private var surface = Quadratic()

    /// - Parameters:
    ///   - points, posed: the layer's control points (source px; output px).
    ///   - targets: where the points are to be seen (output px).
    ///   - corner: the crop's first pixel in the source frame.
    func fit(
        _ points: [SIMD2<Float>], posed: [SIMD2<Float>], targets: UnsafePointer<SIMD2<Float>>,
        corner: SIMD2<Float>, faceWidth: Float, grid: CompositeGrid
    ) {
        surface.fit(from: posed, to: points, count: MouthControl.soft.count, minus: corner, scale: faceWidth)
        let count = MouthControl.soft.count
        matrix.reserve(count * count)
        residual.reserve(2 * count)
        centre.reserve(2 * count)
        let inverse = 1 / (Self.reach * faceWidth)
        for row in 0..<count {
            let target = targets[row]
            centre.start[row] = target.x
            centre.start[count + row] = target.y
            let left = points[row] - corner - surface.value(at: target)
            residual.start[row] = left.x
            residual.start[count + row] = left.y
            for column in 0..<row {
                let apart = target - targets[column]
                let distance = (apart * apart).sum().squareRoot() * inverse
                let rest = max(0, 1 - distance)
                matrix.start[row * count + column] = rest * rest * rest * rest * (4 * distance + 1)
            }
            matrix.start[row * count + row] = 1 + Self.smoothing
        }
        let isSolved = cfk_solve(Int32(count), matrix.start, 2, residual.start) == 0
        place(on: grid)
        guard isSolved else { return }
        cfk_splat(
            Int32(grid.columns), Int32(grid.rows), Float(grid.step), grid.origin.x, grid.origin.y, Int32(count),
            centre.start, centre.start + count, residual.start, residual.start + count, Self.reach * faceWidth,
            x.start, y.start)
    }

    /// Source pixels per output pixel in the middle of the map.
    var scale: Float { surface.scale }

    private func place(on grid: CompositeGrid) {
        x.reserve(grid.nodeCount)
        y.reserve(grid.nodeCount)
        var node = 0
        for row in 0...grid.rows {
            for column in 0...grid.columns {
                let value = surface.value(at: grid.origin + SIMD2(Float(column * grid.step), Float(row * grid.step)))
                x.start[node] = value.x
                y.start[node] = value.y
                node += 1
            }
        }
    }
}
