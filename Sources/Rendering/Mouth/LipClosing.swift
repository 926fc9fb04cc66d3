/// Brings the lips of a set of control points together.
///
/// Regression and principal components leave a hair's breadth between lips that should meet; a p is only a p when they
/// touch. The lower lip does two thirds of the way (it moves with the jaw), the upper one third.
struct LipClosing {
    /// Positions in a list of control points: corresponding points of the lips' inner and outer lines, corner to corner.
    private static let columns = 1..<10
    private static func lower(_ column: Int) -> (outer: Int, inner: Int) { (column, 20 + column) }
    private static func upper(_ column: Int) -> (outer: Int, inner: Int) { (20 - column, 40 - column) }

    /// - Parameter amount: 0 leaves the points alone, 1 makes the inner contours meet.
    func apply(_ amount: Float, to points: inout [SIMD3<Float>]) {
        guard amount > 0 else { return }
        for column in Self.columns {
            let (upper, lower) = (Self.upper(column), Self.lower(column))
            let gap = (points[lower.inner] - points[upper.inner]) * min(amount, 1)
            points[upper.inner] += gap / 3
            points[upper.outer] += gap / 3
            points[lower.inner] -= gap * 2 / 3
            points[lower.outer] -= gap * 2 / 3
        }
    }
}
