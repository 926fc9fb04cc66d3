/// Slow fields that bring the unit's colours to the body frame's: a gain for luma and chroma alike (light changes
/// multiply) and an offset for each chroma plane (white balance).
///
/// The two pictures are compared in blocks along the mask's ramp, where both show the same skin. What differs from
/// the ramp's median (a nostril, hair, a shadow) counts little; the rest spreads inwards like a membrane: weights
/// fall with the fourth power of the distance, close to the mean-value membrane of Farbman et al. (2009).
final class ColourMatch {
    /// Cells per block side when measuring, nodes per lattice side when spreading.
    private static let block = 2
    private static let lattice = 4
    /// The most the unit is changed, and the most one place may differ from the whole rim.
    static let gainRange: ClosedRange<Float> = 0.7...1.4
    static let localGain: Float = 0.12
    static let localOffset: Float = 6
    static let largestOffset: Float = 16

    let gain = Scratch<Float>()
    let liftU = Scratch<Float>()
    let liftV = Scratch<Float>()
    /// Nodes without any lift: luma.
    let none = Scratch<Float>()

    /// x, y (nodes), weight, then gain, U and V offset of each block.
    private struct Sample {
        var place: SIMD2<Float>
        var weight: Float
        var value: SIMD3<Float>
    }
    private let samples = Scratch<Sample>()
    private let order = Scratch<Float>()
    private let coarse = Scratch<SIMD3<Float>>()

    struct Planes {
        let y: UnsafePointer<Float>
        let u: UnsafePointer<Float>
        let v: UnsafePointer<Float>
    }

    /// Fills the fields for one frame from the body's and the warped unit's planes of the grid's region.
    func match(unit: Planes, to body: Planes, edge: UnsafePointer<Float>, grid: CompositeGrid) {
        none.fill(grid.nodeCount, with: 0)
        gain.fill(grid.nodeCount, with: 1)
        liftU.fill(grid.nodeCount, with: 0)
        liftV.fill(grid.nodeCount, with: 0)
        let count = measure(unit: unit, body: body, edge: edge, grid: grid)
        guard count >= 4 else { return }
        let centre = moderate(count)
        spread(count, centre: centre, grid: grid)
    }

    /// Collects one sample per block of the ramp; returns how many.
    private func measure(
        unit: Planes, body: Planes, edge: UnsafePointer<Float>, grid: CompositeGrid
    ) -> Int {
        let area = grid.area
        let side = Self.block * grid.step
        let width = grid.columns * grid.step
        samples.reserve((grid.columns / Self.block + 1) * (grid.rows / Self.block + 1))
        var count = 0
        for top in stride(from: 0, to: area.height - side + 1, by: side) {
            for left in stride(from: 0, to: area.width - side + 1, by: side) {
                let node = (top / grid.step + 1) * grid.nodeColumns + left / grid.step + 1
                let share = edge[node]
                guard share > 0.02, share < 0.98 else { continue }
                // Whole blocks only where the unit has been warped: all their nodes inside the border.
                let across = grid.nodeColumns
                guard edge[node - across - 1] > 0, edge[node - across + 1] > 0, edge[node + across - 1] > 0,
                    edge[node + across + 1] > 0
                else { continue }
                let luma = top * width + left
                let unitY = mean(unit.y + luma, stride: width, side: side)
                let bodyY = mean(body.y + luma, stride: width, side: side)
                guard unitY > 24, bodyY > 24 else { continue }
                let chroma = top / 2 * (width / 2) + left / 2
                let ratio = (bodyY - 16) / (unitY - 16)
                func offset(_ plane: KeyPath<Planes, UnsafePointer<Float>>) -> Float {
                    let own = mean(unit[keyPath: plane] + chroma, stride: width / 2, side: side / 2)
                    let other = mean(body[keyPath: plane] + chroma, stride: width / 2, side: side / 2)
                    return other - 128 - (own - 128) * ratio
                }
                let place = SIMD2(Float(left + side / 2), Float(top + side / 2)) / Float(grid.step)
                let weight = 16 * share * share * (1 - share) * (1 - share)
                samples[count] = Sample(
                    place: place, weight: weight, value: SIMD3(ratio, offset(\.u), offset(\.v)))
                count += 1
            }
        }
        return count
    }

