/// Every check, in the order of the report. Each is a pure function of the analysis.
package enum FootageChecks {
    package static func findings(_ analysis: FootageAnalysis, allowShort: Bool = false) -> [Finding] {
        RecordingChecks.findings(analysis, allowShort: allowShort)
            + PartChecks.findings(analysis)
            + FaceChecks.findings(analysis)
            + HeadChecks.findings(analysis)
            + CameraChecks.findings(analysis)
            + LightChecks.findings(analysis)
            + SoundChecks.findings(analysis)
            + MouthChecks.findings(analysis)
    }
}
