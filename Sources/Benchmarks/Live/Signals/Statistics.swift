/// Figures of a list of measured values.
package enum Statistics {
    /// The nearest-rank quantile: the smallest value that at least `share` (0…1) of the values do not exceed. Not a
    /// number when there are none, so that a row made of it does not hold.
    package static func quantile(_ share: Double, of values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values.sorted()[min(max(rank, 1), values.count) - 1]
    }

    package static func median(_ values: [Double]) -> Double { quantile(0.5, of: values) }

    /// Least-squares slope of y over x; not a number for fewer than two different x.
    package static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / count
        let meanY = points.reduce(0) { $0 + $1.y } / count
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard points.count >= 2, spread > 0 else { return .nan }
        return points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    }
}
