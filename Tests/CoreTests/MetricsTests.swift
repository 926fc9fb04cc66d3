import Core
import Testing

struct MetricsTests {
    @Test("the text is what Prometheus reads: help, type, series, cumulative buckets")
    func text() {
        let metrics = Metrics()
        metrics.count("visavis_errors_total", "Errors.", labels: ["code": "a\"b"])
        metrics.count("visavis_errors_total", "Errors.", labels: ["code": "a\"b"], by: 2)
        metrics.add("visavis_sessions", "Sessions.", labels: ["state": "connected"], 2)
        metrics.add("visavis_sessions", "Sessions.", labels: ["state": "connected"], -1)
        for value in [0.001, 0.15, 99] {
            metrics.observe("visavis_wait_seconds", "Waits.", buckets: [0.1, 0.2], value)
        }
        #expect(
            metrics.text() == """
                # HELP visavis_errors_total Errors.
                # TYPE visavis_errors_total counter
                visavis_errors_total{code="a\\"b"} 3
                # HELP visavis_sessions Sessions.
                # TYPE visavis_sessions gauge
                visavis_sessions{state="connected"} 1
                # HELP visavis_wait_seconds Waits.
                # TYPE visavis_wait_seconds histogram
                visavis_wait_seconds_bucket{le="0.1"} 1
                visavis_wait_seconds_bucket{le="0.2"} 2
                visavis_wait_seconds_bucket{le="+Inf"} 3
                visavis_wait_seconds_sum 99.151
                visavis_wait_seconds_count 3

                """)
    }
}

struct LogTests {
    @Test("a value cannot forge a field or a line")
    func forging() {
        let lines = Lines()
        let log = Log(level: .info) { lines.append($0) }
        log(.info, "Session ended", ["session": "a1", "reason": "x y=\"z\"\nfake"])
        log(.debug, "Unseen")
        #expect(lines.all.count == 1)
        #expect(lines.all[0].hasSuffix(#" info Session ended session=a1 reason="x y=\"z\"\nfake""#))
    }
}

struct MediaTimeTests {
    @Test("an hour of 20 ms slots and of 1/30 s frames end exactly together")
    func noDrift() {
        #expect(MediaTime(180_000, rate: 50) == MediaTime(108_000, rate: 30))
        #expect(MediaTime(1, rate: 30).nanoseconds == 33_333_333)
        #expect(MediaTime(3, rate: 50) - MediaTime(1, rate: 50) == .milliseconds(40))
    }
}

private final class Lines: @unchecked Sendable {
    private(set) var all: [String] = []  // one thread in this test
    func append(_ line: String) { all.append(line) }
}
