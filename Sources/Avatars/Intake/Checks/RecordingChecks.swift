internal import Tracking

/// The file: size, rate, length, and whether each picture is what a camera made.
enum RecordingChecks {
    /// Below this nothing can be cut: a few seconds of speech and a few of silence.
    static let shortest = 10.0
    static let fullLength = 115.0

    static func findings(_ analysis: FootageAnalysis, allowShort: Bool) -> [Finding] {
        [
            size(analysis.facts), rate(analysis.facts), timing(analysis.facts), repeated(analysis),
            interlacing(analysis), bars(analysis.bars), duration(analysis.duration, allowShort: allowShort),
            cuts(analysis),
        ]
    }

    static func size(_ facts: FootageFacts) -> Finding {
        Finding(
            .pictureSize, value: Double(min(facts.width, facts.height)), unit: "px", minimum: 1080,
            tolerable: 720...Double.infinity,
            advice: "Record at 1920×1080 or more; this is \(facts.width)×\(facts.height).")
    }

    /// 23.976 counts as 24.
    static func rate(_ facts: FootageFacts) -> Finding {
        Finding(
            .frameRate, value: facts.sourceRate, unit: "fps", minimum: 23.9, tolerable: 18...Double.infinity,
            advice: "Set the camera to 25 or 30 pictures per second.")
    }

    static func timing(_ facts: FootageFacts) -> Finding {
        Finding(
            .frameTiming, facts.isVariableRate ? .warning : .fine, value: facts.isVariableRate ? 1 : 0, maximum: 0,
            advice: "Record with a constant frame rate: phones and screen recorders have a setting for it.")
    }

    /// A picture equal to the one before it: cameras make none, so somebody dropped one. A source slower than the
    /// analysis has its share of repeats by construction.
    static func repeated(_ analysis: FootageAnalysis) -> Finding {
        let differences = analysis.frames.dropFirst().map(\.difference)
        let median = Statistics.median(differences) ?? 0
        let limit = Float(min(0.02, median / 10))
        let share = differences.isEmpty ? 0 : Double(differences.count { $0 <= limit }) / Double(differences.count)
        let expected = max(0, 1 - analysis.facts.sourceRate / analysis.framesPerSecond)
        let isStill = median < 0.02
        return Finding(
            .repeatedFrames, value: isStill ? nil : max(0, share - expected) * 100, unit: "%", maximum: 1,
            spans: Statistics.spans(1..<max(1, analysis.frames.count), rate: analysis.framesPerSecond) {
                analysis.frames[$0].difference <= limit
            },
            advice:
                "Pictures were dropped while recording: close other programs, or use a faster card or lower resolution."
        )
    }

    static func interlacing(_ analysis: FootageAnalysis) -> Finding {
        Finding(
            .interlacing,
            value: Statistics.percentile(analysis.frames.compactMap { $0.detail?.combing }, 0.9)
                .map { $0 * 100 }, unit: "% combed", maximum: 3,
            advice: "Record progressive pictures (25p or 30p), not interlaced ones (50i or 60i).")
    }

    static func bars(_ bars: BlackBars) -> Finding {
        Finding(
            .blackBars, value: bars.largest * 100, unit: "% of the picture", maximum: 1.5,
            advice: "Crop the black bars away before you hand in the recording.")
    }

    static func duration(_ seconds: Double, allowShort: Bool) -> Finding {
        let advice =
            if seconds < shortest {
                "At least 15 s are needed, better two minutes: 15 s listening, 90 s talking, 15 s idle."
            } else if allowShort {
                "With two minutes (15 s listening, 90 s talking, 15 s idle) the mouth has more shapes to choose from."
            } else {
                "Record two minutes (15 s listening, 90 s talking, 15 s idle), or accept less quality with --allow-short."
            }
        return Finding(
            .duration, value: seconds, unit: "s", minimum: fullLength,
            tolerable: (allowShort ? shortest : fullLength)...Double.infinity, advice: advice)
    }

    /// Another shot: the picture changes by 12 times the usual and its histogram with it (measured on seven clips: up to
    /// 8.4 times within one take). A jump within one shot: the head is elsewhere from one picture to the next, with
    /// calm before and after.
    static func cuts(_ analysis: FootageAnalysis) -> Finding {
        let rate = analysis.framesPerSecond
        let usual = Float(Statistics.median(analysis.frames.dropFirst().map(\.difference)) ?? 0)
        let shots = Set(
            analysis.frames.indices.dropFirst().filter {
                let frame = analysis.frames[$0]
                return frame.difference > max(12 * usual, 4) && frame.histogramCorrelation < 0.9
            })
        let jumps = HeadJumps.find(analysis).filter { index in !shots.contains { abs($0 - index) < 3 } }
        let all = (Array(shots) + jumps).sorted()
        return Finding(
            .cuts, all.isEmpty ? .fine : shots.isEmpty ? .warning : .error, value: Double(all.count), maximum: 0,
            spans: all.map { TimeSpan(Double($0) / rate, Double($0 + 1) / rate) },
            advice: "Hand in one uncut take: a cut makes the avatar jump.")
    }
}
