internal import Core

/// What a stage has sent since its figures were last taken; cheap to keep, so that a slot takes no lock for it.
struct StageTally: Sendable {
    var loopPictures = 0
    var livePictures = 0
    var latePictures = 0
    var droppedPictures = 0
    private var rendering: [Double] = []
    private var encoding: [Double] = []
    private var bytes = 0
    private var reportedUnderruns = 0

    mutating func show(_ outcome: PictureOutcome, isLate: Bool) {
        livePictures += 1
        if isLate { latePictures += 1 }
        rendering.append(outcome.rendering)
        encoding.append(outcome.encoding)
    }

    mutating func report(to metrics: Metrics, underruns: Int) {
        let pictures = "visavis_stage_pictures_total"
        let help = "Pictures sent, by where they come from."
        if loopPictures > 0 { metrics.count(pictures, help, labels: ["source": "loop"], by: Double(loopPictures)) }
        if livePictures > 0 {
            metrics.count(pictures, help, labels: ["source": "live"], by: Double(livePictures))
            metrics.count(
                "visavis_stage_frames_rendered_total", "Pictures rendered and encoded.", by: Double(livePictures))
        }
        metrics.count(
            "visavis_stage_frames_late_total", "Pictures sent one slot after their own.", by: Double(latePictures))
        metrics.count(
            "visavis_stage_frames_dropped_total", "Pictures that were not ready in time and not sent.",
            by: Double(droppedPictures))
        metrics.count(
            "visavis_stage_underruns_total", "Utterances whose next clause came too late.",
            by: Double(underruns - reportedUnderruns))
        for seconds in rendering { StageFigures.observe(metrics, "render", seconds) }
        for seconds in encoding { StageFigures.observe(metrics, "encode", seconds) }
        // Video against sound when sent: 0, or a slot for the late ones.
        for late in [false, true] {
            let count = late ? latePictures : livePictures - latePictures
            for _ in 0..<max(count, 0) {
                metrics.observe(
                    "visavis_stage_skew_seconds", "Video behind sound when sent.", buckets: [0, 0.02, 0.04],
                    late ? 0.02 : 0)
            }
        }
        self = StageTally()
        reportedUnderruns = underruns
    }
}

/// Names of the stage's histograms.
enum StageFigures {
    static func observe(_ metrics: Metrics, _ stage: String, _ seconds: Double) {
        metrics.observe(
            "visavis_stage_seconds", "Time taken, by stage of the way to the viewer.", labels: ["stage": stage], seconds
        )
    }
}
