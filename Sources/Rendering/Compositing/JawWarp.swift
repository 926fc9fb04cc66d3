/// How the body frame's own jaw line and neck move to meet the unit's jaw: no second chin, whatever the jaw states.
///
/// Along the jaw line the body's pixels are displaced by (own − target); outside it the displacement fades over the
/// neck, inside it goes on until the unit covers the body. Above the corners of the jaw there is none.
final class JawWarp {
    /// Shortest way over which a displacement fades outside the jaw line, in face widths.
    static let shortestFade: Float = 0.06
    /// The fade's length in displacements: above 2, the squared fade below cannot fold; at 3.2 a closing jaw
    /// stretches the skin below it at most 2.7 times. Short, so that a collar or hair beside the jaw stays.
    static let fadePerDisplacement: Float = 3.2

    /// Per node: where to look in the body frame (px), and how far from the node that is (px, sum of both axes).
    let x = Scratch<Float>()
    let y = Scratch<Float>()
    let length = Scratch<Float>()
    private let line = Scratch<SIMD2<Float>>(capacity: 32)
    private let shift = Scratch<SIMD2<Float>>(capacity: 32)
    private let fade = Scratch<Float>(capacity: 32)

    /// Measures the displacements; `reach` then tells how far the warp goes.
    func measure(body: [SIMD2<Float>], targets: UnsafePointer<SIMD2<Float>>, faceWidth: Float) {
        let span = MouthControl.jawLineSpan
        line.reserve(span.count)
        shift.reserve(span.count)
        fade.reserve(span.count)
        for index in 0..<span.count {
            line[index] = targets[span.lowerBound + index]
            shift[index] = body[span.lowerBound + index] - line[index]
        }
        // Single contour landmarks jitter; the jaw does not bend: binomial smoothing along the line.
        for _ in 0..<2 {
            var before = shift[0]
            for index in 1..<(span.count - 1) {
                let here = shift[index]
                shift[index] = (before + 2 * here + shift[index + 1]) / 4
                before = here
            }
        }
        for index in 0..<span.count {
            shift[index] *= taper(index, of: span.count)
            let length = (shift[index] * shift[index]).sum().squareRoot()
            fade[index] = max(Self.shortestFade * faceWidth, Self.fadePerDisplacement * length)
        }
    }

    /// How far (px) the warp goes beyond the targets' jaw line at its `index`-th point.
    func reach(_ index: Int) -> Float { fade[index] }

    /// 0 at the ends of the jaw line (below the ears), 1 along the chin: the jaw turns about the ears, and what is
    /// measured beside them is silhouette sliding over the cheek as the head turns.
    private func taper(_ index: Int, of count: Int) -> Float {
        let share = min(1, Float(min(index, count - 1 - index)) / 5)
        return share * share * (3 - 2 * share)
    }

    func place(on grid: CompositeGrid) {
        x.reserve(grid.nodeCount)
        y.reserve(grid.nodeCount)
        length.reserve(grid.nodeCount)
        let count = MouthControl.jawLineSpan.count
        var node = 0
        for row in 0...grid.rows {
            for column in 0...grid.columns {
                let place = grid.origin + SIMD2(Float(column * grid.step), Float(row * grid.step))
                let value = displacement(at: place, count: count)
                x.start[node] = place.x + value.x
                y.start[node] = place.y + value.y
                length.start[node] = abs(value.x) + abs(value.y)
                node += 1
            }
        }
    }

    private func displacement(at place: SIMD2<Float>, count: Int) -> SIMD2<Float> {
        var nearest = Float.infinity
        var value = SIMD2<Float>()
        var isOutside = false
        var reach: Float = 1
        for index in 0..<(count - 1) {
            let from = line.start[index]
            let along = line.start[index + 1] - from
            let offset = place - from
            let length = max((along * along).sum(), 1e-6)
            let share = min(1, max(0, (offset * along).sum() / length))
            let apart = offset - along * share
            let square = (apart * apart).sum()
            guard square < nearest else { continue }
            nearest = square
            reach = fade.start[index] + (fade.start[index + 1] - fade.start[index]) * share
            value = shift.start[index] + (shift.start[index + 1] - shift.start[index]) * share
            // The line runs from the person's right to the left: image y grows downwards, the face lies to its left.
            isOutside = along.x * offset.y - along.y * offset.x > 0
        }
        guard isOutside else { return value }
        let rest = max(0, 1 - nearest.squareRoot() / reach)
        return value * (rest * rest)
    }
}
