/// Order statistics and spans that the checks share.
enum Statistics {
    /// The value that `share` (0…1) of all values do not exceed; nil for none.
    static func percentile(_ values: [Float], _ share: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }

    static func median(_ values: [Float]) -> Double? { percentile(values, 0.5) }

    static func deviation(_ values: [Float]) -> Double? {
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Float(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Double((squares / Float(values.count)).squareRoot())
    }

    /// Means over a window of ± `radius` places, cut at the ends.
    static func smooth(_ values: [Float], radius: Int) -> [Float] {
        var sums: [Float] = [0]
        for value in values { sums.append(sums[sums.count - 1] + value) }
        return values.indices.map { index in
            let (first, last) = (max(0, index - radius), min(values.count, index + radius + 1))
            return (sums[last] - sums[first]) / Float(last - first)
        }
    }

    /// The spans of pictures for which `holds` is true. Spans less than half a second apart become one; of more than 20
    /// the longest are kept, so that reports stay readable.
    static func spans(_ pictures: some Sequence<Int>, rate: Double, where holds: (Int) -> Bool) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        for index in pictures where holds(index) {
            let (start, end) = (Double(index) / rate, Double(index + 1) / rate)
            if let last = spans.last, start - last.end < 0.5, start >= last.start {
                spans[spans.count - 1].end = end
            } else {
                spans.append(TimeSpan(start, end))
            }
        }
        guard spans.count > 20 else { return spans }
        return spans.sorted { $0.duration > $1.duration }.prefix(20).sorted { $0.start < $1.start }
    }
}
