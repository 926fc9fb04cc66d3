internal import Tracking

/// Whether camera and background hold still.
enum CameraChecks {
    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        [motion(analysis), drift(analysis), background(analysis), sharpness(analysis)]
    }

    /// Lengths are measured in pixels of a 1080-line picture, whatever the recording's size.
    private static func normal(_ analysis: FootageAnalysis) -> Float {
        1080 / Float(max(1, min(analysis.track.width, analysis.track.height)))
    }

    /// The background's shift between pictures. Hand-held cameras sway by pixels, tripods by fractions.
    static func motion(_ analysis: FootageAnalysis) -> Finding {
        let scale = normal(analysis)
        let shifts = analysis.frames.compactMap { $0.shift.map { $0 * scale } }
        return Finding(
            .cameraMotion, value: Statistics.percentile(shifts, 0.95), unit: "px", maximum: 0.5, tolerable: 0...1.5,
            spans: Statistics.spans(analysis.frames.indices, rate: analysis.framesPerSecond) {
                (analysis.frames[$0].shift ?? 0) * scale > 0.5
            },
            advice: "Put the camera on a tripod or a shelf: the background moves with the camera.")
    }

    /// How far the background wanders from where it was in the first picture.
    static func drift(_ analysis: FootageAnalysis) -> Finding {
        let scale = normal(analysis)
        let drifts = analysis.frames.compactMap { $0.drift }.map { ($0 * $0).sum().squareRoot() * scale }
        let median = Statistics.smooth(drifts, radius: Int(analysis.framesPerSecond / 4))
        return Finding(
            .cameraDrift, value: Statistics.percentile(median, 0.99), unit: "px", maximum: 4, tolerable: 0...20,
            advice: "Fix the camera better: it slowly turns or sinks during the recording.")
    }

    /// Measured on seven clips: up to .3 % before a still wall, 1–2 % hand-held. Judged in silence, where no gesture
    /// crosses the background.
    static func background(_ analysis: FootageAnalysis) -> Finding {
        let silent = analysis.silentPictures
        let pictures = silent.isEmpty ? Array(analysis.frames.indices) : silent
        let shares = pictures.compactMap { analysis.frames[$0].movingEdges.map { $0 * 100 } }
        return Finding(
            .backgroundMotion, value: Statistics.percentile(shares, 0.95), unit: "% moving edge pixels", maximum: 0.5,
            spans: Statistics.spans(pictures, rate: analysis.framesPerSecond) {
                (analysis.frames[$0].movingEdges ?? 0) > 0.005
            },
            advice: "Choose a background in which nothing moves: no people, screens, leaves or curtains.")
    }

    /// Variance of the Laplacian over the face. Measured on seven clips: 31 soft … 300 crisp at 1080p.
    static func sharpness(_ analysis: FootageAnalysis) -> Finding {
        Finding(
            .sharpness, value: Statistics.median(analysis.frames.compactMap { $0.detail?.sharpness }), minimum: 40,
            advice: "Focus on the eyes, clean the lens, add light, and turn beauty filters off.")
    }
}
