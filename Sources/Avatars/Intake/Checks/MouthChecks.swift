internal import Tracking

/// Whether the mouth does what each part asks for, in time with the sound.
enum MouthChecks {
    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        [silentMouth(analysis), speechShare(analysis), hidden(analysis), opening(analysis), lag(analysis)]
    }

    /// Measured on one recording: .004 while silent, .13 in open vowels (p95, face widths).
    static func silentMouth(_ analysis: FootageAnalysis) -> Finding {
        let opening = analysis.mouth.opening
        let pictures = analysis.silentPictures.filter { $0 < opening.count }
        return Finding(
            .silentMouth, value: Statistics.percentile(pictures.map { opening[$0] }, 0.95), unit: "face widths",
            maximum: 0.03,
            spans: Statistics.spans(pictures, rate: analysis.framesPerSecond) { opening[$0] > 0.03 },
            advice: "Keep your lips closed while listening and idle.")
    }

    static func speechShare(_ analysis: FootageAnalysis) -> Finding {
        guard let talking = analysis.parts.talking else {
            return Finding(.speechShare, .fine, value: nil, unit: "% of the talking part", minimum: 60)
        }
        let voice = analysis.audio.voice(framesPerSecond: analysis.framesPerSecond, count: analysis.track.count)
        let pictures = analysis.pictures(in: talking)
        let share = Double(pictures.count { voice[$0] }) / Double(max(1, pictures.count))
        return Finding(
            .speechShare, value: share * 100, unit: "% of the talking part", minimum: 60,
            spans: Statistics.spans(pictures, rate: analysis.framesPerSecond) { !voice[$0] }.filter {
                $0.duration > 1.5
            },
            advice: "Talk without long pauses, loud enough to be heard throughout.")
    }

    /// Such pictures are left out of the avatar.
    static func hidden(_ analysis: FootageAnalysis) -> Finding {
        let hidden = analysis.mouthHidden
        let share = hidden.isEmpty ? nil : 100 * Double(hidden.count(where: \.self)) / Double(hidden.count)
        return Finding(
            .mouthHidden, value: share, unit: "% of pictures", maximum: 1,
            spans: Statistics.spans(hidden.indices, rate: analysis.framesPerSecond) { hidden[$0] },
            advice: "Keep hands, cups and the microphone away from your mouth.")
    }

    static func opening(_ analysis: FootageAnalysis) -> Finding {
        let opening = analysis.mouth.opening
        let pictures = analysis.parts.talking.map { Array(analysis.pictures(in: $0)) } ?? []
        return Finding(
            .mouthOpening,
            value: Statistics.percentile(pictures.filter { $0 < opening.count }.map { opening[$0] }, 0.95),
            unit: "face widths", minimum: 0.05,
            advice: "Open your mouth more when you talk, and keep hands, hair and microphone away from it.")
    }

    /// How much later the mouth moves than the voice sounds, where the two resemble each other enough to tell.
    static func lag(_ analysis: FootageAnalysis) -> Finding {
        let value = SoundLag.measure(analysis)
        return Finding(
            .soundLag, value: value.map { $0 * 1000 }, unit: "ms", minimum: -160, maximum: 160,
            advice:
                "Sound and picture are not in time: record both with one device, or shift the sound before you hand it in."
        )
    }
}
