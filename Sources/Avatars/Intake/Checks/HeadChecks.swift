internal import Tracking

/// How the head is turned and moves, where the eyes look, what the hands do.
enum HeadChecks {
    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        [
            speed(
                .headSpeed, analysis, pictures: Array(0..<analysis.track.count), maximum: 2,
                advice: "Move your head more slowly: fast turns blur the mouth."),
            speed(
                .headSpeedSilent, analysis, pictures: analysis.silentPictures, maximum: 1,
                advice: "Hold your head calmer while listening and idle: slow, small movements."),
            upright(analysis),
            turned(
                .yaw, analysis, maximum: 18, tolerable: 40, advice: "Face the camera: turn your head less to the sides."
            ) { $0.yaw },
            turned(
                .pitch, analysis, maximum: 12, tolerable: 30, advice: "Keep your chin level: look up and down less.",
                relative: true
            ) { $0.pitch },
            poseSilent(analysis), gaze(analysis), gazeSpread(analysis), blinks(analysis), hands(analysis),
        ]
    }

    /// Measured on seven clips: p99 of .6–1.9 face widths per second.
    static func speed(
        _ check: CheckID, _ analysis: FootageAnalysis, pictures: [Int], maximum: Double, advice: String
    ) -> Finding {
        let speeds = analysis.headSpeed
        let chosen = pictures.filter { $0 < speeds.count }
        return Finding(
            check, value: Statistics.percentile(chosen.map { speeds[$0] }, 0.99), unit: "face widths/s",
            maximum: maximum,
            spans: Statistics.spans(chosen, rate: analysis.framesPerSecond) { Double(speeds[$0]) > maximum },
            advice: advice)
    }

    /// The head's lean over the whole recording. A phone that noted its rotation wrongly gives a face on its side or
    /// upside down, which the tracker follows badly.
    static func upright(_ analysis: FootageAnalysis) -> Finding {
        let leans = (analysis.poses?.poses ?? []).map { Float(abs($0.roll)) }
        return Finding(
            .upright, value: Statistics.median(leans), unit: "°", maximum: 15, tolerable: 0...25,
            advice: "Turn the recording upright, or hold your head straight.")
    }

    /// The 99th percentile of an angle. Pitch is measured from the recording's own median, since its zero differs from
    /// face to face (see `ReferenceFace`).
    static func turned(
        _ check: CheckID, _ analysis: FootageAnalysis, maximum: Double, tolerable: Double, advice: String,
        relative: Bool = false, angle: (RigidPose) -> Double
    ) -> Finding {
        let angles = (analysis.poses?.poses ?? []).map { Float(angle($0)) }
        let zero = relative ? Float(Statistics.median(angles) ?? 0) : 0
        let turns = angles.map { abs($0 - zero) }
        return Finding(
            check, value: Statistics.percentile(turns, 0.99), unit: "°", maximum: maximum, tolerable: 0...tolerable,
            spans: Statistics.spans(turns.indices, rate: analysis.framesPerSecond) { Double(turns[$0]) > maximum },
            advice: advice)
    }

    static func poseSilent(_ analysis: FootageAnalysis) -> Finding {
        guard let poses = analysis.poses?.poses else {
            return Finding(.poseSilent, .fine, value: nil, unit: "°", maximum: 8)
        }
        let pictures = analysis.silentPictures
        let level = Statistics.median(poses.map { Float($0.pitch) }) ?? 0
        func turn(_ index: Int) -> Float { Float(max(abs(poses[index].yaw), abs(poses[index].pitch - level))) }
        return Finding(
            .poseSilent, value: Statistics.percentile(pictures.map(turn), 0.99), unit: "°", maximum: 8,
            spans: Statistics.spans(pictures, rate: analysis.framesPerSecond) { turn($0) > 8 },
            advice: "Keep your face to the camera while listening and idle.")
    }

    /// Iris positions with the eyes open. Measured on seven clips: deviation .008–.03 when looking into the camera, .095
    /// when wandering.
    private static func gazes(_ analysis: FootageAnalysis) -> [Float] {
        let lids = Float(Statistics.median(analysis.eyes.opening) ?? 0) * 0.7
        return zip(analysis.eyes.gaze, analysis.eyes.opening).filter { $0.1 > lids }.map(\.0)
    }

    static func gaze(_ analysis: FootageAnalysis) -> Finding {
        Finding(
            .gaze, value: Statistics.median(gazes(analysis)), unit: "of the eye's width", minimum: 0.43, maximum: 0.57,
            advice: "Look into the lens: put a script or a sticker right beside it.")
    }

    static func gazeSpread(_ analysis: FootageAnalysis) -> Finding {
        Finding(
            .gazeSpread, value: Statistics.deviation(gazes(analysis)), unit: "of the eye's width", maximum: 0.05,
            advice: "Keep your eyes on the lens: reading from the side or looking around shows.")
    }

    /// Measured on seven clips: 8–43 per minute.
    static func blinks(_ analysis: FootageAnalysis) -> Finding {
        let minutes = analysis.duration / 60
        // Under 20 s, no blink at all is chance.
        guard minutes > 1.0 / 3, analysis.poses != nil else {
            return Finding(.blinks, .fine, value: nil, unit: "per minute", minimum: 4, maximum: 45)
        }
        let count = Double(analysis.eyes.blinks.count)
        return Finding(
            .blinks, value: count / minutes, unit: "per minute", minimum: 4, maximum: 45,
            advice: count == 0
                ? "Not a single blink was seen: is this a live recording, and are the eyes visible?"
                : "Blink as you always do: look relaxed, and keep hair and glare off the eyes.")
    }

    /// Hands higher than one face height below the chin, while silent.
    static func hands(_ analysis: FootageAnalysis) -> Finding {
        let sightings = analysis.track.sightings
        func isHigh(_ index: Int) -> Bool {
            guard let top = sightings[index].handTop, let face = sightings[index].mesh?.box else { return false }
            return top < face.y + 2 * face.height
        }
        let looked = analysis.silentPictures.filter { sightings[$0].handCount != nil }
        let share = looked.isEmpty ? nil : 100 * Double(looked.count(where: isHigh)) / Double(looked.count)
        return Finding(
            .hands, value: share, unit: "% of pictures", maximum: 5,
            spans: Statistics.spans(looked, rate: analysis.framesPerSecond, where: isHigh),
            advice: "Rest your hands below the chest while listening and idle.")
    }
}
