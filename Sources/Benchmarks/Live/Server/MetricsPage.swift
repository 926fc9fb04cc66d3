/// What a server's `/metrics` said at one moment: Prometheus' text format 0.0.4, as far as this server writes it.
package struct MetricsPage: Equatable, Sendable {
    /// By the series as written, labels included: `visavis_frames_total{state="idle"}`.
    package var values: [String: Double] = [:]

    package init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            values[String(line[..<space])] = value
        }
    }

    /// The sum of a family's series, those whose labels contain `label` when one is given; 0 when there is none.
    package func sum(_ name: String, label: String = "") -> Double {
        values.reduce(0) { sum, series in
            let isOfFamily = series.key == name || series.key.hasPrefix(name + "{")
            return isOfFamily && (label.isEmpty || series.key.contains(label)) ? sum + series.value : sum
        }
    }

    package func has(_ name: String) -> Bool {
        values.keys.contains { $0 == name || $0.hasPrefix(name + "{") }
    }

    /// The mean of a histogram's values that came between `earlier` and this page, in the histogram's unit; nil when
    /// none came. Exact for one value.
    package func mean(of histogram: String, since earlier: MetricsPage, label: String = "") -> Double? {
        let count = sum(histogram + "_count", label: label) - earlier.sum(histogram + "_count", label: label)
        guard count > 0 else { return nil }
        return (sum(histogram + "_sum", label: label) - earlier.sum(histogram + "_sum", label: label)) / count
    }
}
