import Benchmarks
import Foundation
import Testing

@Suite struct BenchReportTests {
    let machine = Machine(cpu: "Z80", cores: 1, memoryMB: 64, os: "CP/M", swift: "6.3 release")

    @Test("a report is written with exactly the agreed keys")
    func keys() throws {
        var report = BenchReport(machine: machine)
        report.measure("render, 720p, p50", 2.5, "ms", .atMost(3))
        let object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(Set(object.keys) == ["machine", "rows"])
        let row = try #require((object["rows"] as? [[String: Any]])?.first)
        #expect(Set(row.keys) == ["figure", "value", "unit", "bound", "holds"])
        #expect(row["value"] as? Double == 2.5)
        #expect(row["bound"] as? String == "≤ 3")
        #expect(row["holds"] as? Bool == true)
        let written = try #require(object["machine"] as? [String: Any])
        #expect(Set(written.keys) == ["cpu", "cores", "memoryMB", "os", "swift"])
    }

    @Test("a bound includes its limit and admits nothing that is no number")
    func bounds() {
        #expect(BenchReport.Bound.atMost(3).admits(3))
        #expect(!BenchReport.Bound.atMost(3).admits(3.0001))
        #expect(BenchReport.Bound.atLeast(0.85).admits(0.85))
        #expect(!BenchReport.Bound.atLeast(0.85).admits(.nan))
        #expect(BenchReport.Bound.exactly(0).admits(0))
    }

    @Test("a report holds only when something was measured and every row holds")
    func holds() {
        var report = BenchReport(machine: machine)
        report.skip("build", because: "needs --footage")
        #expect(!report.holds)
        report.measure("a", 1, "s", .atMost(2))
        #expect(report.holds)
        report.measure("b", 3, "s", .atMost(2))
        #expect(!report.holds)
    }

    @Test("a value that is no number is written as null and does not hold")
    func notANumber() throws {
        var report = BenchReport(machine: machine)
        report.measure("r", .nan, "", .atLeast(0.85))
        let text = String(decoding: try report.json(), as: UTF8.self)
        #expect(text.contains("\"value\" : null"))
        #expect(text.contains("\"holds\" : false"))
    }

    @Test("skipped figures are listed with their reason")
    func skipped() throws {
        var report = BenchReport(machine: machine)
        report.skip("build", because: "needs --footage")
        let object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        #expect(object["skipped"] as? [[String: String]] == [["figure": "build", "reason": "needs --footage"]])
    }

    @Test("the machine this runs on is described")
    func machineIsDescribed() {
        let machine = Machine.current
        #expect(machine.cores >= 1)
        #expect(machine.memoryMB > 100)
        #expect(!machine.cpu.isEmpty)
    }

    @Test(
        "numbers are printed short",
        arguments: [(0.8512, "0.851"), (45.0, "45"), (2.96, "2.96"), (12.345, "12.35"), (123.456, "123.5")])
    func short(value: Double, text: String) {
        #expect(BenchReport.short(value) == text)
    }
}