    private func mean(_ start: UnsafePointer<Float>, stride: Int, side: Int) -> Float {
        var sum: Float = 0
        for row in 0..<side {
            let line = start + row * stride
            for column in 0..<side { sum += line[column] }
        }
        return sum / Float(side * side)
    }

    /// Weighs outliers down (Geman–McClure, 1985) and bounds what is left; returns the rim's median.
    private func moderate(_ count: Int) -> SIMD3<Float> {
        let centre = SIMD3(median(count, 0), median(count, 1), median(count, 2))
        let local = SIMD3(Self.localGain, Self.localOffset, Self.localOffset)
        for index in 0..<count {
            let off = (samples[index].value - centre) / local
            let fit = 1 / (1 + (off * off).sum())
            samples[index].weight *= fit * fit
            samples[index].value = centre + min(max(off, -1), 1) * local
        }
        let bounds = SIMD3(Float(0), Self.largestOffset, Self.largestOffset)
        var bounded = min(max(centre, -bounds), bounds)
        bounded.x = min(max(centre.x, Self.gainRange.lowerBound), Self.gainRange.upperBound)
        for index in 0..<count { samples[index].value += bounded - centre }
        return bounded
    }

    private func median(_ count: Int, _ channel: Int) -> Float {
        order.reserve(count)
        for index in 0..<count { order[index] = samples[index].value[channel] }
        var values = UnsafeMutableBufferPointer(start: order.start, count: count)
        values.sort()
        return values[count / 2]
    }

    private func spread(_ count: Int, centre: SIMD3<Float>, grid: CompositeGrid) {
        let columns = (grid.columns + Self.lattice - 1) / Self.lattice + 1
        let rows = (grid.rows + Self.lattice - 1) / Self.lattice + 1
        coarse.reserve(columns * rows)
        let softening: Float = 4
        for row in 0..<rows {
            for column in 0..<columns {
                let place = SIMD2(Float(column * Self.lattice), Float(row * Self.lattice))
                var sum = centre * 1e-7
                var total: Float = 1e-7
                for index in 0..<count {
                    let apart = samples.start[index].place - place
                    let square = (apart * apart).sum() + softening
                    let weight = samples.start[index].weight / (square * square)
                    sum += weight * samples.start[index].value
                    total += weight
                }
                coarse[row * columns + column] = sum / total
            }
        }
        let inverse = 1 / Float(Self.lattice)
        var node = 0
        for row in 0...grid.rows {
            let top = min(row / Self.lattice, rows - 2)
            let down = Float(row - top * Self.lattice) * inverse
            for column in 0...grid.columns {
                let left = min(column / Self.lattice, columns - 2)
                let along = Float(column - left * Self.lattice) * inverse
                let corner = coarse.start + top * columns + left
                let above = corner[0] + (corner[1] - corner[0]) * along
                let below = corner[columns] + (corner[columns + 1] - corner[columns]) * along
                let value = above + (below - above) * down
                gain.start[node] = value.x
                liftU.start[node] = value.y
                liftV.start[node] = value.z
                node += 1
            }
        }
    }
}

private func min(_ left: SIMD3<Float>, _ right: SIMD3<Float>) -> SIMD3<Float> { pointwiseMin(left, right) }
private func max(_ left: SIMD3<Float>, _ right: SIMD3<Float>) -> SIMD3<Float> { pointwiseMax(left, right) }
private func min(_ left: SIMD3<Float>, _ right: Float) -> SIMD3<Float> { pointwiseMin(left, SIMD3(repeating: right)) }
private func max(_ left: SIMD3<Float>, _ right: Float) -> SIMD3<Float> { pointwiseMax(left, SIMD3(repeating: right)) }
