import Testing

@testable import Avatars

@Suite("Footage report")
struct FootageReportTests {
    static func report() -> FootageReport {
        var footage = DrawnFootage()
        footage.facts.width = 1280
        footage.facts.height = 720
        return FootageReport(file: "me.mp4", analysis: footage.analysis(), partsGiven: false, allowShort: false)
    }

    @Test("its JSON says the same when read back")
    func roundTrip() throws {
        let report = Self.report()
        #expect(try FootageReport(json: report.json()) == report.rounded)
        #expect(report.json() == report.rounded.json())
    }

    @Test("its JSON uses the documented names")
    func names() {
        let json = Self.report().json()
        for key in ["version", "verdict", "duration_s", "source_fps", "parts_given", "start_s", "check", "advice"] {
            #expect(json.contains("\"\(key)\""))
        }
        #expect(json.contains("\"picture-size\""))
    }

    @Test("an error refuses, warnings do not")
    func verdict() {
        #expect(Self.report().verdict == .usable)
        let footage = DrawnFootage.brief
        let short = FootageReport(file: "x", analysis: footage.analysis(), partsGiven: false, allowShort: false)
        #expect(short.verdict == .refused)
        let allowed = FootageReport(file: "x", analysis: footage.analysis(), partsGiven: false, allowShort: true)
        #expect(allowed.verdict == .usable)
    }

    @Test("the table has one row per check and stays narrow")
    func table() {
        let report = Self.report()
        let text = FootageTable.text(report, columns: 100)
        for check in CheckID.allCases { #expect(text.contains(check.rawValue)) }
        #expect(text.contains("warn  picture-size"))
        #expect(text.hasSuffix("Usable, with 1 warning.\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test(
        "numbers are short",
        arguments: [(0.5, "0.5 px"), (1080, "1080 px"), (0.0041, "0.004 px"), (12.34, "12.3 px"), (0, "0 px")])
    func numbers(value: Double, text: String) {
        #expect(Finding(.yaw, .fine, value: value, unit: "px").valueText == text)
    }
}
