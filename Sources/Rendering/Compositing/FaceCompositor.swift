internal import CFaceKernels
package import Core

/// Shows a mouth unit, or a cross-fade of two, on a recorded frame of the same person.
///
/// The unit's lower face is warped to the frame's head pose, colour-matched and blended inside a feathered mask; the
/// frame's own jaw line and neck are moved to meet the unit's jaw. Pixels the mask and the moved neck do not reach
/// keep their value bit for bit. Results depend on the arguments alone, never on earlier frames.
///
/// One per session: it owns the working memory (about 4 MB at 720p, grown at the first frames and then reused) and
/// is not safe to use from two threads at once.
package final class FaceCompositor {
    private let mask = MouthMask()
    private let jaw = JawWarp()
    private let colours = ColourMatch()
    private let warp = UnitWarp()
    private let sampler = UnitSampler()
    private let targets = Scratch<SIMD2<Float>>(capacity: MouthControl.count)
    private let cells = CompositeCells()
    private let unitPlanes = Scratch<Float>()
    private let bodyPlanes = Scratch<Float>()
    private var grid: CompositeGrid?
    private let interpolating = ResamplingKernel()

    package init() {}

    /// Composes in place.
    ///
    /// - Parameters:
    ///   - frame: the body frame at output size.
    ///   - layers: one unit, or two to cross-fade.
    ///   - body: the body frame's own control points (px of the output).
    ///   - targets: where the control points are to be seen (px of the output); nil shows the units' own shapes,
    ///     their `posed` points mixed by weight. An animation displaces the lips (`MouthControl.lips`) by a few
    ///     pixels and may let the jaw follow.
    ///   - strength: 0 leaves the frame alone, 1 shows the unit. Between, the body's own mouth and the unit's are warped
    ///     to points as far between theirs and mixed: a morph from one to the other, which starts and ends exactly.
    /// - Returns: the rectangle that may have changed, empty when nothing has.
    package func compose(
        _ frame: inout VideoFrame, layers: [CompositeLayer], body: [SIMD2<Float>], targets: [SIMD2<Float>]? = nil,
        strength: Float = 1
    ) throws(CompositeError) -> MouthRegion.Rectangle {
        grid = nil
        let total = try check(layers, body: body, targets: targets, strength: strength)
        guard strength > 0 else { return MouthRegion.Rectangle(x: 0, y: 0, width: 0, height: 0) }
        let strength = min(strength, 1)
        for index in 0..<MouthControl.count {
            var target = SIMD2<Float>()
            if let targets {
                target = targets[index]
            } else {
                for layer in layers { target += layer.posed[index] * (layer.weight / total) }
            }
            self.targets[index] = body[index] + (target - body[index]) * strength
        }
        let faceWidth = MouthRegion.faceWidth(body)
        guard faceWidth >= 24 else { throw .faceTooSmall }
        jaw.measure(body: body, targets: self.targets.start, faceWidth: faceWidth)
        guard let grid = makeGrid(frame, faceWidth: faceWidth) else {
            return MouthRegion.Rectangle(x: 0, y: 0, width: 0, height: 0)
        }
        self.grid = grid
        mask.place(on: grid, targets: self.targets.start, faceWidth: faceWidth)
        jaw.place(on: grid)
        cells.mark(grid, edge: mask.edge.start, jaw: jaw)
        let share = strength / total
        var isFirst = true
        for layer in layers where layer.weight > 0 {
            warp.fit(
                layer.points, posed: layer.posed, targets: self.targets.start,
                corner: SIMD2(Float(layer.unit.x), Float(layer.unit.y)), faceWidth: faceWidth, grid: grid)
            sampler.sample(
                layer.unit.bytes, width: layer.unit.width, height: layer.unit.height, along: warp, grid: grid,
                cells: cells.unit.start, weight: layer.weight * share, isFirst: isFirst, into: planes(of: grid))
            isFirst = false
        }
        if strength < 1 {
            warp.fit(
                body, posed: body, targets: self.targets.start, corner: SIMD2(0, 0), faceWidth: faceWidth, grid: grid)
            sampler.sample(
                frame.bytes, width: frame.width, height: frame.height, along: warp, grid: grid,
                cells: cells.unit.start, weight: 1 - strength, isFirst: false, into: planes(of: grid))
        }
        blend(&frame, grid: grid)
        return grid.area
    }

    /// 1 for every luma pixel of the last call's rectangle that may have changed, row by row; the rest of the frame
    /// and everything marked 0 is untouched. For tests and measurements.
    package func touchedPixels() -> [UInt8] {
        guard let grid else { return [] }
        let area = grid.area
        return (0..<(area.width * area.height)).map { index in
            let (row, column) = (index / area.width, index % area.width)
            return cells.touched[row / grid.step * grid.columns + column / grid.step]
        }
    }

    private func check(
        _ layers: [CompositeLayer], body: [SIMD2<Float>], targets: [SIMD2<Float>]?, strength: Float
    ) throws(CompositeError) -> Float {
        guard (1...2).contains(layers.count) else { throw .layerCount(layers.count) }
        var total: Float = 0
        for layer in layers {
            try check(layer.points)
            try check(layer.posed)
            guard layer.weight >= 0, layer.weight.isFinite else { throw .notFinite }
            total += layer.weight
        }
        try check(body)
        if let targets { try check(targets) }
        guard strength.isFinite, total > 0 else { throw .notFinite }
        return total
    }

    private func check(_ points: [SIMD2<Float>]) throws(CompositeError) {
        guard points.count == MouthControl.count else { throw .controlPointCount(points.count) }
        // Beyond a million pixels coordinates are no coordinates, and would not fit the kernels' integers.
        for point in points where !(abs(point.x) < 1e6 && abs(point.y) < 1e6) { throw .notFinite }
    }

    /// Cells of 1/40 of the face width follow the lips closely and are still few.
    private func makeGrid(_ frame: VideoFrame, faceWidth: Float) -> CompositeGrid? {
        let step = min(8, max(4, Int((faceWidth / 80).rounded()) * 2))
        var low = targets[MouthControl.border[0]]
        var high = low
        for index in MouthControl.border {
            low = pointwiseMin(low, targets[index])
            high = pointwiseMax(high, targets[index])
        }
        // Above the jaw line's ends nothing moves.
        for (position, index) in MouthControl.jawLineSpan.enumerated() {
            let point = targets[index]
            let reach = jaw.reach(position)
            low = pointwiseMin(low, SIMD2(point.x - reach, point.y))
            high = pointwiseMax(high, point + reach)
        }
        return CompositeGrid(
            low: low, high: high, step: step, frameWidth: frame.width, frameHeight: frame.height)
    }

    private func planes(of grid: CompositeGrid) -> UnitSampler.Planes {
        unitPlanes.reserve(grid.lumaCount * 3 / 2)
        return UnitSampler.Planes(
            y: unitPlanes.start, u: unitPlanes.start + grid.lumaCount,
            v: unitPlanes.start + grid.lumaCount + grid.chromaCount)
    }

    private func blend(_ frame: inout VideoFrame, grid: CompositeGrid) {
        bodyPlanes.reserve(grid.lumaCount * 3 / 2)
        let (luma, chroma) = (grid.lumaCount, grid.chromaCount)
        let (width, height, uOffset, vOffset) = (frame.width, frame.height, frame.uOffset, frame.vOffset)
        let taps = interpolating.taps(for: 1)
        frame.bytes.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let first = (
                y: base + grid.y * width + grid.x, u: base + uOffset + (grid.y * width / 2 + grid.x) / 2,
                v: base + vOffset + (grid.y * width / 2 + grid.x) / 2
            )
            var (lumaRegion, chromaRegion) = (grid.luma, grid.chroma)
            let body = (y: bodyPlanes.start, u: bodyPlanes.start + luma, v: bodyPlanes.start + luma + chroma)
            cfk_load(&lumaRegion, first.y, Int32(width), body.y)
            cfk_load(&chromaRegion, first.u, Int32(width / 2), body.u)
            cfk_load(&chromaRegion, first.v, Int32(width / 2), body.v)
            var source = cfk_source(
                samples: base, width: Int32(width), height: Int32(height), stride: Int32(width), offset_x: 0.5,
                offset_y: 0.5, scale: 1)
            cfk_warp(&source, &lumaRegion, cells.body.start, jaw.x.start, jaw.y.start, taps, 1, 0, body.y)
            source = cfk_source(
                samples: base + uOffset, width: Int32(width / 2), height: Int32(height / 2),
                stride: Int32(width / 2), offset_x: 0.5, offset_y: 1, scale: 0.5)
            cfk_warp(&source, &chromaRegion, cells.body.start, jaw.x.start, jaw.y.start, nil, 1, 0, body.u)
            source.samples = UnsafePointer(base + vOffset)
            cfk_warp(&source, &chromaRegion, cells.body.start, jaw.x.start, jaw.y.start, nil, 1, 0, body.v)
            let unit = ColourMatch.Planes(
                y: unitPlanes.start, u: unitPlanes.start + luma, v: unitPlanes.start + luma + chroma)
            colours.match(
                unit: unit, to: ColourMatch.Planes(y: body.y, u: body.u, v: body.v), edge: mask.edge.start,
                grid: grid)
            let edge = mask.edge.start
            let gain = colours.gain.start
            cfk_blend(
                &lumaRegion, cells.touched.start, body.y, unit.y, edge, gain, colours.none.start, 16,
                first.y, Int32(width))
            cfk_blend(
                &chromaRegion, cells.touched.start, body.u, unit.u, edge, gain, colours.liftU.start, 128,
                first.u, Int32(width / 2))
            cfk_blend(
                &chromaRegion, cells.touched.start, body.v, unit.v, edge, gain, colours.liftV.start, 128,
                first.v, Int32(width / 2))
        }
    }
}
