internal import Core
internal import Media

extension Take {
    /// A checked recording, ready to be built from.
    ///
    /// - Throws: ``BuildError/refused(reasons:)`` when the check found errors, ``BuildError/tooLittleSpeech`` without a
    ///   talking part, `MediaError` when the sound cannot be read any more.
    package init(_ checked: CheckedFootage, path: String) throws {
        guard checked.report.verdict == .usable else {
            throw BuildError.refused(
                reasons: checked.report.findings.compactMap { $0.severity == .error ? $0.advice : nil })
        }
        guard let talking = checked.analysis.parts.talking else { throw BuildError.tooLittleSpeech }
        func range(_ span: TimeSpan?) -> Range<Double>? { span.map { $0.start..<max($0.start, $0.end) } }
        self.init(
            path: path, framesPerSecond: Int(checked.analysis.framesPerSecond.rounded()), track: checked.analysis.track,
            thumbnails: checked.thumbnails, audio: try FootageReader.readAudio(path: path, sampleRate: 16_000),
            parts: Parts(
                listening: range(checked.analysis.parts.listening), talking: talking.start..<talking.end,
                idle: range(checked.analysis.parts.idle)),
            hiddenMouths: Set(checked.analysis.mouthHidden.indices.filter { checked.analysis.mouthHidden[$0] }))
    }
}
