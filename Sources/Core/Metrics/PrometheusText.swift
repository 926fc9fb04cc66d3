/// Prometheus' text format, version 0.0.4 (prometheus.io, "Exposition formats").
enum PrometheusText {
    static func text(of families: [String: Metrics.Family]) -> String {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(escaped(family.help, quotes: false))\n# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, value) in sorted(family.values) { text += "\(name)\(braces(labels)) \(number(value))\n" }
            for (labels, histogram) in sorted(family.histograms) {
                for (bound, count) in zip(histogram.bounds, histogram.counts) {
                    text += "\(name)_bucket\(braces(labels, le: number(bound))) \(count)\n"
                }
                text += "\(name)_bucket\(braces(labels, le: "+Inf")) \(histogram.count)\n"
                text += "\(name)_sum\(braces(labels)) \(number(histogram.sum))\n"
                text += "\(name)_count\(braces(labels)) \(histogram.count)\n"
            }
        }
        return text
    }

    private static func sorted<Value>(_ series: [Metrics.Labels: Value]) -> [(Metrics.Labels, Value)] {
        series.map { ($0.key, $0.value) }.sorted { braces($0.0) < braces($1.0) }
    }

    private static func braces(_ labels: Metrics.Labels, le bound: String? = nil) -> String {
        var pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        if let bound { pairs.append("le=\"\(bound)\"") }
        return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
