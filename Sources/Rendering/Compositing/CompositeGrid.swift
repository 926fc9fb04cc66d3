internal import CFaceKernels

/// The grid of square cells a frame is composed on: where it lies in the output and how fine it is.
struct CompositeGrid: Equatable {
    /// The first pixel of the region, even.
    let x: Int
    let y: Int
    let columns: Int
    let rows: Int
    /// Pixels from node to node, even.
    let step: Int
    /// Output frame size (px): cells may reach beyond it, pixels do not.
    let frameWidth: Int
    let frameHeight: Int

    var nodeColumns: Int { columns + 1 }
    var nodeCount: Int { (columns + 1) * (rows + 1) }
    var cellCount: Int { columns * rows }
    var origin: SIMD2<Float> { SIMD2(Float(x), Float(y)) }

    /// Pixels per plane with the padding of incomplete cells.
    var lumaCount: Int { columns * rows * step * step }
    var chromaCount: Int { lumaCount / 4 }

    /// The pixels of the region that exist.
    var area: MouthRegion.Rectangle {
        MouthRegion.Rectangle(
            x: x, y: y, width: min(columns * step, frameWidth - x), height: min(rows * step, frameHeight - y))
    }

    /// The smallest grid covering a box (px), or nil where it misses the frame.
    init?(low: SIMD2<Float>, high: SIMD2<Float>, step: Int, frameWidth: Int, frameHeight: Int) {
        let size = SIMD2(Float(frameWidth), Float(frameHeight))
        let from = pointwiseMax(low, SIMD2(0, 0))
        let to = pointwiseMin(high, size)
        guard from.x < to.x, from.y < to.y else { return nil }
        x = Int(from.x) & ~1
        y = Int(from.y) & ~1
        columns = (Int(to.x.rounded(.up)) - x + step - 1) / step
        rows = (Int(to.y.rounded(.up)) - y + step - 1) / step
        self.step = step
        self.frameWidth = frameWidth
        self.frameHeight = frameHeight
    }

    /// 4:2:0 of H.264 (ITU-T H.264 fig. E-1, type 0): chroma lies on even luma columns, between two luma rows.
    var luma: cfk_region { region(pitch: 1, phase: SIMD2(0.5, 0.5)) }
    var chroma: cfk_region { region(pitch: 2, phase: SIMD2(0.5, 1)) }

    private func region(pitch: Int, phase: SIMD2<Float>) -> cfk_region {
        cfk_region(
            columns: Int32(columns), rows: Int32(rows), step: Int32(step), pitch: Int32(pitch),
            width: Int32(area.width / pitch), height: Int32(area.height / pitch), phase_x: phase.x, phase_y: phase.y)
    }
}
