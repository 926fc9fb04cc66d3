internal import Synchronization

/// Counts and measurements of one server, kept in memory and read as text by Prometheus.
///
/// Any thread; recording costs one short lock. Series are made on first use and never go away, so labels must come
/// from small fixed sets (a state, an error code), never from what a client sends.
package final class Metrics: Sendable {
    /// Upper bounds of a histogram of durations, in seconds: 1 ms … 10 s.
    package static let latencyBuckets: [Double] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10,
    ]

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    struct Family {
        enum Kind: String { case counter, gauge, histogram }
        var kind: Kind
        var help: String
        var values: [Labels: Double] = [:]
        var histograms: [Labels: Histogram] = [:]
    }

    struct Histogram {
        var bounds: [Double]
        var counts: [Int]
        var sum: Double = 0
        var count = 0
    }

    /// Label names and values, in the order of the names.
    typealias Labels = [LabelPair]
    struct LabelPair: Hashable {
        var name: String
        var value: String
    }

    /// Adds to a counter. `name` ends in `_total` and carries its unit (`_bytes_total`, `_seconds_total`).
    package func count(
        _ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:], by amount: Double = 1
    ) {
        change(name, .counter, help, labels) { $0 += amount }
    }

    /// Sets a gauge.
    package func set(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:], to value: Double) {
        change(name, .gauge, help, labels) { $0 = value }
    }

    /// Adds to a gauge; negative to take away.
    package func add(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:], _ amount: Double) {
        change(name, .gauge, help, labels) { $0 += amount }
    }

    /// Records one value into a histogram whose buckets are those of its first use.
    package func observe(
        _ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:],
        buckets: [Double] = Metrics.latencyBuckets, _ value: Double
    ) {
        let key = Self.key(labels)
        families.withLock { families in
            var family = families[name] ?? Family(kind: .histogram, help: help)
            var histogram =
                family.histograms[key]
                ?? Histogram(bounds: buckets, counts: [Int](repeating: 0, count: buckets.count))
            for (index, bound) in histogram.bounds.enumerated() where value <= bound { histogram.counts[index] += 1 }
            histogram.sum += value
            histogram.count += 1
            family.histograms[key] = histogram
            families[name] = family
        }
    }

    /// The present value of a counter or gauge, or the number of a histogram's values; 0 when there is none.
    package func value(of name: String, labels: KeyValuePairs<String, String> = [:]) -> Double {
        let key = Self.key(labels)
        return families.withLock { families in
            guard let family = families[name] else { return 0 }
            return family.values[key] ?? family.histograms[key].map { Double($0.count) } ?? 0
        }
    }

    /// Everything in Prometheus' text format 0.0.4, sorted by name.
    package func text() -> String { PrometheusText.text(of: families.withLock { $0 }) }

    private func change(
        _ name: String, _ kind: Family.Kind, _ help: String, _ labels: KeyValuePairs<String, String>,
        _ body: (inout Double) -> Void
    ) {
        let key = Self.key(labels)
        families.withLock { body(&$0[name, default: Family(kind: kind, help: help)].values[key, default: 0]) }
    }

    private static func key(_ labels: KeyValuePairs<String, String>) -> Labels {
        labels.map { LabelPair(name: $0.key, value: $0.value) }
    }
}
