internal import Foundation

/// Stage C: what the lips say about where sounds lie.
struct MouthAgreement: Sendable {
    /// Openings over the clip's 95th percentile, 0…, one per row, on the audio's clock once the lag is taken off;
    /// not finite where no face was seen.
    private(set) var openings: [Float]
    /// Seconds by which the picture is later than the sound; `nil` when picture and sound do not agree enough to tell.
    let lag: Double?

    /// Share of the clip's 95th percentile below which lips count as closed (face-tracking noise is a tenth of it).
    private static let closed: Float = 0.15
    /// Largest lag looked for, in seconds.
    private static let longestLag = 0.3
    /// Least correlation of predicted and seen opening for a lag to be believed.
    private static let leastCorrelation = 0.3

    /// - Returns: `nil` when the evidence holds less than a second of mouth, or a mouth that never opens.
    init?(_ evidence: MouthEvidence, spans: [StateSpan], rows: Int) {
        let pairs = zip(evidence.times, evidence.openings).filter { $0.isFinite && $1.isFinite }
        guard pairs.count >= 25, zip(pairs, pairs.dropFirst()).allSatisfy({ $0.0 < $1.0 }) else { return nil }
        let sorted = pairs.map(\.1).sorted()
        let top = sorted[sorted.count * 95 / 100]
        guard top > 0.005 else { return nil }
        let seen = Curve(times: pairs.map(\.0), values: pairs.map { $0.1 / top })
        let still = seen.rows(rows, shift: 0)
        let predicted = Self.predicted(from: spans, rows: rows)
        let reach = Int(Self.longestLag * Cepstra.rowsPerSecond)
        let agreements = (-reach...reach).map { Self.correlation(predicted, still, shift: $0) }
        let best = agreements.indices.max { agreements[$0] < agreements[$1] } ?? reach
        guard agreements[best] >= Self.leastCorrelation else {
            lag = nil
            openings = still
            return
        }
        let shift = Self.shiftClosingLips(still, spans: spans, near: best - reach)
        lag = Double(shift) / Cepstra.rowsPerSecond
        openings = seen.rows(rows, shift: Double(shift) / Cepstra.rowsPerSecond)
    }

    /// Price per row and state of a phone for a mouth that contradicts it, `[row]`: lips open in a closure, closed in
    /// a wide vowel.
    struct Prices: Sendable {
        var open: [Float]
        var shut: [Float]

        /// - Parameter state: 0, 1 or 2. A stop's last state is its release, when the lips part.
        func price(of phone: Int, state: Int, row: Int) -> Float {
            switch PhoneSet.mouth[phone] {
            case .closed: state == 2 ? 0 : open[row]
            case .bitten: state == 1 ? 0.25 * open[row] : 0
            case .wide: state == 1 ? 0.5 * shut[row] : 0
            case .free: 0
            }
        }
    }

    var prices: Prices {
        /// Full price per row; a typical row's log density changes by as much over one wrong phone.
        let weight: Float = 4
        return Prices(
            open: openings.map { $0.isFinite ? weight * min(1, max(0, ($0 - Self.closed) / 0.35)) : 0 },
            shut: openings.map { $0.isFinite ? weight * min(1, max(0, 1 - $0 / Self.closed)) : 0 })
    }

    /// Share of p, b, m with a closed instant within their span ± 40 ms; `nil` when there is none to judge.
    func closuresConfirmed(_ spans: [StateSpan]) -> Double? {
        var judged = 0
        var confirmed = 0
        let margin = Int(0.04 * Cepstra.rowsPerSecond)
        for span in spans where PhoneSet.mouth[span.phone] == .closed && span.end > span.start {
            let rows = openings[max(0, span.start - margin)..<min(openings.count, span.end + margin)].filter(\.isFinite)
            guard let least = rows.min() else { continue }
            judged += 1
            if least < Self.closed { confirmed += 1 }
        }
        return judged > 0 ? Double(confirmed) / Double(judged) : nil
    }

    // MARK: - Lag

    /// Opening as phones alone suggest it, smoothed over ±60 ms as lips move.
    private static func predicted(from spans: [StateSpan], rows: Int) -> [Float] {
        var steps = [Float](repeating: 0, count: rows)
        for span in spans {
            for row in span.start..<span.end {
                steps[row] =
                    switch PhoneSet.mouth[span.phone] {
                    case .closed: 0
                    case .bitten: 0.15
                    case .wide: 1
                    case .free: span.phone == PhoneSet.silence ? 0.05 : 0.4
                    }
            }
        }
        let reach = 12
        return (0..<rows).map { row in
            let part = steps[max(0, row - reach)..<min(rows, row + reach + 1)]
            return part.reduce(0, +) / Float(part.count)
        }
    }

    /// Pearson's r of `predicted[row]` and `seen[row + shift]` where both exist.
    private static func correlation(_ predicted: [Float], _ seen: [Float], shift: Int) -> Double {
        var (count, sumX, sumY, sumXX, sumYY, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for row in max(0, -shift)..<max(max(0, -shift), min(predicted.count, seen.count - shift)) {
            let (x, y) = (Double(predicted[row]), Double(seen[row + shift]))
            guard y.isFinite else { continue }
            count += 1
            sumX += x
            sumY += y
            sumXX += x * x
            sumYY += y * y
            sumXY += x * y
        }
        let spread = (count * sumXX - sumX * sumX) * (count * sumYY - sumY * sumY)
        return count > 1 && spread > 0 ? (count * sumXY - sumX * sumY) / spread.squareRoot() : 0
    }

    /// The shift near `centre` that puts p, b, m on the most closed lips; the middle where several do as well.
    private static func shiftClosingLips(_ seen: [Float], spans: [StateSpan], near centre: Int) -> Int {
        let closures = spans.filter { PhoneSet.mouth[$0.phone] == .closed && $0.end > $0.start }
        guard closures.count >= 3 else { return centre }
        let reach = Int(0.08 * Cepstra.rowsPerSecond)
        let shifts = Array(centre - reach...centre + reach)
        let costs = shifts.map { shift -> Float in
            var sum: Float = 0
            var rows: Float = 0
            for span in closures {
                for row in span.start..<span.end where seen.indices.contains(row + shift) && seen[row + shift].isFinite
                {
                    sum += min(seen[row + shift], 0.5)
                    rows += 1
                }
            }
            return rows > 0 ? sum / rows : .infinity
        }
        guard let least = costs.min(), least.isFinite else { return centre }
        let good = costs.indices.filter { costs[$0] <= least + 0.01 }
        return shifts[(good[0] + good[good.count - 1]) / 2]
    }
}

/// A curve sampled at uneven times.
private struct Curve {
    var times: [Double]
    var values: [Float]

    /// The value at the middle of each row plus `shift` seconds, by linear interpolation; NaN over gaps above 0.1 s.
    func rows(_ count: Int, shift: Double) -> [Float] {
        var next = 0
        return (0..<count).map { row in
            let time = (Double(row) + 0.5) / Cepstra.rowsPerSecond + shift
            while next < times.count, times[next] <= time { next += 1 }
            guard next > 0, next < times.count, times[next] - times[next - 1] <= 0.1 else { return .nan }
            let share = Float((time - times[next - 1]) / (times[next] - times[next - 1]))
            return values[next - 1] + share * (values[next] - values[next - 1])
        }
    }
}
