internal import Foundation

/// Whether a recording can become an avatar.
package enum FootageVerdict: String, Codable, Sendable {
    case usable
    /// At least one finding is an error.
    case refused
}

/// The result of checking a recording. Its JSON form is documented in `docs/footage-check.md`.
package struct FootageReport: Equatable, Codable, Sendable {
    /// Version of the JSON form; grows when a field changes its meaning, not when one is added.
    package static let currentVersion = 1

    package var version = Self.currentVersion
    /// The recording's file name without its folder.
    package var file: String
    package var verdict: FootageVerdict
    /// Seconds of picture.
    package var duration: Double
    /// Size as shown, in pixels, and average rate of the source.
    package var width: Int
    package var height: Int
    package var sourceRate: Double
    /// The constant rate it was looked at with, in pictures per second.
    package var framesPerSecond: Double
    package var parts: FootageParts
    /// True when the parts were given, false when they were found.
    package var partsGiven: Bool
    package var findings: [Finding]

    package init(file: String, analysis: FootageAnalysis, partsGiven: Bool, allowShort: Bool) {
        self.file = file
        duration = analysis.duration
        width = analysis.facts.width
        height = analysis.facts.height
        sourceRate = analysis.facts.sourceRate
        framesPerSecond = analysis.framesPerSecond
        parts = analysis.parts
        self.partsGiven = partsGiven
        findings = FootageChecks.findings(analysis, allowShort: allowShort)
        verdict = findings.contains { $0.severity == .error } ? .refused : .usable
    }

    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Indented, with sorted keys and rounded to 4 digits, so that equal recordings give equal text. Ends in a newline.
    package func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(rounded)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    package init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

    /// The report as `json()` writes it.
    package var rounded: FootageReport {
        func round(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
        func round(_ span: TimeSpan) -> TimeSpan { TimeSpan(round(span.start), round(span.end)) }
        var report = self
        report.duration = round(duration)
        report.sourceRate = round(sourceRate)
        report.parts = FootageParts(
            listening: parts.listening.map(round), talking: parts.talking.map(round), idle: parts.idle.map(round))
        for index in findings.indices {
            report.findings[index].value = findings[index].value.map { round($0) }
            report.findings[index].spans = findings[index].spans.map { round($0) }
        }
        return report
    }

    private enum CodingKeys: String, CodingKey {
        case version, file, verdict, width, height, parts, findings
        case duration = "duration_s"
        case sourceRate = "source_fps"
        case framesPerSecond = "fps"
        case partsGiven = "parts_given"
    }
}
