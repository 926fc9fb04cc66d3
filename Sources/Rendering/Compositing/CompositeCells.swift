/// Which cells of a grid are worked on: everything else of the frame keeps its bytes.
final class CompositeCells {
    /// Per cell 1 where the unit shows, where the body's pixels move and are seen, and where either is so.
    let unit = Scratch<UInt8>()
    let body = Scratch<UInt8>()
    let touched = Scratch<UInt8>()

    /// Displacements (px) below this are none.
    private static let smallestMove: Float = 0.01

    /// A field between nodes never exceeds its corners, so four nodes decide about a cell.
    func mark(_ grid: CompositeGrid, edge: UnsafePointer<Float>, jaw: JawWarp) {
        unit.reserve(grid.cellCount)
        body.reserve(grid.cellCount)
        touched.reserve(grid.cellCount)
        let across = grid.nodeColumns
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                let node = row * across + column
                var (isShown, isHidden, isMoved) = (false, true, false)
                for offset in 0..<4 {
                    let corner = node + (offset & 1) + (offset >> 1) * across
                    isShown = isShown || edge[corner] > 0
                    isHidden = isHidden && edge[corner] >= 1
                    isMoved = isMoved || jaw.length.start[corner] > Self.smallestMove
                }
                let cell = row * grid.columns + column
                unit.start[cell] = isShown ? 1 : 0
                body.start[cell] = isMoved && !isHidden ? 1 : 0
                touched.start[cell] = isShown || isMoved ? 1 : 0
            }
        }
    }
}
