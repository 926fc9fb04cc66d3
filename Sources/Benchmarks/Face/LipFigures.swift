package import Core

/// How well a synthesised mouth follows a real one. Pure; one set of definitions for everybody:
/// opening and width in face widths per frame, r is Pearson's over the frames, a closure is hit when a frame within the
/// phone's span ± 40 ms is opened less than 15 % of the p95 opening.
package enum LipFigures {
    package static func correlation(_ left: [Float], _ right: [Float]) -> Double {
        let count = min(left.count, right.count)
        guard count > 1 else { return 0 }
        let a = left.prefix(count).map(Double.init)
        let b = right.prefix(count).map(Double.init)
        let (meanA, meanB) = (a.reduce(0, +) / Double(count), b.reduce(0, +) / Double(count))
        var (cross, powerA, powerB) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            cross += (a[index] - meanA) * (b[index] - meanB)
            powerA += (a[index] - meanA) * (a[index] - meanA)
            powerB += (b[index] - meanB) * (b[index] - meanB)
        }
        return powerA > 0 && powerB > 0 ? cross / (powerA * powerB).squareRoot() : 0
    }

    /// The shift of `left` in frames, within ±`reach`, at which it correlates best with `right`; + means it is late.
    package static func bestLag(_ left: [Float], _ right: [Float], reach: Int = 5) -> Int {
        let lags = (-reach...reach).map { lag -> (lag: Int, r: Double) in
            lag >= 0
                ? (lag, correlation(Array(left.dropFirst(lag)), Array(right.dropLast(lag))))
                : (lag, correlation(Array(left.dropLast(-lag)), Array(right.dropFirst(-lag))))
        }
        return lags.max { ($0.r, -abs($0.lag)) < ($1.r, -abs($1.lag)) }?.lag ?? 0
    }

    /// Share of the p, b and m among `phones` that `opening` hits.
    /// - Parameters:
    ///   - start: Time of the first frame's beginning on the phones' clock, seconds.
    ///   - limit: Opening below which lips count as closed.
    package static func closuresHit(
        _ phones: [Phone], opening: [Float], framesPerSecond: Double, start: Double, limit: Float
    ) -> (hit: Int, of: Int) {
        var (hit, total) = (0, 0)
        let end = start + Double(opening.count) / framesPerSecond
        for phone in phones where ["p", "b", "m"].contains(phone.symbol) {
            guard phone.start - 0.04 >= start, phone.end + 0.04 <= end else { continue }
            total += 1
            let frames = opening.indices.filter { index in
                let time = start + (Double(index) + 0.5) / framesPerSecond
                return time >= phone.start - 0.04 && time <= phone.end + 0.04
            }
            if frames.contains(where: { opening[$0] < limit }) { hit += 1 }
        }
        return (hit, total)
    }

    /// Linear interpolation between order statistics; 0 for an empty list.
    package static func quantile<Value: BinaryFloatingPoint>(_ values: [Value], _ share: Double) -> Value {
        let sorted = values.sorted()
        guard let last = sorted.last else { return 0 }
        let position = share * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (sorted[index + 1] - sorted[index]) * Value(position - Double(index))
    }
}
