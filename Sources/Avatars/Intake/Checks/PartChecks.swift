/// Whether the three parts are there, and long enough.
enum PartChecks {
    /// Seconds of talking below which too few mouth shapes exist.
    static let shortestTalking = 4.0

    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        let isShort = analysis.duration < RecordingChecks.fullLength
        return [
            talking(analysis.parts.talking, isShort: isShort),
            silent(
                .listeningPart, analysis.parts.listening, isShort: isShort,
                advice: "Begin with 15 s in which you listen silently: nod, raise your brows, smile softly."),
            silent(
                .idlePart, analysis.parts.idle, isShort: isShort,
                advice: "End with 15 s in which you are silent and neutral, lips closed, looking into the camera."),
        ]
    }

    /// A short recording is judged by `duration`; its parts need only exist.
    static func talking(_ span: TimeSpan?, isShort: Bool) -> Finding {
        Finding(
            .talkingPart, value: span?.duration ?? 0, unit: "s", minimum: isShort ? shortestTalking : 87,
            tolerable: shortestTalking...Double.infinity, spans: span.map { [$0] } ?? [],
            advice: "Talk for 90 s, with your face to the camera and pauses under 3 s.")
    }

    static func silent(_ check: CheckID, _ span: TimeSpan?, isShort: Bool, advice: String) -> Finding {
        Finding(
            check, value: span?.duration ?? 0, unit: "s", minimum: isShort ? PartsFinder.shortestPart : 12,
            spans: span.map { [$0] } ?? [], advice: advice)
    }
}
